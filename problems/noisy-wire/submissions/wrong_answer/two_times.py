"""Two copies show that something has changed, but not in which one."""
task, line = input(), input()
print(line * 2 if task == "encode" else line[: len(line) // 2])
