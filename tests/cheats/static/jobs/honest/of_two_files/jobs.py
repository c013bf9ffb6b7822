from waiting import Waiting as Line


def order(jobs):
    line = Line()
    for job in jobs:
        line.add(job)
    return list(line)
