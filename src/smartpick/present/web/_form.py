"""The six questions of "make it mine", and small changes of a profile, as plain data."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from smartpick.vocabulary import ApplicantType

__all__ = [
    "MARKS",
    "PLACE_CHOICES",
    "SCORES",
    "VISAS",
    "answers_of",
    "number_in",
    "problem_field",
    "tables_from",
    "with_program",
]

SCORES = {"score": ("step2_ck", 300), "comlex": ("comlex2", 999)}
"""Field of the form → exam of the profile, and the highest score there is."""
VISAS = {
    "us_citizen": "US citizen",
    "permanent_resident": "permanent resident",
    "needs_visa": "I need a visa",
    "": "not said",
}
PLACE_CHOICES = {
    "greater-los-angeles": "Greater Los Angeles first",
    "southern-california": "Southern California first",
    "California": "California first",
    "other": "another place first",
    "": "anywhere, all the same",
}
MARKS: Mapping[str, Mapping[str, bool | int | None]] = {
    "pin": {"is_always": True, "is_never": None},
    "unpin": {"is_always": None},
    "never": {"is_never": True, "is_always": None, "tier": None, "desire": None},
    "again": {"is_never": None},
    "tier1": {"tier": 1},
    "tier2": {"tier": 2},
    "tier3": {"tier": 3},
    "tier0": {"tier": None},
}
"""What can be done to a program on the list, and what it changes in the profile; None takes a field away."""

_MOST_WORD = 200
_MOST_USD = 100_000
_SPECIALTY = re.compile(r"goals\.specialties\[(\d{1,4})\]")
_WHOLE = re.compile(r"[-−]?[0-9]{1,9}", re.ASCII)


def answers_of(tables: Mapping[str, Any]) -> dict[str, str]:
    """Return what a profile says to the six questions, as the form shows it."""
    exams = tables.get("exams", {})
    goals = tables.get("goals", {})
    areas = goals.get("areas", {})
    first = (areas.get("tier1") or [""])[0]
    scores = {
        field: next((str(each["score"]) for each in reversed(exams.get(exam, [])) if "score" in each), "")
        for field, (exam, _) in SCORES.items()
    }
    specialties = [str(each) for each in goals.get("specialties", [])]
    return {
        "type": str(tables.get("applicant", {}).get("type", "")),
        **scores,
        "failed": "yes" if any(each.get("result") == "fail" for each in exams.get("step1", [])) else "",
        "specialty": specialties[0] if specialties else "",
        "second": specialties[1] if len(specialties) > 1 else "",
        "place": first if first in PLACE_CHOICES else "other",
        "other_place": "" if first in PLACE_CHOICES else str(first),
        "anywhere": "yes" if areas.get("anywhere", True) else "",
        "visa": str(tables.get("visa", {}).get("status", "")),
        "budget": str(tables.get("budget", {}).get("usd", "")).removesuffix(".0"),
    }


def tables_from(form: Mapping[str, str], before: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a profile with the six answers over what was there, and field → what is wrong with an answer."""
    data: dict[str, Any] = copy.deepcopy(dict(before))
    errors: dict[str, str] = {}
    data.setdefault("profile_version", 1)
    kind = form.get("type", "")
    if kind not in set(ApplicantType):
        errors["type"] = "Choose the group that you belong to: chances differ most by it."
    data.setdefault("applicant", {})["type"] = kind
    _exam(form, data, errors)
    specialties = [form.get(name, "").strip()[:_MOST_WORD] for name in ("specialty", "second")]
    if not specialties[0]:
        errors["specialty"] = "Name the specialty that you want most."
    goals = data.setdefault("goals", {})
    rest = [each for each in goals.get("specialties", [])[2:] if each not in specialties]
    goals["specialties"] = list(dict.fromkeys([each for each in specialties if each] + rest))
    place = form.get("place", "")
    named = form.get("other_place", "").strip()[:_MOST_WORD] if place == "other" else place
    if place == "other" and not named:
        errors["other_place"] = "Name a state, a county of Southern California, or “40 miles from Torrance, CA”."
    areas = goals.setdefault("areas", {})
    areas["tier1"] = [named, *areas.get("tier1", [])[1:]] if named else []
    areas["anywhere"] = form.get("anywhere") == "yes" or not named
    visa = form.get("visa", "")
    if visa in VISAS and visa:
        if visa != data.get("visa", {}).get("status"):
            data["visa"] = {"status": visa}
    else:
        data.pop("visa", None)
    budget = form.get("budget", "").strip().replace(",", "").removeprefix("$")
    if not budget:
        data.get("budget", {}).pop("usd", None)
    elif not _WHOLE.fullmatch(budget):
        errors["budget"] = "Write whole dollars, for example 1500, or leave it empty."
    elif not 0 < _whole(budget) <= _MOST_USD:
        errors["budget"] = "Write an amount above 0 and up to 100,000 dollars, or leave it empty for no limit."
    else:
        data.setdefault("budget", {})["usd"] = int(budget)
    return {key: value for key, value in data.items() if value != {}}, errors


