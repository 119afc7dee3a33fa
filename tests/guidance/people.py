"""A person to change in one place, and ways to find what was said."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from smartpick.guidance import Assessment, Finding
from smartpick.profile import Profile

TODAY = date(2026, 9, 10)

Person = Callable[..., Profile]
Read = Callable[..., Assessment]


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a tree with some branches replaced."""
    tree = dict(base)
    for name, value in changes.items():
        tree[name] = merged(tree.get(name, {}), value) if isinstance(value, Mapping) else value
    return tree


BASE: dict[str, Any] = {
    "season": 2027,
    "applicant": {"type": "us_md_senior", "graduation_date": "2027-05-21"},
    "exams": {
        "step1": [{"date": "2024-05-21", "result": "pass"}],
        "step2_ck": [{"date": "2026-04-14", "result": "pass", "score": 248}],
    },
    "visa": {"status": "us_citizen"},
    "goals": {"specialties": ["Family Medicine"], "areas": {"tier1": ["greater-los-angeles"]}},
}


def one(found: Assessment, key: str) -> Finding:
    """Return the one finding with this key."""
    (finding,) = [each for each in found.findings if each.key == key]
    return finding


def keys(found: Assessment) -> set[str]:
    """Return the keys of all findings."""
    return {each.key for each in found.findings}
