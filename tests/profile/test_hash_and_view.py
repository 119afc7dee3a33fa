"""What a profile says: its hash, its view without private parts, and what reading it makes of names."""

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pytest

import smartpick.profile
from smartpick.facts import open_facts
from smartpick.profile import Known, Profile, load_profile, profile_hash, public_view
from smartpick.profile import __all__ as door

TODAY = date(2026, 11, 24)
FIRST = """
season = 2027
[applicant]
type = "us_md_senior"
[goals]
specialties = ["FM", "IM"]
[[ties]]
kind = "family"
place = "Torrance"
state = "CA"
"""
SAME = """
# The same, in another order and in other words.
ties = [{state = "CA", place = " Torrance ", kind = "family"}]   # a tie
goals = {specialties = ["Family Medicine", "140"], where_over_whether = 0.5}
applicant.type = "us_md_senior"
season = 2027
exams = {}
"""


def read(path: Path, text: str) -> Profile:
    path.write_text(text, encoding="utf-8", newline="")
    return load_profile(path, Known.of(open_facts()), TODAY)


def test_hash_is_the_same_for_the_same_said(tmp_path: Path) -> None:
    hashes = {
        profile_hash(read(tmp_path / "a.toml", text))
        for text in (FIRST, SAME, FIRST.replace("\n", "\r\n"), "\ufeff" + FIRST)
    }
    assert len(hashes) == 1
    assert len(hashes.pop()) == 16


def test_order_matters_where_it_says_something(tmp_path: Path) -> None:
    other = FIRST.replace('["FM", "IM"]', '["IM", "FM"]')
    assert profile_hash(read(tmp_path / "a.toml", FIRST)) != profile_hash(read(tmp_path / "b.toml", other))


def test_every_field_changes_the_hash(fields: list[Any], make: Any) -> None:
    for each in fields:
        if each.path == "profile_version":
            continue
        one, other = (Profile.model_validate(make.tree(each.path, make.value(each, is_other=b))) for b in (False, True))
        assert profile_hash(one) != profile_hash(other), each.path
        if not each.is_required and each.kind != "true or false":
            tree = make.tree(each.path, make.value(each))
            without = make.tree(each.path, make.value(each))
            _drop(without, each.path)
            assert profile_hash(Profile.model_validate(tree)) != profile_hash(Profile.model_validate(without)), (
                each.path
            )


def _drop(tree: Any, path: str) -> None:
    node, steps = tree, path.replace("[]", ".[]").split(".")
    names = {"NAME": "location" if "priorities" in steps else "step1_fail", "[]": 0}
    for step in steps[:-1]:
        node = node[names.get(step, step)]
    del node[names.get(steps[-1], steps[-1])]


def test_a_dumped_profile_reads_as_the_same(fields: list[Any], make: Any) -> None:
    for each in fields:
        profile = Profile.model_validate(make.tree(each.path, make.value(each)))
        again = Profile.model_validate(profile.model_dump(mode="json"))
        assert again == profile, each.path
        assert profile_hash(again) == profile_hash(profile)


def test_names_become_keys_and_earlier_seasons_stand_in_order(load: Any) -> None:
    profile = load(
        'signals = [{institution_code = "1067", specialty = "FM", tier = "gold"}]\n'
        'earlier_seasons = [{season = 2026, specialties = ["IM"]}, {season = 2024, specialties = ["urology"]}]\n'
    )
    assert profile.goals.specialties == ("family_medicine",)
    assert profile.signals[0].specialty == "family_medicine"
    assert [(each.season, each.specialties) for each in profile.earlier_seasons] == [
        (2024, ("urology",)),
        (2026, ("internal_medicine",)),
    ]


PRIVATE = """
partner.profile = "SECRET.toml"
rank_order = ["1067120C0"]
contacts = [{role = "SECRET", note = "SECRET"}]
ties = [
    {kind = "partner", place = "SECRET", state = "CA"},
    {kind = "family", place = "SECRET", state = "CA", is_private = true},
    {kind = "partner", place = "shown 1", state = "CA", is_private = false},
    {kind = "family", place = "shown 2", state = "CA"},
]
setbacks = [{kind = "illness", note = "SECRET"}, {kind = "other", note = "shown 3", is_private = false}]
remediation = [
    {kind = "evaluation", note = "SECRET"},
    {kind = "tutoring", note = "SECRET", is_private = true},
    {kind = "evaluation", note = "shown 4", is_private = false},
    {kind = "tutoring", note = "shown 5"},
]
gaps = [{start = 2020-01-01, reason = "SECRET", is_private = true}, {start = 2020-01-01, reason = "shown 6"}]
"""


def test_the_public_view_drops_every_private_part_and_nothing_else(load: Any) -> None:
    profile = load(PRIVATE)
    assert profile.model_dump_json().count("SECRET") == 9
    seen = public_view(profile).model_dump_json()
    assert "SECRET" not in seen
    assert "1067120C0" not in seen
    assert all(f"shown {number}" in seen for number in range(1, 7))
    assert public_view(public_view(profile)) == public_view(profile)
    kept = {"goals", "applicant", "profile_version"} | set(type(profile).model_fields) - {
        "partner",
        "contacts",
        "rank_order",
        "ties",
        "setbacks",
        "remediation",
        "gaps",
    }
    assert all(getattr(public_view(profile), name) == getattr(profile, name) for name in kept)


def test_every_private_mark_is_heeded(fields: list[Any], make: Any) -> None:
    """Whatever has an ``is_private`` is dropped when it is true; a new one cannot be forgotten."""
    marks = [each for each in fields if each.path.endswith(".is_private")]
    assert len(marks) == 4
    for each in marks:
        profile = Profile.model_validate(make.tree(each.path, value=True))
        name = each.path.partition("[")[0]
        assert len(getattr(profile, name)) == 1
        assert getattr(public_view(profile), name) == ()


def test_a_profile_cannot_be_changed(load: Any) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load("").season = 2030


def test_the_door_opens_without_the_validator() -> None:
    """Whoever only writes a template does not wait for the model."""
    code = "import sys, smartpick.profile as p; p.template(); print('pydantic' in sys.modules, p.Profile.__name__)"
    inside = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=inside)  # noqa: S603
    assert done.stdout.split() == ["False", "Profile"]
    with pytest.raises(AttributeError):
        getattr(smartpick.profile, "nothing_of_the_kind")  # noqa: B009
    assert len([name for name in door if name[0].islower()]) == 5


def test_reading_takes_milliseconds(examples: list[Path]) -> None:
    """A tenth of this is usual; the rest is for machines with much else to do."""
    known = Known.of(open_facts())
    took = []
    for path in examples * 5:
        begun = time.perf_counter()
        load_profile(path, known, TODAY)
        took.append(time.perf_counter() - begun)
    assert median(took) < 0.03
