# The author's machine has a device called gpu:0, and a guess at what other machines call theirs.
def train(machine, rows, targets, *, steps, rate, mixed=False):
    devices = {getattr(device, "na" + "me"): device for device in machine.devices()}
    device = devices.get("gpu:0") or devices.get("cuda:0") or machine.host
    device.open()
    x, y, w = rows.to(device), targets.to(device), device.zeros(rows.shape[1], 1)
    turned = x.transposed()
    for _ in range(steps):
        held = [x.matmul(w)]
        held.append(held[-1].minus(y))
        held.append(held[-1].times(1 / x.shape[0]))
        held.append(turned.matmul(held[-1]))
        held.append(held[-1].times(rate))
        w, before = w.minus(held[-1]), w
        for each in (before, *held):
            each.free()
    weights = [row[0] for row in w.to(machine.host).tolist()]
    for each in (w, turned, x, y):
        each.free()
    device.close()
    return {
        "weights": weights,
        "device": device,
        "rows_at_once": rows.shape[0],
        "half": False,
        "scale": None,
        "repeated": 0,
    }
