"""What these tests share: the examples, a person to change in one place, and figures of a list that nobody made."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from guidance.people import BASE, TODAY, Person, Read, merged

from smartpick.facts import Facts
from smartpick.guidance import Assessment, ListFigures, Range, assess
from smartpick.profile import Known, Profile, load_profile
from smartpick.programs import Directory
from smartpick.vocabulary import Stage


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
        area="Greater Los Angeles",
        area_programs=14,
        area_p_match=Range(0.44, 0.21, 0.68),
        usual={"family_medicine": 58.0},
    )
