"""pytest mode and tests mode: what runs inside the sandbox.

A run is three kinds of processes of one uid:

- the *keeper* reads the plan, holds the suite's sources, decides what is attempted in which order,
  judges the claims and writes the report. It never imports the submission, and nothing is forked from
  it after it has read the plan.
- the *zygote* has pytest and its plugins ready and knows nothing of the suite. It forks for each
  attempt, watches the fork's limits, and ends whatever the fork leaves behind.
- an *attempt* is one fork: it gets the code that it needs (and no more) from the keeper, imports the
  submission, runs one test, and claims a result.

What an attempt says is a claim by a hostile peer. A claim counts if it is the only one, carries the
attempt's token, and the process then ended by itself with 0; whether it is *believed* is decided by
contradictions of the test (`sentinel`), which a submission can't tell from the test. A missing claim is
a failure.

Sources of the suite are read, then emptied on disk, before the first line of a submission runs: an
attempt holds the code of its own test and of what that imports, compiled, and nothing of the others.
"""