def _exam(form: Mapping[str, str], data: dict[str, Any], errors: dict[str, str]) -> None:
    """Put the scores into a profile; an empty field takes a score out, and no attempt without one."""
    exams = data.setdefault("exams", {})
    for field, (exam, most) in SCORES.items():
        text = form.get(field, "").strip()
        attempts = exams.setdefault(exam, [])
        if not text:
            exams[exam] = [each for each in attempts if each.get("result") == "fail" or "score" not in each]
        elif not _WHOLE.fullmatch(text):
            errors[field] = "Write the three-digit score on your report, for example 240."
        elif _whole(text) > most and field == "score":
            errors[field] = "Step 2 CK scores end at 300; a COMLEX score goes into its own field below."
        elif not 0 < _whole(text) <= most:
            errors[field] = "No report has such a score; it has three digits, for example 240."
        elif attempts and attempts[-1].get("result") == "pass":
            attempts[-1]["score"] = int(text)
        else:
            attempts.append({"result": "pass", "score": int(text)})
    has_failed = any(each.get("result") == "fail" for each in exams.get("step1", []))
    if form.get("failed") == "yes" and not has_failed:
        exams["step1"] = [{"result": "fail"}, {"result": "pass"}]
    elif form.get("failed") != "yes" and has_failed:
        exams["step1"] = [each for each in exams["step1"] if each.get("result") != "fail"]
    for key in [key for key, value in exams.items() if not value]:
        del exams[key]


def _whole(text: str) -> int:
    return int(text.replace("−", "-"))


def number_in(text: str, otherwise: int = 0) -> int:
    """Return the whole number that a field of a form or of an address holds, where it holds one of at most 9 digits.

    Examples
    --------
    >>> number_in("27"), number_in("-1"), number_in("²"), number_in("9" * 10, -1)
    (27, 0, 0, -1)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


def problem_field(where: str, form: Mapping[str, str], tables: Mapping[str, Any]) -> str:
    """Return the field of the form that a problem of the profile belongs to; empty where none fits.

    Parameters
    ----------
    where
        Of the problem.
    form, tables
        What was sent, and the profile made of it: they tell which of the specialties is meant.
    """
    if found := _SPECIALTY.search(where):
        named = tables["goals"]["specialties"]
        at = int(found[1])
        is_second = at < len(named) and named[at] == form.get("second", "").strip() != form.get("specialty", "").strip()
        return "second" if is_second else "specialty"
    for part, name in (
        ("applicant", "type"),
        ("step2_ck", "score"),
        ("comlex2", "comlex"),
        ("goals.specialties", "specialty"),
        ("--specialty", "specialty"),
        ("goals.areas", "other_place"),
        ("visa", "visa"),
        ("budget", "budget"),
        ("step1", "failed"),
    ):
        if part in where:
            return name
    return ""


def with_program(tables: Mapping[str, Any], code: str, mark: str) -> dict[str, Any]:
    """Return a profile in which a program is marked otherwise.

    Parameters
    ----------
    mark
        One of `MARKS`.
    """
    data = copy.deepcopy(dict(tables))
    wishes = data.setdefault("goals", {}).setdefault("programs", [])
    found = next((each for each in wishes if each.get("program_code_nrmp") == code), None)
    if found is None:
        found = {"program_code_nrmp": code}
        wishes.append(found)
    for name, value in MARKS[mark].items():
        found.pop(name, None)
        if value is not None:
            found[name] = value
    data["goals"]["programs"] = [each for each in wishes if len(each) > 1]
    if not data["goals"]["programs"]:
        del data["goals"]["programs"]
    return data
