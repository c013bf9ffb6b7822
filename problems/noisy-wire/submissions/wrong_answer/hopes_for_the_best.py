"""Sends the message as it is."""
task, line = input(), input()
print(line)
