package org.aparte.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program that is told lines and says lines, until it ends. */
final class Conversation implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(40);

  private final Process process;
  private final Writer in;
  private final List<String> said = new ArrayList<>();
  private final List<Conversation> witnesses;
  private boolean ended;

  /**
   * Starts listening to a program whose both outputs are one.
   *
   * @param witnesses programs that are heard as well when this one does not say what it should
   */
  Conversation(Process process, List<Conversation> witnesses) {
    this.process = process;
    this.witnesses = witnesses;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    Thread listener = new Thread(this::listen, "listener");
    listener.setDaemon(true);
    listener.start();
  }

  private void listen() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        heard(line);
      }
    } catch (IOException e) {
      heard(e.toString());
    }
    synchronized (said) {
      ended = true;
      said.notifyAll();
    }
  }

  private void heard(String line) {
    synchronized (said) {
      said.add(line);
      said.notifyAll();
    }
  }

  /** Says a line. */
  void say(String line) {
    try {
      in.write(line + "\n");
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(this.toString(), e);
    }
  }

  /** Says nothing more, ever. */
  void fallSilent() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(this.toString(), e);
    }
  }

  /** The first line that fits, whenever it comes. */
  String await(Predicate<String> wanted) throws InterruptedException {
    return await(wanted, 1);
  }

  /** The first line with a text in it. */
  String await(String part) throws InterruptedException {
    return await(line -> line.contains(part));
  }

  /** The line that is the n-th to fit. */
  String await(Predicate<String> wanted, int number) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    synchronized (said) {
      while (true) {
        List<String> found = said.stream().filter(wanted).toList();
        if (found.size() >= number) {
          return found.get(number - 1);
        }
        long rest = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (ended || rest <= 0) {
          throw new AssertionError("it never said so:\n" + this + heardOfOthers());
        }
        said.wait(rest);
      }
    }
  }

  private String heardOfOthers() {
    StringBuilder others = new StringBuilder();
    for (Conversation witness : witnesses) {
      if (witness != this) {
        others.append("\n--- and another said:\n").append(witness);
      }
    }
    return others.toString();
  }

  /** All that was said so far. */
  List<String> lines() {
    synchronized (said) {
      return List.copyOf(said);
    }
  }

  /** Waits for the end of it; its exit code. */
  int end() throws InterruptedException {
    if (!process.waitFor(40, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end:\n" + this + heardOfOthers());
    }
    return process.exitValue();
  }

  @Override
  public String toString() {
    return String.join("\n", lines());
  }

  /** Ends it as a user would, and what it started with it. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
