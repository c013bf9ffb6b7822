from contextlib import closing


class IllegalEvent(Exception):
    def __init__(self, state=None, event=None):
        super().__init__(state, event)
        self.state = state
        self.event = event


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
        results.append((yield from each))
    return results


async def drive(machine, next_event):
    with closing(machine):
        try:
            next(machine)
            while True:
                try:
                    event = await next_event()
                except Reset as reset:
                    machine.throw(reset)
                else:
                    machine.send(event)
        except StopIteration as end:
            return end.value
