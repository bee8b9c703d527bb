"""Numbers by which a country knows a person are checked by the scheme that somebody names."""

from __future__ import annotations

import pytest

from acasa.foundation.city.person_numbers import check_of


@pytest.mark.parametrize(
    ("scheme", "number", "right"),
    [
        ("ro.cnp", "1630615123457", True),
        ("ro.cnp", "1630615123458", False),
        ("ro.cnp", "7000229120005", True),  # a resident from abroad, born on 29 February 2000
        ("ro.cnp", "7990229120006", False),  # no 29 February in 1999 nor in 2099
        ("se.personnummer", "8112289874", True),
        ("se.personnummer", "8112289875", False),
        ("is.kennitala", "4504013150", True),
    ],
)
def test_a_number_adds_up_by_its_scheme(scheme, number, right):
    check = check_of(scheme)
    assert check is not None
    assert check(number) == right


@pytest.mark.parametrize(
    "scheme", ["", "cnp", "ro.nothing", "xx.cnp", "ro.cnp.is_valid", "util.clean", "ro.datetime", "RO.cnp"]
)
def test_a_scheme_that_nobody_knows_has_no_check(scheme):
    assert check_of(scheme) is None
