"""Fuzzing of the readers with mutated real pages: `python -m tests.fuzz --help`.

::

    corpus ─► cases (seed, number) ─► worker: read + identity ─► Outcome ─► failures, memory, sum
              mutations               a child process, watched from outside
"""
