#!/usr/bin/env bash
# Keycloak, as Maven Central has it, with the Java that runs it.
# Says `VERSION PROGRAM` on its last line. Exits with 3 and the reason when this machine cannot have it.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
artifact=$(cat scripts/conformance/keycloak.txt) || exit 1
version=${artifact##*:}
home=$PWD/.conformance/keycloak
program=$home/keycloak-$version/bin/kc.sh
needed=21

cannot() { echo "$*" >&2; exit 3; }

major_of() { "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p'; }

# The first Java that is new enough: the one that is asked for, the one on the path, whatever else is installed.
java_home() {
  local on_path folder major
  on_path=$(readlink -f "$(command -v java)" 2>/dev/null)
  for folder in "${JAVA_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/* /opt/java/* /opt/*jdk*; do
    [ -x "$folder/bin/java" ] || continue
    major=$(major_of "$folder")
    if [ "${major%%.*}" -ge "$needed" ] 2>/dev/null; then echo "$folder"; return; fi
  done
  return 1
}

# Asks for a file that has nothing to do with ours: whether it was the network or the pin.
registry_answers() {
  mvn -q -B -U dependency:get -Dartifact=org.hamcrest:hamcrest:3.0:pom -Dtransitive=false >/dev/null 2>&1
}

unpack() {
  local zip=$1
  if command -v unzip >/dev/null 2>&1; then unzip -q "$zip" -d "$home"; else (cd "$home" && "$java/bin/jar" --extract --file "$zip"); fi &&
    chmod +x "$program"
}

install() {
  local folder=$home/download
  rm -rf "$home" && mkdir -p "$folder" || return 1
  mvn -q -B dependency:copy -Dartifact="$artifact:zip" -DoutputDirectory="$folder" >&2 || return 1
  unpack "$folder/keycloak-quarkus-dist-$version.zip" >&2 && rm -rf "$folder"
}

java=$(java_home) || cannot "there is no Java $needed or newer"
if [ ! -x "$program" ]; then
  command -v mvn >/dev/null 2>&1 || cannot 'there is no mvn to get it with'
  if ! install; then
    rm -rf "$home"
    registry_answers || cannot 'the package registry of Maven cannot be reached'
    echo "mvn cannot copy $artifact" >&2
    exit 1
  fi
fi
cat >"$home/keycloak" <<EOF
#!/usr/bin/env bash
JAVA_HOME='$java' exec '$program' "\$@"
EOF
chmod +x "$home/keycloak"
echo "$version $home/keycloak"
