import sys

for line in sys.stdin:
        text = line.strip()
	print(text)
