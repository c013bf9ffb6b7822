while True:
    print("total")
