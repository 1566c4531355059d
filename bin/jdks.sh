# Finds the JDKs of this machine. Sourced by the scripts beside it; does nothing by itself.

# jdk_major HOME: prints the feature version (17, 25, ...) of the JDK there; fails when it is none.
jdk_major() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
  local version
  version=$("$1/bin/javac" -version 2>&1) || return 1
  version=${version#javac }
  version=${version%%[!0-9]*}
  [ -n "$version" ] && printf '%s\n' "$version"
}

# jdk_homes: prints "MAJOR HOME" of every JDK found, each once: JAVA_HOME first, then the one on the
# PATH, then /usr/lib/jvm.
jdk_homes() {
  local home major seen=" " on_path
  on_path=$(command -v javac || true)
  [ -n "$on_path" ] && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/*; do
    [ -n "$home" ] && home=$(readlink -f "$home") || continue
    case $seen in *" $home "*) continue ;; esac
    seen="$seen$home "
    major=$(jdk_major "$home") && printf '%s %s\n' "$major" "$home"
  done
  return 0
}

# jdk_at_least MAJOR: prints the home of the first JDK of that version or newer; fails when there is none.
jdk_at_least() {
  local major home
  while read -r major home; do
    if [ "$major" -ge "$1" ]; then
      printf '%s\n' "$home"
      return 0
    fi
  done < <(jdk_homes)
  return 1
}

# jdk_maven_options HOME: prints what keeps Maven's own libraries from warning about themselves there.
jdk_maven_options() {
  if [ "$(jdk_major "$1")" -ge 24 ]; then
    printf '%s\n' "--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
  fi
}
