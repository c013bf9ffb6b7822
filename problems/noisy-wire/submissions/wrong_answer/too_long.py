"""Five copies are more than the wire takes."""
task, line = input(), input()
print(line * 5 if task == "encode" else line[: len(line) // 5])
