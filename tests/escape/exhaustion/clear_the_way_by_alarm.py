# attack: turns its own limits and alarms against the keeper's clock: RLIMIT_CPU, timers, a handler that never ends
# guards: cgroup/cpu
# expect: TLE cpu
import resource
import signal
import time


def go_on(*_):
    while True:
        pass


for number in (signal.SIGALRM, signal.SIGXCPU, signal.SIGTERM, signal.SIGVTALRM, signal.SIGPROF):
    signal.signal(number, go_on)
resource.setrlimit(resource.RLIMIT_CPU, (1, resource.RLIM_INFINITY))
signal.setitimer(signal.ITIMER_PROF, 0.1)
while True:
    time.monotonic()
