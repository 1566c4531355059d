package org.aparte.phone.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;

/** A process of ours that speaks JSON lines. It ends with this object, or with this process. */
final class Child implements AutoCloseable {

  /**
   * What a process said.
   *
   * @param line its line; of event {@code gone} when it has ended
   */
  record Said(String who, JsonObject line) {
    String event() {
      return line.get("event").getAsString();
    }
  }

  private final String name;
  private final Process process;
  private final Thread hook;

  /** Starts {@code bin/call} with arguments; what it says goes into a queue. */
  Child(String name, List<String> arguments, BlockingQueue<Said> heard) throws IOException {
    this.name = name;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // It lives for seconds: the quick compiler is enough.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.aparte.phone.PhoneMain");
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
    Thread reader = new Thread(() -> listen(heard), name);
    reader.setDaemon(true);
    reader.start();
  }

  private void listen(BlockingQueue<Said> heard) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        heard.add(new Said(name, JsonParser.parseString(line).getAsJsonObject()));
      }
    } catch (IOException | JsonParseException e) {
      // As with its end: what it had to say is missed by who reads the queue
    }
    JsonObject gone = new JsonObject();
    gone.addProperty("event", "gone");
    heard.add(new Said(name, gone));
  }

  /** Ends its standard input, and waits until it has ended. */
  void end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs already
    }
  }
}
