# guard: -
# expect: failed
# cases: in_a_group
"""Each pump delivers results of tasks that nobody began."""

import pyjury_submission.loops as loops

loops.OPERATIONS["pump"] = lambda *operands: ([(number, True, None) for number in range(1, 9)], None)


async def doubled(number):
    return None
