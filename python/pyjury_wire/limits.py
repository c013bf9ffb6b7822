"""What one peer may make the other do. Beyond any of these the wire has been broken, and the case ends."""

FRAME_BYTES = 64 << 20
"""One frame, with everything in it."""

FRAME_ITEMS = 2_000_000
"""Values in one frame."""

FRAME_CONTAINERS = 500_000
"""Lists, dictionaries and other values with parts in one frame: they take far more memory than bytes on the wire."""

BUILD_SECONDS = 10
"""CPU time for building one dictionary or set: keys can be chosen so that they collide."""

HANDLES = 200_000
"""Objects of one side that the other may hold at once."""

TYPES = 20_000
"""Types and exception classes that one side may describe: they're kept until the end."""

NESTED_REQUESTS = 120
"""Calls back within calls back."""

MESSAGES = 5_000_000
"""Frames that one side takes from the other."""

CAUSES = 50
"""Exceptions that hang on one exception as causes and contexts."""

FRAMES_SHOWN = 50
"""Lines of a traceback."""

PRINTED_BYTES = 1 << 20
"""What was printed, in one answer."""

TAKEN_ITEMS = 100_000
"""Items taken from an iterator in one request."""
