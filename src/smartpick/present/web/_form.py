"""The six questions of "make it mine", and small changes of a profile, as plain data."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from smartpick.vocabulary import ApplicantType

__all__ = [
    "EXAMS",
    "MARKS",
    "PLACE_CHOICES",
    "VISAS",
    "answers_of",
    "number_in",
    "problem_field",
    "tables_from",
    "with_program",
]

EXAMS = {
    "score": "Step 2 CK taken, with a score",
    "comlex": "COMLEX Level 2-CE taken, with a score",
    "none": "not taken yet, or no score yet",
}
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


def answers_of(tables: Mapping[str, Any]) -> dict[str, str]:
    """Return what a profile says to the six questions, as the form shows it."""
    exams = tables.get("exams", {})
    goals = tables.get("goals", {})
    areas = goals.get("areas", {})
    first = (areas.get("tier1") or [""])[0]
    step2 = next((each["score"] for each in reversed(exams.get("step2_ck", [])) if "score" in each), "")
    comlex = next((each["score"] for each in reversed(exams.get("comlex2", [])) if "score" in each), "")
    specialties = [str(each) for each in goals.get("specialties", [])]
    return {
        "type": str(tables.get("applicant", {}).get("type", "")),
        "exam": "score" if step2 else "comlex" if comlex else "none",
        "score": str(step2 or comlex),
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
    if budget and not (budget.isascii() and budget.isdecimal() and len(budget) < 7):
        errors["budget"] = "Write whole dollars, for example 1500, or leave it empty."
    elif budget:
        data.setdefault("budget", {})["usd"] = int(budget)
    else:
        data.get("budget", {}).pop("usd", None)
    return {key: value for key, value in data.items() if value != {}}, errors


def _exam(form: Mapping[str, str], data: dict[str, Any], errors: dict[str, str]) -> None:
    exams = data.setdefault("exams", {})
    exam, text = form.get("exam", "none"), form.get("score", "").strip()
    name = {"score": "step2_ck", "comlex": "comlex2"}.get(exam)
    if name is None:
        for other in ("step2_ck", "comlex2"):
            kept = [each for each in exams.get(other, []) if each.get("result") == "fail"]
            exams.pop(other, None)
            if kept:
                exams[other] = kept
    elif not (text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) > 0):
        errors["score"] = "Write the three-digit score on your report, for example 240."
    else:
        attempts = exams.setdefault(name, [])
        if attempts and attempts[-1].get("result") == "pass":
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


def number_in(text: str, otherwise: int = 0) -> int:
    """Return the whole number that a field of a form or of an address holds, where it holds one of at most 9 digits.

    Examples
    --------
    >>> number_in("27"), number_in("-1"), number_in("²"), number_in("9" * 10, -1)
    (27, 0, 0, -1)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


def problem_field(where: str) -> str:
    """Return the field of the form that a problem of the profile belongs to; empty where none fits."""
    for part, name in (
        ("applicant", "type"),
        ("step2_ck", "score"),
        ("comlex2", "score"),
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
