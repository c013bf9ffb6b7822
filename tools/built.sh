# Sourced: what test-v2.sh and test-arm64.sh share.

# Builds test programs and puts those that run in machines into a folder, by their plain names.
#   built FOLDER CARGO ARGUMENT...
built() {
  local folder=$1
  shift
  "$@" --message-format=json | /usr/bin/python3 -c '
import json, shutil, sys

wanted = {"sandbox", "leftovers", "programs", "escape", "guards", "pyjury"}
for line in sys.stdin:
    if not line.startswith("{"):
        continue
    message = json.loads(line)
    name = message.get("target", {}).get("name")
    kinds = message.get("target", {}).get("kind", [])
    if message.get("executable") and name in wanted and kinds in (["test"], ["bin"]) and (
        kinds == ["test"] or not message["profile"]["test"]
    ):
        shutil.copy(message["executable"], f"{sys.argv[1]}/{name}")' "$folder"
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
