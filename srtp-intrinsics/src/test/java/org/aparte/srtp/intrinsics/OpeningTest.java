package org.aparte.srtp.intrinsics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.aparte.srtp.SrtpSender;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each way that README.md names of opening the two packages, and JVMs that have other classes in
 * them: a small app in a JVM of its own, which has to get its packets through in any case.
 */
class OpeningTest {

  private static final String OPEN_SHA = "--add-opens=java.base/sun.security.provider=";
  private static final String OPEN_AES = "--add-opens=java.base/com.sun.crypto.provider=";
  private static final String CM = "AES_CM_128_HMAC_SHA1_80";
  private static final String GCM = "AEAD_AES_128_GCM";
  private static final String MAIN = "app.App and its arguments";
  private static final String MODULE_MAIN = "app/app.App and its arguments";
  private static final String SERVES = "srtp-intrinsics serves: its self-test has passed on JDK ";
  private static final String CLOSED =
      "srtp-intrinsics does not serve: java.base does not open sun.security.provider and"
          + " com.sun.crypto.provider to ";

  /** A packet there and back under each profile named, and what served. */
  private static final String APP =
      """
      package app;

      import org.aparte.srtp.*;

      public final class App {
        public static void main(String[] arguments) {
          for (String name : arguments) {
            SrtpProfile profile = SrtpProfile.byName(name).orElseThrow();
            SrtpMasterKey key =
                SrtpMasterKey.of(profile, new byte[16], new byte[profile.saltOctets()]);
            SrtpSender sender = SrtpSender.of(key);
            byte[] packet = new byte[300];
            packet[0] = (byte) 0x80;
            int octets = sender.protectRtp(packet, 0, 172);
            if (SrtpReceiver.of(key).unprotectRtp(packet, 0, octets) != 172) {
              throw new IllegalStateException(name);
            }
            System.out.println(sender.describe());
          }
        }
      }
      """;

  @TempDir static Path folder;
  private static Path app;
  private static String srtp;
  private static String intrinsics;

  @BeforeAll
  static void compileApp() throws Exception {
    srtp = placeOf(SrtpSender.class);
    intrinsics = placeOf(JdkIntrinsics.class);
    app = folder.resolve("app-classes");
    compile(
        Map.of("app/App.java", APP, "module-info.java", "module app { requires org.aparte.srtp; }"),
        app,
        "--module-path",
        srtp + File.pathSeparator + placeOf(NullMarked.class));
  }

  @Test
  void servesOnTheClassPathWhenTheCommandLineOpens() throws Exception {
    assertThat(run("", OPEN_SHA + "ALL-UNNAMED", OPEN_AES + "ALL-UNNAMED", "-cp", path(), MAIN))
        .hasSize(2)
        .allMatch(line -> line.contains(SERVES));
  }

  @Test
  void servesOnTheClassPathWhenTheEnvironmentOpens() throws Exception {
    String environment = OPEN_SHA + "ALL-UNNAMED " + OPEN_AES + "ALL-UNNAMED";

    assertThat(run(environment, "-cp", path(), MAIN))
        .hasSize(2)
        .allMatch(line -> line.contains(SERVES));
  }

  @Test
  void servesInAnExecutableJarWhoseManifestOpens() throws Exception {
    assertThat(runJar("java.base/sun.security.provider java.base/com.sun.crypto.provider"))
        .hasSize(2)
        .allMatch(line -> line.contains(SERVES));
  }

  @Test
  void staysOutOfAnExecutableJarThatOpensOneOfTheTwo() throws Exception {
    assertThat(runJar("java.base/sun.security.provider"))
        .hasSize(2)
        .allMatch(line -> line.contains(CLOSED + "ALL-UNNAMED"));
  }

  @Test
  void servesOnTheModulePathWhenOpenedToItsModuleAlone() throws Exception {
    String module = "org.aparte.srtp.intrinsics";

    assertThat(run("", OPEN_SHA + module, OPEN_AES + module, "-p", path(), "-m", MODULE_MAIN))
        .as("resolved by itself, since srtp uses the service")
        .hasSize(2)
        .allMatch(line -> line.contains(SERVES));
  }

  @Test
  void servesAsAModuleBesideAnAppOnTheClassPath() throws Exception {
    String module = "org.aparte.srtp.intrinsics";
    String modules = srtp + File.pathSeparator + intrinsics;

    assertThat(
            run(
                "",
                OPEN_SHA + module,
                OPEN_AES + module,
                "-p",
                modules,
                "--add-modules",
                module,
                "-cp",
                app.toString(),
                MAIN))
        .hasSize(2)
        .allMatch(line -> line.contains(SERVES));
  }

