# expect: AC
# stdout: alarm
# what: alarms and handlers of its own work.
import signal

signal.signal(signal.SIGALRM, lambda *_: print("alarm"))
signal.setitimer(signal.ITIMER_REAL, 0.05)
signal.pause()
