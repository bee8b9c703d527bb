"""Moves the clock of every Python process that the tests start: Python reads this file first, from PYTHONPATH."""

import os
import sys
import time

seconds = os.environ.get("TESTS_CLOCK_SECONDS")
# What prints a paper is started for each one and reads no clock; the library would take as long as the paper.
if seconds and "acasa.foundation.printing.typeset" not in sys.orig_argv:
    import time_machine

    time_machine.travel(time.time() + float(seconds), tick=True).start()