  @Test
  void leavesTheWorkToTheJcaWhereNothingIsOpened() throws Exception {
    List<String> onClassPath = run("", "-cp", path(), MAIN);
    List<String> onModulePath = run("", "-p", path(), "-m", MODULE_MAIN);

    assertThat(onClassPath).hasSize(2).allMatch(line -> line.contains(CLOSED + "ALL-UNNAMED"));
    assertThat(onModulePath)
        .hasSize(2)
        .allMatch(line -> line.contains(CLOSED + "org.aparte.srtp.intrinsics"));
    for (List<String> lines : List.of(onClassPath, onModulePath)) {
      assertThat(lines.get(0)).contains("AES/ECB/NoPadding by SunJCE, SHA-1 by SUN");
      assertThat(lines.get(1)).contains("AES/GCM/NoPadding by SunJCE");
    }
  }

  static Stream<Arguments> otherClasses() {
    String fields =
        "private long[] state = new long[2]; private long[] subkeyHtbl = new long[18]; ";
    return Stream.of(
        arguments("", "this JVM is built otherwise (java.lang.NoSuchMethod"),
        arguments(
            "GHASH(byte[] h) {} int update(byte[] in, int from, int octets) { return octets; }",
            "this JVM is built otherwise (java.lang.NoSuchField"),
        arguments(
            fields
                + "GHASH(byte[] h) {}"
                + "int update(byte[] in, int from, int octets) { state[0]++; return octets; }",
            "its self-test got a wrong answer"),
        arguments(
            fields
                + "GHASH(byte[] h) { throw new AssertionError(); }"
                + "int update(byte[] in, int from, int octets) { return octets; }",
            "this JVM is built otherwise (java.lang.AssertionError"));
  }

  /** Such a JVM's own GCM breaks, too: what is tried is counter mode. */
  @ParameterizedTest
  @MethodSource("otherClasses")
  void leavesTheWorkToTheJcaOfAJvmThatHasOtherClasses(String ghash, String reason)
      throws Exception {
    Path patch = Files.createTempDirectory(folder, "patch");
    String source = "package com.sun.crypto.provider; final class GHASH {" + ghash + "}";
    compile(
        Map.of("com/sun/crypto/provider/GHASH.java", source),
        patch,
        "--patch-module",
        "java.base=" + folder);

    List<String> lines =
        run(
            "",
            "--patch-module",
            "java.base=" + patch,
            OPEN_SHA + "ALL-UNNAMED",
            OPEN_AES + "ALL-UNNAMED",
            "-cp",
            path(),
            "app.App",
            CM);

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .contains("AES/ECB/NoPadding by SunJCE, SHA-1 by SUN")
        .contains("srtp-intrinsics does not serve: " + reason);
  }

  private static List<String> runJar(String opens) throws Exception {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, "app.App");
    attributes.put(
        Attributes.Name.CLASS_PATH, Path.of(srtp).toUri() + " " + Path.of(intrinsics).toUri());
    attributes.putValue("Add-Opens", opens);
    Path jar = Files.createTempFile(folder, "app", ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file, manifest)) {
      entries.putNextEntry(new JarEntry("app/App.class"));
      Files.copy(app.resolve("app/App.class"), entries);
    }
    return run("", "-jar", jar.toString(), CM, GCM);
  }

  /** What the app said on a JVM of its own, which must have nothing to complain about. */
  private static List<String> run(String environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String argument : arguments) {
      command.addAll(
          switch (argument) {
            case MAIN -> List.of("app.App", CM, GCM);
            case MODULE_MAIN -> List.of("app/app.App", CM, GCM);
            default -> List.of(argument);
          });
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.matches("(JDK_)?JAVA_(TOOL_)?OPTIONS"));
    if (!environment.isEmpty()) {
      builder.environment().put("JDK_JAVA_OPTIONS", environment);
    }
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    builder.redirectError(errors.toFile());
    Process process = builder.start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    assertThat(Files.readAllLines(errors))
        .as("silent, but for the launcher's own notes")
        .allMatch(line -> line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS"));
    return lines;
  }

  private static void compile(Map<String, String> sources, Path target, String... options)
      throws IOException {
    Path source = Files.createTempDirectory(folder, "sources");
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-proc:none", "-nowarn", "-d", target.toString()));
    for (Map.Entry<String, String> each : sources.entrySet()) {
      Path file = source.resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
      arguments.add(file.toString());
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, said, said, arguments.toArray(String[]::new));
    assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isZero();
  }

  /** App, srtp and this module: class path and module path both. */
  private static String path() {
    return String.join(File.pathSeparator, app.toString(), srtp, intrinsics);
  }

  private static String placeOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
