# expect: OLE output
# what: prints to standard output without end.
while True:
    print("all work and no play makes a dull judge")
