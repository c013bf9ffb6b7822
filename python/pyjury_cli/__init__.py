"""The grader of cli mode: what commands wrote and left, against what a package expects (docs/modes/cli.md).

It runs in a process of its own, when the commands have ended. All that it reads of them is hostile: bytes that are no
text, JSON without end, links and names in their folders.
"""
