"""What these tests share: the examples, a person to change in one place, and figures of a list that nobody made."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smartpick.facts import Facts
from smartpick.guidance import Assessment, Finding, ListFigures, Range, assess
from smartpick.profile import Known, Profile, load_profile
from smartpick.programs import Directory
from smartpick.vocabulary import Stage

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


@pytest.fixture(scope="session")
def person() -> Person:
    """Return a profile like the base one, with some branches replaced."""
    return lambda **changes: Profile.model_validate(merged(BASE, changes))


@pytest.fixture(scope="session")
def read(facts: Facts, directory: Directory, person: Person) -> Read:
    """Return how a person's record reads."""

    def read_one(*, today: date = TODAY, benchmarks: Mapping[str, object] | None = None, **changes: Any) -> Assessment:
        return assess(facts, directory, person(**changes), today, None, benchmarks)

    return read_one


@pytest.fixture(scope="session")
def example(facts: Facts, directory: Directory) -> Callable[[str], Profile]:
    """Return one of the shipped profiles."""
    folder = Path(__file__).resolve().parents[2] / "examples"
    known = Known.of(facts, directory)
    return lambda name: load_profile(folder / f"{name}.toml", known, TODAY)


@pytest.fixture
def figures() -> ListFigures:
    """Return the figures of some list; that a real list's arrive unchanged is tested where they are taken out."""
    return ListFigures(
        season=2027,
        stage=Stage.PREPARING,
        is_planning=True,
        programs=61,
        by_specialty={"family_medicine": 61},
        expected_interviews=Range(7.3, 3.1, 12.2),
        p_match=Range(0.83, 0.61, 0.95),
        cost_usd=1312.0,
        is_cost_lower_bound=False,
        smallest_gain=0.0007,
        stopped_by="gain",
        saved_usd=210.0,
        dropped=9,
        baseline="the 70 that you had in mind",
        area="Greater Los Angeles",
        area_programs=14,
        area_p_match=Range(0.44, 0.21, 0.68),
        usual={"family_medicine": 58.0},
    )


def one(found: Assessment, key: str) -> Finding:
    """Return the one finding with this key."""
    (finding,) = [each for each in found.findings if each.key == key]
    return finding


def keys(found: Assessment) -> set[str]:
    """Return the keys of all findings."""
    return {each.key for each in found.findings}
