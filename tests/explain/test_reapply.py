"""A second application: the two seasons side by side, and last season's answers as weak evidence."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from smartpick.errors import RequestError
from smartpick.estimate import Chances
from smartpick.explain import ListRequest
from smartpick.explain._situation import situation_of
from smartpick.explain.season import Reapplication, reapplication
from smartpick.facts import Facts
from smartpick.profile import Profile
from smartpick.programs import Directory

from .conftest import TODAY

Person = Callable[..., Profile]


@pytest.fixture(scope="module")
def codes(directory: Directory) -> list[str]:
    programs = [each for each in directory.of(["emergency_medicine"]) if each.state == "CA"]
    return [each.program_code_nrmp for each in programs][:10]


@pytest.fixture(scope="module")
def chances(facts: Facts, directory: Directory, person: Person) -> Callable[..., Chances]:
    def chances_of(*earlier: dict[str, Any], **changes: Any) -> Chances:
        profile = person(earlier_seasons=list(earlier), **changes)
        return situation_of(facts, directory, profile, ListRequest(today=TODAY)).chances

    return chances_of


@pytest.fixture(scope="module")
def again(facts: Facts, directory: Directory, person: Person) -> Callable[..., Reapplication]:
    return lambda **changes: reapplication(facts, directory, person(**changes), ListRequest(today=TODAY))


def season(**told: Any) -> dict[str, Any]:
    return {"season": 2026, "specialties": ["emergency_medicine"], "outcome": "unmatched", **told}


def test_more_invitations_last_season_never_lower_a_chance(chances: Callable[..., Chances]) -> None:
    rising = [chances(season(applications=60, interviews=count)) for count in (0, 1, 3, 8, 20, 60)]
    for fewer, more in itertools.pairwise(rising):
        assert (more.interview >= fewer.interview - 1e-12).all()
        assert more.interview.mean() > fewer.interview.mean()


def test_nor_does_one_at_a_named_program(chances: Callable[..., Chances], codes: list[str]) -> None:
    lists = [chances(season(programs=codes, interviewed_at=codes[:k], interviews=k)) for k in range(5)]
    for fewer, more in itertools.pairwise(lists):
        assert (more.interview >= fewer.interview - 1e-12).all()


def test_it_is_weak(chances: Callable[..., Chances], codes: list[str]) -> None:
    """Nothing at all from 60 programs last season weighs less than four rejections of this one."""
    plain = chances().interview.mean()
    silent = chances(season(applications=60, interviews=0)).interview.mean()
    log = [{"program_code_nrmp": code, "event": "rejected"} for code in codes[:4]]
    others = [each.program_code_nrmp not in codes[:4] for each in chances().programs]
    rejected = chances(season_log=log).interview[others].mean()
    assert rejected < silent < plain
    assert plain - silent < 0.15


def test_a_season_in_another_specialty_or_without_figures_tells_nothing(chances: Callable[..., Chances]) -> None:
    plain = chances().interview
    for told in (
        season(specialties=["dermatology"], applications=60, interviews=0),
        season(),
        season(applications=60),
    ):
        assert np.array_equal(chances(told).interview, plain)


def test_her_own_figure_switches_it_off(chances: Callable[..., Chances]) -> None:
    own = {"earlier_answer_share": {"mean": 0.0, "sd": 0.0}}
    told = chances(season(applications=60, interviews=0), assumptions=own)
    assert np.array_equal(told.interview, chances().interview)
    # Next to nothing is next to nothing: how the evidence is counted moves no chance of itself.
    faint = {"earlier_answer_share": {"mean": 1e-6, "sd": 0.0}}
    told = chances(season(applications=60, interviews=0), assumptions=faint)
    assert told.interview.mean() == pytest.approx(chances().interview.mean(), abs=0.005)


def test_a_list_that_repeats_itself_is_warned_of(again: Callable[..., Reapplication], codes: list[str]) -> None:
    log = [{"program_code_nrmp": code, "event": "applied"} for code in codes[:8]]
    work = season(programs=codes, interviews=0, applications=10, submitted_date="2025-09-25")
    exam = {"date": "2025-04-14", "result": "pass", "score": 240}
    same = again(earlier_seasons=[work], season_log=log, exams={"step2_ck": [exam]})
    assert len(same.earlier[0].repeated) == 8
    assert "8 of the 10 programs of 2026" in same.warning
    assert "nothing that these programs have not seen" in same.warning
    assert same.changed == ()
    # A second specialty is no better record for the programs of the first.
    wider = again(
        earlier_seasons=[work],
        season_log=log,
        exams={"step2_ck": [exam]},
        goals={"specialties": ["emergency_medicine", "family_medicine"]},
    )
    assert any("family medicine added" in each for each in wider.changed)
    assert wider.warning == same.warning
    passed = again(earlier_seasons=[work], season_log=log)
    assert any("Step 2 CK on 2026-04-14" in each for each in passed.changed)
    assert "Show each of them what is new" in passed.warning
    elsewhere = again(earlier_seasons=[work], season_log=log[:3])
    assert elsewhere.warning == ""
    assert elsewhere.earlier[0].only_then == 7


def test_a_first_application_is_told_what_to_add(again: Callable[..., Reapplication]) -> None:
    with pytest.raises(RequestError, match="no earlier season"):
        again()
