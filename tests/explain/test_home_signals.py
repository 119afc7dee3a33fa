"""Signals to programs that know her: given where the specialty lets it, kept back where it asks for that."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smartpick.explain import ApplicationList, ListRequest
from smartpick.explain.look import ProgramLook, why_program
from smartpick.facts import Facts
from smartpick.portfolio import signal_budget
from smartpick.profile import Profile
from smartpick.programs import Directory
from smartpick.vocabulary import SignalTier

TODAY = date(2026, 9, 10)
Make = Callable[..., ApplicationList]


@pytest.fixture
def rotated(person: Any, directory: Directory) -> Callable[[str], Profile]:
    """A person who did an away rotation at the first program of a specialty in California."""

    def of(specialty: str) -> Profile:
        program = next(each for each in directory.of((specialty,)) if each.state == "CA")
        away = {
            "kind": "away_rotation",
            "program_code_nrmp": program.program_code_nrmp,
            "is_done": True,
            "state": "CA",
        }
        goals = {"specialties": (specialty,), "areas": {"tier1": ("California",)}}
        made: Profile = person(us_experience=(away,), goals=goals)
        return made

    return of


@pytest.mark.parametrize("specialty", ["emergency_medicine", "family_medicine", "internal_medicine"])
def test_known_programs_get_a_signal_unless_the_specialty_asks_otherwise(
    specialty: str, rotated: Callable[[str], Profile], make: Make, facts: Facts, directory: Directory
) -> None:
    is_asked = specialty != "emergency_medicine"
    profile = rotated(specialty)
    code = profile.us_experience[0].program_code_nrmp
    assert code is not None
    made = make(profile, forced=(code,))
    signals = {each.program.program_code_nrmp: each.signal for each in made.programs}
    assert (signals[code] is not SignalTier.NONE) == is_asked
    budget = signal_budget(facts, specialty, made.season)
    assert bool(budget.without_home) != is_asked
    # What is kept back goes elsewhere: no signal is lost. Tracks of one institution share a signal.
    given = {each.program.institution_code for each in made.programs if each.signal is not SignalTier.NONE}
    could = {
        each.program.institution_code for each in made.programs if is_asked or each.program.program_code_nrmp != code
    }
    assert len(given) == min(budget.total, len(could))
    look: ProgramLook = why_program(facts, directory, profile, ListRequest(today=TODAY), directory.by_code[code])
    assert ("you are known there" in look.signal_why) != is_asked
    assert any("home programs and those where you rotated get none" in note for note in made.notes) != is_asked
