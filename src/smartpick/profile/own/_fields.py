"""What may be told of a program, and which value does a text stand for?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from smartpick.profile._own_facts import OWN_FACTS, value_trouble

__all__ = ["FieldRule", "field_rules", "value_in"]

_YES = frozenset({"yes", "y", "true", "t", "x", "accepted", "accepts", "sponsored", "sponsors", "required", "requires"})
_NO = frozenset({"no", "n", "false", "f", "none", "not accepted", "not sponsored", "does not sponsor", "not required"})
_UNKNOWN = frozenset({"", "-", "–", "n/a", "na", "unknown", "?", "not reported", "no data", "not available", "nr"})
_NUMBER = re.compile(
    r"\$?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(\.[0-9]{1,6})?\s*(%|years?|yrs?|months?|mos?)?", re.ASCII
)


class FieldRule(NamedTuple):
    """One field: what it is about, how its value is written, and whether a program may ask for it of applicants."""

    meaning: str
    wanted: str
    is_requirement: bool


def field_rules() -> Mapping[str, FieldRule]:
    """Return every field of an own fact."""
    return {name: FieldRule(rule.meaning, rule.wanted, rule.is_requirement) for name, rule in OWN_FACTS.items()}


def value_in(field: str, text: str) -> bool | int | float | str | None:
    """Return the value of a field that a text stands for; None where the text says that it is not known.

    Raises
    ------
    ValueError
        With what is wrong and how it is written, where the text is no value of the field.

    Examples
    --------
    >>> value_in("minimum_step2_ck", "220"), value_in("img_share", "35 %"), value_in("sponsors_j1", "Yes")
    (220, 0.35, True)
    >>> value_in("do_share", "n/a") is None
    True
    """
    name = next(each for each in OWN_FACTS if each == field)
    rule = OWN_FACTS[name]
    bare = " ".join(text.split())
    if bare.lower() in _UNKNOWN:
        return None
    value: bool | int | float | str = bare
    if rule.kind == "yes or no":
        lowered = bare.lower().rstrip(".")
        if lowered not in _YES | _NO:
            raise ValueError(f"'{bare[:40]}' for {field}; write yes or no")
        value = lowered in _YES
    elif rule.kind in {"whole number", "number", "share"}:
        found = _NUMBER.fullmatch(bare)
        if found is None:
            raise ValueError(f"'{bare[:40]}' for {field}; write {_plain(rule.wanted)}")
        number = float(found[1].replace(",", "") + (found[2] or ""))
        value = int(number) if number.is_integer() and rule.kind != "share" else number
        if rule.kind == "share":
            value = _share(field, number, is_percent=found[3] == "%")
    elif rule.kind == "one of":
        value = bare.lower()
    trouble = next(iter(value_trouble(name, value)), None)
    if trouble is not None:
        raise ValueError(f"{trouble[0]}; write {_plain(rule.wanted)}")
    return value


def _share(field: str, number: float, *, is_percent: bool) -> float:
    if number > 100:
        raise ValueError(f"{number:g} for {field}; write a share: 0.25, or 25 %")
    if number == 1 and not is_percent:
        raise ValueError(f"1 for {field} may be one percent or all; write 1 % or 100 %")
    return number / 100 if is_percent or number > 1 else number


def _plain(wanted: str) -> str:
    return wanted.replace(", without quotes", "").replace(", in quotes", "").replace(" in quotes", "")
