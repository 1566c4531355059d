package org.aparte.phone.demo;

/** The two who call. */
enum Side {
  ALICE("Alice"),
  BOB("Bob");

  private final String title;

  Side(String title) {
    this.title = title;
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
