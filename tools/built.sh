# Sourced: what test-v2.sh and test-arm64.sh share.

# Builds everything that tests are made of, and puts what runs in machines into a folder, by plain names: test programs,
# `units` (the tests within the sandbox's crate) and pyjury itself.
#   built FOLDER CARGO ARGUMENT...
built() {
  local folder=$1
  shift
  {
    "$@" test --workspace --bins --tests --no-run --message-format=json
    "$@" build --workspace --bin pyjury --message-format=json
  } | /usr/bin/python3 -c '
import json, shutil, sys

wanted = {
    ("sandbox", "test"), ("leftovers", "test"), ("programs", "test"), ("escape", "test"), ("guards", "test"),
    ("pyjury_sandbox", "lib"), ("pyjury", "bin"),
}
for line in sys.stdin:
    if not line.startswith("{"):
        continue
    message = json.loads(line)
    target = message.get("target", {})
    name, kind = target.get("name"), "".join(target.get("kind", []))
    if message.get("executable") and (name, kind) in wanted and message["profile"]["test"] == (kind != "bin"):
        shutil.copy(message["executable"], f"{sys.argv[1]}/{name}")' "$folder"
  mv "$folder/pyjury_sandbox" "$folder/units"
}

# Runs a command in a machine of $vm. 125 says that the machine itself failed, as an emulated one does now and then when it
# starts: then another one is tried.
#   boot ARCHITECTURE ARGUMENT...
boot() {
  local code try
  for try in 1 2 3; do
    code=0
    "$vm" run "$@" || code=$?
    [ "$code" = 125 ] || break
    echo "the machine failed, try $try of 3" >&2
  done
  return "$code"
}
