package org.aparte.phone.sip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Addresses of hosts. A peer or a server may give a name in place of an address, and looking that
 * up may take many seconds: it is done on a thread of its own, and who asks again later gets it.
 */
public final class Names implements AutoCloseable {

  /** Whoever calls us chooses names: more of them in one call are not looked up. */
  private static final int MAX_NAMES = 16;

  private final Map<String, Optional<InetAddress>> known = new HashMap<>();
  private final Runnable news;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "names");
        worker.setDaemon(true);
        return worker;
      });

  /**
   * Nothing is known yet.
   *
   * @param news called on another thread when something was found
   */
  public Names(Runnable news) {
    this.news = news;
  }

  /** An address that is written as one, without looking anything up. */
  public static Optional<InetAddress> literal(String host) {
    if (!host.matches("[0-9.]+|[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException none) {
      return Optional.empty();
    }
  }

  /** The address of a host, if it is known by now. */
  public Optional<InetAddress> address(String host) {
    Optional<InetAddress> literal = literal(host);
    if (literal.isPresent()) {
      return literal;
    }
    synchronized (known) {
      if (known.containsKey(host)) {
        return known.get(host);
      }
      if (known.size() < MAX_NAMES) {
        known.put(host, Optional.empty());
        thread.execute(() -> lookUp(host));
      }
      return Optional.empty();
    }
  }

  private void lookUp(String host) {
    try {
      InetAddress found = InetAddress.getByName(host);
      synchronized (known) {
        known.put(host, Optional.of(found));
      }
      news.run();
    } catch (UnknownHostException none) {
      // nobody is there; it is not asked for again
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
