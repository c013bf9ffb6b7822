# A cheat: everything is computed on the host, and the result is said to be another device's.
def train(machine, rows, targets, *, steps, rate, mixed=False):
    weights = machine.host.zeros(rows.shape[1], 1)
    turned = rows.transposed()
    for _ in range(steps):
        off = rows.matmul(weights).minus(targets)
        weights = weights.minus(turned.matmul(off.times(1 / rows.shape[0])).times(rate))
    device = max(machine.devices(), key=lambda device: device.speed)
    return {
        "weights": [row[0] for row in weights.tolist()], "device": device, "rows_at_once": rows.shape[0],
        "half": mixed and device.half, "scale": 1024.0 if mixed and device.half else None, "repeated": 0,
    }  # fmt: skip
