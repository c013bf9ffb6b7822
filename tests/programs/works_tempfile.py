# expect: AC
# stdout: kept
# what: temporary files and folders.
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "note")
    with open(path, "w") as file:
        file.write("kept")
    print(open(path).read())
