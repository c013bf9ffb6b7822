# Sourced: builds test programs and puts those that run in machines into a folder, by their plain names.
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
