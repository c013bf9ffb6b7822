# Ignores illegal events instead of raising.
class IllegalEvent(Exception):
    pass


class Reset(Exception):
    pass


def machine(table, start, finals):
    state = start
    visited = [state]
    while state not in finals:
        try:
            state = table.get((state, (yield state)), state)
        except Reset:
            state = start
        visited.append(state)
    return visited


def chain(*machines):
    results = []
    for each in machines:
        results.append((yield from each))
    return results


async def drive(machine, next_event):
    try:
        next(machine)
        while True:
            try:
                machine.send(await next_event())
            except Reset as reset:
                machine.throw(reset)
    except StopIteration as end:
        return end.value
    finally:
        machine.close()
