"""Numbers by which a country knows a person, by the name of their scheme: ``ro.cnp``, ``se.personnummer``. Pure.

The schemes are those of python-stdnum (a country's code and a name), and what it knows too little of is said here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from stdnum import get_cc_module
from stdnum.ro import cnp

Check = Callable[[str], bool]
"""Whether a number, without spaces and marks between its digits, adds up."""

_SCHEME = re.compile(r"([a-z]{2})\.([a-z][a-z0-9_]*)")
_FROM_ABROAD = re.compile(r"[78][0-9]{12}")


def _cnp(number: str) -> bool:
    """Romania's. One of a resident from abroad begins with 7 or 8, which leaves the century of birth open.

    Source: https://github.com/vimishor/cnp-spec, component S (“century does not apply”), after OUG 97/2005 and
    HG 1375/2006. stdnum takes these people to be born before 2000.
    """
    return cnp.is_valid(number) or (bool(_FROM_ABROAD.fullmatch(number)) and _cnp_of_this_century(number))


def _cnp_of_this_century(number: str) -> bool:
    # The first digit that stands for this century weighs in the last one, so that is made anew.
    later = "5" + number[1:-1]
    return cnp.calc_check_digit(number[:-1]) == number[-1] and cnp.is_valid(
        later + cnp.calc_check_digit(later)
    )


_OURS: dict[str, Check] = {"ro.cnp": _cnp}


@cache
def check_of(scheme: str) -> Check | None:
    """The check of a scheme; None where nobody knows it."""
    if scheme in _OURS:
        return _OURS[scheme]
    found = _SCHEME.fullmatch(scheme)
    module = get_cc_module(found[1], found[2]) if found else None
    check = getattr(module, "is_valid", None)
    return check if callable(check) else None
