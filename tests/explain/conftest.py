"""What these tests share: the examples, a person to change in one place, and lists made quickly.

Chances do not depend on money, number, stage or wishes: those of the last few applicants are kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smartpick.estimate import Chances, estimate_chances
from smartpick.explain import ApplicationList, ListRequest, _memory, _routes, make_list
from smartpick.facts import Facts
from smartpick.profile import Known, Profile, load_profile, profile_hash
from smartpick.programs import Directory

TODAY = date(2026, 9, 10)
_KEPT = 4

Person = Callable[..., Profile]
Make = Callable[..., ApplicationList]


@pytest.fixture(scope="session", autouse=True)
def _kept_chances() -> Iterator[None]:
    """Keep the chances of the last few applicants."""
    kept: OrderedDict[str, Chances] = OrderedDict()

    def remembered(
        facts: Facts, assumptions: Any, applicant: Any, programs: Any, everywhere: Any, *more: Any
    ) -> Chances:
        codes = [program.program_code_nrmp for program in programs]
        key = repr((sorted(assumptions._overrides.items()), applicant, codes, more))
        if key not in kept:
            kept[key] = estimate_chances(facts, assumptions, applicant, programs, everywhere, *more)
            if len(kept) > _KEPT:
                kept.popitem(last=False)
        kept.move_to_end(key)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_memory, "estimate_chances", remembered)
        patch.setattr(_routes, "estimate_chances", remembered)
        yield


@pytest.fixture(scope="session")
def make(facts: Facts, directory: Directory) -> Make:
    """Return the list of a profile; what is asked for goes by the names of a request. Equal ones are made once."""
    made: dict[tuple[str, str], ApplicationList] = {}

    def make_one(profile: Profile, *, is_fresh: bool = False, **request: Any) -> ApplicationList:
        asked = ListRequest(**{"today": TODAY, **request})
        key = (profile_hash(profile), repr(asked))
        if is_fresh or key not in made:
            made[key] = make_list(facts, directory, profile, asked)
        return made[key]

    return make_one


@pytest.fixture(scope="session")
def example(facts: Facts, directory: Directory) -> Callable[[str], Profile]:
    """Return one of the shipped profiles."""
    folder = Path(__file__).resolve().parents[2] / "examples"
    known = Known.of(facts, directory)
    return lambda name: load_profile(folder / f"{name}.toml", known, TODAY)


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a tree with some branches replaced."""
    tree = dict(base)
    for name, value in changes.items():
        tree[name] = merged(tree.get(name, {}), value) if isinstance(value, Mapping) else value
    return tree


STEP2 = {"date": date(2026, 4, 14), "result": "pass", "score": 240}
BASE: dict[str, Any] = {
    "season": 2027,
    "applicant": {"type": "us_md_senior", "graduation_date": date(2027, 5, 21), "school_state": "CA"},
    "exams": {"step1": [{"date": date(2024, 6, 11), "result": "pass"}], "step2_ck": [STEP2]},
    "goals": {
        "specialties": ["emergency_medicine"],
        "areas": {"tier1": ["greater-los-angeles"], "tier2": ["California"], "anywhere": False},
    },
}


@pytest.fixture(scope="session")
def person() -> Person:
    """Return a US MD senior from California who wants emergency medicine there, with some parts changed."""
    return lambda **changes: Profile.model_validate(merged(BASE, changes))


IMG: dict[str, Any] = {
    "applicant": {
        "type": "non_us_citizen_img",
        "graduation_date": date(2023, 6, 30),
        "school_state": None,
        "school_country": "Pakistan",
    },
    "ecfmg": {"certified": True, "date": date(2025, 6, 10)},
    "visa": {"status": "needs_visa", "accepts": ["j1"]},
}


@pytest.fixture(scope="session")
def img() -> dict[str, Any]:
    """Return what makes the person a graduate of a school abroad who needs a visa."""
    return IMG
