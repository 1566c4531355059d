package org.aparte.phone;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.PrintStream;

/** One JSON object in a line, for programs. Its member {@code event} says what it is. */
public final class JsonLine {

  private final JsonObject members = new JsonObject();

  /** A line that has nothing else yet. */
  public JsonLine(String event) {
    members.addProperty("event", event);
  }

  JsonLine(String event, int stream) {
    this(event);
    add("stream", stream);
  }

  /** Adds a member; this line. */
  public JsonLine add(String name, String value) {
    members.addProperty(name, value);
    return this;
  }

  /** As {@link #add(String, String)}. */
  public JsonLine add(String name, long value) {
    members.addProperty(name, value);
    return this;
  }

  /** As {@link #add(String, String)}. */
  public JsonLine add(String name, boolean value) {
    members.addProperty(name, value);
    return this;
  }

  JsonLine add(String name, JsonElement value) {
    members.add(name, value);
    return this;
  }

  /** Prints it at once, for somebody waits for it. */
  public void print(PrintStream out) {
    out.println(members);
    out.flush();
  }
}
