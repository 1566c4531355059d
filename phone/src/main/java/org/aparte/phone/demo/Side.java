package org.aparte.phone.demo;

/** The two who call. */
enum Side {
  ALICE("Alice", 1),
  BOB("Bob", 2);

  private final String title;
  private final int host;

  Side(String title, int host) {
    this.title = title;
    this.host = host;
  }

  /** The last octet of its address in a recording. */
  int host() {
    return host;
  }

  String title() {
    return title;
  }

  Side other() {
    return this == ALICE ? BOB : ALICE;
  }

  /** What this one says: a resource beside this class. */
  String recording() {
    return fileName() + ".wav";
  }

  String fileName() {
    return this == ALICE ? "alice" : "bob";
  }

  static Side of(String fileName) {
    return fileName.equals("alice") ? ALICE : BOB;
  }
}
