# attack: leaves as many files of full size that hold nothing as it can, for whoever reads or copies them
# guards: result/collector, rlimit/file-size
# expect: AC
# stdout: held
import os

os.chdir("/box")
for number in range(200):
    with open(f"output{number}.txt" if number else "output.txt", "wb") as file:
        file.truncate(64 << 20)
print("held")
