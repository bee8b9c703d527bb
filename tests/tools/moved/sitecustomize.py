"""Moves the clock of every Python process that the tests start: Python reads this file first, from PYTHONPATH."""

import os
import sys
import time

# What prints a paper is started for each one and reads no clock; the library would take as long as the paper.
if "acasa.foundation.printing.typeset" not in sys.orig_argv:
    import time_machine

    time_machine.travel(time.time() + float(os.environ["TESTS_CLOCK_SECONDS"]), tick=True).start()
