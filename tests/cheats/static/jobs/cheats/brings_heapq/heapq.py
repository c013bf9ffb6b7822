from bisect import insort as heappush


def heappop(line):
    return line.pop(0)
