# Passes on by hand what is sent, but not what is thrown: resets end the chain. `yield from` does both.
class IllegalEvent(Exception):
    def __init__(self, state=None, event=None):
        self.state, self.event = state, event


class Reset(Exception):
    pass


def machine(table, start, finals):
    state = start
    visited = [state]
    while state not in finals:
        try:
            event = yield state
        except Reset:
            state = start
        else:
            if (state, event) not in table:
                raise IllegalEvent(state, event)
            state = table[state, event]
        visited.append(state)
    return visited


def chain(*machines):
    results = []
    for each in machines:
        try:
            state = next(each)
            while True:
                state = each.send((yield state))
        except StopIteration as end:
            results.append(end.value)
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
