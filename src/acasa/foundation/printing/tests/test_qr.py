"""The drawn code is the code that was meant, with its quiet zone."""

from __future__ import annotations

import re

import segno
from hypothesis import given
from hypothesis import strategies as st

from acasa.foundation.printing.qr import QUIET_ZONE, matrix, svg

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")
addresses = st.from_regex(r"https://[a-z]{2,20}\.ro/q/[0-9a-f]{8}-[a-z]{2}", fullmatch=True)


@given(addresses)
def test_the_path_draws_every_dark_module_once_and_nothing_else(address: str) -> None:
    drawn = [
        (int(x) + i, int(y)) for x, y, length, _back in RUN.findall(svg(address)) for i in range(int(length))
    ]
    dark = {
        (x + QUIET_ZONE, y + QUIET_ZONE)
        for y, row in enumerate(matrix(address))
        for x, module in enumerate(row)
        if module
    }
    assert set(drawn) == dark
    assert len(drawn) == len(dark)


@given(addresses)
def test_error_correction_is_m_or_better_and_four_modules_stay_free(address: str) -> None:
    assert segno.make(address, error="m", micro=False).error in ("M", "Q", "H")
    size = int(re.search(r'viewBox="0 0 (\d+)', svg(address))[1])
    assert size == len(matrix(address)) + 8
