task, line = input(), input()
if task == "encode":
    print(line * 3)
else:
    n = len(line) // 3
    print("".join("1" if line[i::n].count("1") >= 2 else "0" for i in range(n)))
