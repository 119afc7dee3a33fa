"""A list made with what earlier questions worked out is the same, to the last digit, as one made anew."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smartpick.explain import ListRequest, Memory, make_list
from smartpick.explain._situation import situation_of
from smartpick.facts import Facts
from smartpick.present._list_json import list_json
from smartpick.profile import Known, Profile, load_profile
from smartpick.programs import Directory

TODAY = date(2026, 9, 10)
EXAMPLE = Path(__file__).parents[2] / "examples/us-md-la-step1-fail.toml"
PLAIN = ListRequest(today=TODAY, specialties=("psychiatry", "pediatrics"))

Load = Callable[..., Profile]


@pytest.fixture(scope="module")
def load(facts: Facts, directory: Directory, tmp_path_factory: pytest.TempPathFactory) -> Load:
    known = Known.of(facts, directory)

    def profile(old: str = "", new: str = "") -> Profile:
        path = tmp_path_factory.mktemp("profile") / "me.toml"
        path.write_text(EXAMPLE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return load_profile(path, known, TODAY)

    return profile


def test_lists_one_after_the_other_are_the_same_as_each_alone(facts: Facts, directory: Directory, load: Load) -> None:
    memory = Memory()
    questions = [
        (load(), PLAIN),
        (load(), replace(PLAIN, budget_usd=500.0)),
        (load(), replace(PLAIN, max_programs=7)),
        (load(), replace(PLAIN, areas=("greater-los-angeles",))),
        (load("score = 233", "score = 246"), PLAIN),
        (load('tier2 = ["California"]', 'tier2 = ["Texas"]'), PLAIN),
        (load("where_over_whether = 0.5", "where_over_whether = 0.9"), PLAIN),
        (load("anywhere = true", "anywhere = false"), PLAIN),
        (load(), replace(PLAIN, budget_usd=500.0)),
    ]
    for profile, request in questions:
        kept = make_list(facts, directory, profile, request, memory=memory, has_looks=False)
        alone = make_list(facts, directory, profile, request, has_looks=False)
        assert json.dumps(list_json(facts, kept)) == json.dumps(list_json(facts, alone)), request


def test_what_only_limits_change_is_not_worked_out_again(facts: Facts, directory: Directory, load: Load) -> None:
    memory = Memory()
    first = situation_of(facts, directory, load(), PLAIN, memory=memory)
    again = situation_of(facts, directory, load(), replace(PLAIN, max_programs=5), memory=memory)
    assert again.chances is first.chances
    assert not again.bench.shared, "nobody asked for all chances"
    assert again.bench.rows is first.bench.rows
    assert again.bench.max_programs == 5
    other = situation_of(facts, directory, load("score = 233", "score = 250"), PLAIN, memory=memory)
    assert other.chances is not first.chances


def test_it_holds_no_more_than_it_may(facts: Facts, directory: Directory, load: Load) -> None:
    small, large = Memory(most_bytes=1), Memory()
    for score in (240, 241, 240):
        profile = load("score = 233", f"score = {score}")
        for memory in (small, large):
            situation_of(facts, directory, profile, PLAIN, memory=memory)
    assert len(small._known) == 1
    assert len(large._known) == 2
    large.forget()
    assert not large._known


def test_the_first_look_says_the_same_of_the_list_as_the_whole(facts: Facts, directory: Directory, load: Load) -> None:
    first = list_json(facts, make_list(facts, directory, load(), PLAIN, has_looks=False, has_rest=False))
    whole = list_json(facts, make_list(facts, directory, load(), PLAIN))
    for key in ("answer", "summary", "programs", "stopped_by", "find_out", "specialties", "caveats"):
        assert first[key] == whole[key], key
    # Fresh scenarios and what a longer list would add are asked with the rest.
    later = ("In fresh scenarios", "Against the ")
    assert first["notes"] == [note for note in whole["notes"] if not note.startswith(later)]
    assert first["p_match_fresh"] is None
    assert whole["p_match_fresh"] is not None
    assert whole["compared"]["preferred_area_only"]
    assert not first["compared"]
