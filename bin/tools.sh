# Finds the JDK and the Maven that building needs, and gets them where they are missing. Sourced by the
# scripts beside it; does nothing by itself until need_tools is called.

tools_bin=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
. "$tools_bin/jdks.sh"

maven_oldest=3.8.6
maven_fetched=3.9.16
maven_sha512=ed41650d42485cfc243fad22158caf9cbb5dc408ce7a09ddb94dd42a019de929ca43065bfa450612cf12bf78b5cafa3884b96c090de326ff590448c933454af3
maven_home=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/aparte/apache-maven-$maven_fetched

# The tests run on both sides of Java 21; one is enough to build. The first that the distribution has.
jdk_packages='openjdk-25-jdk-headless openjdk-21-jdk-headless openjdk-17-jdk-headless'

# as_root COMMAND...: runs it as root, without asking for a password; fails where that cannot be.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  command -v apt-get >/dev/null && as_root true 2>/dev/null
}

# The newest JDK package that this distribution has.
jdk_package() {
  local package
  for package in $jdk_packages; do
    if apt-cache show "$package" >/dev/null 2>&1; then
      printf '%s\n' "$package"
      return
    fi
  done
  printf '%s\n' "${jdk_packages##* }"
}

# install_packages PACKAGE...: from Debian or Ubuntu, all or none; says on standard error what.
install_packages() {
  echo "== installing: $*" >&2
  local log
  log=$(mktemp)
  if as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "$@" \
    </dev/null >"$log" 2>&1; then
    rm -f "$log"
  else
    tail -n 20 "$log" >&2
    rm -f "$log"
    return 1
  fi
}

update_packages() {
  as_root apt-get -qq update </dev/null >/dev/null 2>&1 || echo "apt-get update failed" >&2
}

# maven_suits: succeeds when the mvn on the PATH is new enough.
maven_suits() {
  local version
  command -v mvn >/dev/null || return 1
  version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
  [ -n "$version" ] && [ "$(printf '%s\n' "$maven_oldest" "$version" | sort -V | head -n 1)" = "$maven_oldest" ]
}

# need_tools [--no-install]: afterwards JAVA_HOME is a JDK 17 or newer, and mvn on the PATH is a Maven
# that suits; fails, and says what to do, where that cannot be. A JDK comes from the distribution, a Maven
# from Maven Central, where everything else that is built with comes from too.
need_tools() {
  local home
  if ! home=$(jdk_at_least 17); then
    if [ "${1:-}" != --no-install ] && may_install; then
      update_packages
      install_packages "$(jdk_package)" || true
    fi
    if ! home=$(jdk_at_least 17); then
      echo "A JDK 17 or newer is needed. On Debian and Ubuntu, as root:" >&2
      echo "  apt-get update && apt-get install -y $(jdk_package)" >&2
      return 1
    fi
  fi
  export JAVA_HOME=$home
  maven_suits && return
  if [ ! -x "$maven_home/bin/mvn" ]; then
    echo "== fetching Maven $maven_fetched into $maven_home" >&2
    "$home/bin/java" "$tools_bin/FetchMaven.java" \
      "https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/$maven_fetched/apache-maven-$maven_fetched-bin.zip" \
      "$maven_sha512" "$maven_home" || {
      echo "Maven $maven_oldest or newer is needed, and could not be fetched." >&2
      return 1
    }
  fi
  PATH=$maven_home/bin:$PATH
}
