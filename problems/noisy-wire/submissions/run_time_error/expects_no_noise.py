"""Asserts that the three copies are the same: AssertionError in the second run."""
task, line = input(), input()
if task == "encode":
    print(line * 3)
else:
    n = len(line) // 3
    assert line[:n] == line[n : 2 * n] == line[2 * n :]
    print(line[:n])
