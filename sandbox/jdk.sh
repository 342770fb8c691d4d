# Sourced by the scripts that need JDK 25: sets JAVA_HOME, or says what to install and fails.

major() { "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1; }

find_jdk() {
  local candidate version
  local on_path
  on_path=$(command -v java || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -x "$candidate/bin/javac" ] || continue
    version=$(major "$candidate")
    if [ "${version:-0}" -ge 25 ]; then
      echo "$candidate"
      return
    fi
  done
  echo "No JDK 25 found. Install one, e.g. Temurin 25 from adoptium.net, or point JAVA_HOME at it." >&2
  return 1
}

JAVA_HOME=$(find_jdk)
export JAVA_HOME
