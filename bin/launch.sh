# Starts a command of a module: of $launch_module, else of conformance. Sourced by the scripts beside
# it; does nothing by itself.
#
# The first start builds what is needed; later ones build again only when a source is newer. Whatever
# the build has to say goes to standard error, so that standard output is the command's alone.

launch_root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
launch_module=${launch_module:-conformance}
case $launch_module in
  conformance) launch_modules='srtp zrtp-core test-vectors conformance' ;;
  *) launch_modules="srtp zrtp-core $launch_module" ;;
esac
launch_stamp=$launch_root/$launch_module/target/launch.stamp

# launch_stale: succeeds when there is something to build.
launch_stale() {
  [ -s "$launch_stamp" ] && [ -s "$launch_root/$launch_module/target/class-path.txt" ] || return 0
  local module paths=("$launch_root/pom.xml")
  for module in $launch_modules; do
    [ -d "$launch_root/$module/target/classes/org" ] || return 0
    paths+=("$launch_root/$module/pom.xml" "$launch_root/$module/src/main")
  done
  compgen -G "$launch_root/srtp/target/srtp-*.jar" >/dev/null || return 0
  [ -n "$(find "${paths[@]}" -newer "$launch_stamp" -print -quit)" ]
}

# launch_maven OPTION...: packages the module and what it stands on, without tests and reports.
launch_maven() {
  (cd "$launch_root" && mvn -q -B "$@" -pl "$launch_module" -am package -DskipTests -Dmaven.javadoc.skip=true \
    -Dmaven.source.skip=true -Dcyclonedx.skip=true) </dev/null
}

launch_build() {
  local home started
  . "$launch_root/bin/tools.sh"
  need_tools || return 1
  home=$(jdk_at_least 17)
  echo "building, once (a minute; longer where Maven has to download) ..." >&2
  started=$(mktemp)
  # Offline is faster where it works; what a fresh machine lacks is downloaded.
  if ! JAVA_HOME=$home launch_maven -o >/dev/null 2>&1 && ! JAVA_HOME=$home launch_maven >&2; then
    rm -f "$started"
    return 1
  fi
  printf '%s\n' "$home" >"$launch_stamp"
  touch -r "$started" "$launch_stamp" # sources saved during the build are newer than it
  rm -f "$started"
}

# launch CLASS ARGUMENT...: becomes the command.
launch() {
  local module home class_path=
  if launch_stale; then
    mkdir -p "$launch_root/target"
    exec 9>"$launch_root/target/launch.lock"
    if command -v flock >/dev/null; then flock 9; fi
    ! launch_stale || launch_build || exit 1
    exec 9>&-
  fi
  home=$(<"$launch_stamp")
  # The jar of srtp and not its classes: it has faster forms of some for the JDK.
  for module in "$launch_root"/srtp/target/srtp-*.jar; do
    case $module in *-sources.jar | *-javadoc.jar) ;; *) class_path=$module ;; esac
  done
  for module in $launch_modules; do
    [ "$module" = srtp ] || class_path+=:$launch_root/$module/target/classes
  done
  class_path+=:$(<"$launch_root/$launch_module/target/class-path.txt")
  exec "$home/bin/java" -XX:+UseSerialGC -cp "$class_path" "org.aparte.$launch_module.$@"
}
