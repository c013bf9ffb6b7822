"""The bootstrap: the last code of ours before the submission.

    start.py [--code FILE] MAIN [ARGUMENT...]

Runs MAIN as python MAIN would: as __main__, with sys.argv and sys.path[0] set for it. FILE holds its
code object, compiled before (marshal), so that no case compiles again. Just before anything of the
submission is looked at, the CPU time used so far and the time are written to descriptor 3, and it is
closed: the submission's time counts from there. Layers of packages come last on sys.path: nothing in them
stands for a module of the standard library or of the submission.
"""
import marshal
import posix
import sys
import time

LAYERS = posix.environ.get(b"PYJURY_LAYERS")


def start(arguments):
    compiled = None
    if arguments[0] == "--code":
        with open(arguments[1], "rb") as file:
            compiled = file.read()
        arguments = arguments[2:]
    path = arguments[0]
    sys.argv[:] = arguments
    sys.path[0] = path.rpartition("/")[0]
    if LAYERS is not None:
        sys.path += LAYERS.decode().split(":")

    def show(kind, error, traceback, show=sys.excepthook, ours=__file__):
        while traceback is not None and traceback.tb_frame.f_code.co_filename == ours:
            traceback = traceback.tb_next
        show(kind, error.with_traceback(traceback), traceback)

    sys.excepthook = show
    module = type(sys)("__main__")
    module.__file__ = path
    module.__builtins__ = __builtins__
    sys.modules["__main__"] = module
    posix.write(3, b"%d %d" % (time.process_time_ns(), time.monotonic_ns()))
    posix.close(3)
    # How long either takes is the submission's doing.
    if compiled is not None:
        code = marshal.loads(compiled)
    else:
        with open(path, "rb") as file:
            code = compile(file.read(), path, "exec", dont_inherit=True)
    exec(code, module.__dict__)


start(sys.argv[1:])
