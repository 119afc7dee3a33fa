"""One answer for the page: the list as the JSON contract has it, with the words, places and sources that go with it.

Nothing is worked out here. Everything comes from the `ApplicationList`, so that page, command line and spreadsheet
cannot disagree.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from smartpick.explain import ApplicationList, answer_of
from smartpick.facts import Facts
from smartpick.present._list_json import list_json
from smartpick.present._words import assumption_text, sign, stage_text, tier_name
from smartpick.profile import Profile
from smartpick.programs import Program, area_of
from smartpick.tongues import LANGUAGES, tongue
from smartpick.uncertainty import Estimate, in_words

__all__ = ["Answer", "Depth", "difference", "page_data"]

_OF_PROGRAM, _OF_DROPPED, _OF_LOOKS = 15_000, 2_000, 1_300_000
_GREATER_LOS_ANGELES = "greater-los-angeles"


class Depth(IntEnum):
    """How much of a list was worked out: each with what the one before has."""

    LIST = 0
    """Programs, summary and answer."""
    PLACES = 1
    """The same limits in other places, what a longer list would hold, routes."""
    LOOKS = 2
    """The curve, lists that come to nearly the same, questions: all that ``smartpick list --json`` has."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A list for the page; `made` is None where it was read from a file that the build or an earlier start wrote."""

    data: dict[str, Any]
    made: ApplicationList | None
    depth: Depth = Depth.LIST

    @property
    def size(self) -> int:
        """Return about how many bytes it holds: by what its parts were measured to take."""
        looks = _OF_LOOKS if self.depth >= Depth.LOOKS else 0
        return _OF_PROGRAM * len(self.data["programs"]) + _OF_DROPPED * len(self.data["dropped"]) + looks


def page_data(facts: Facts, made: ApplicationList, profile: Profile) -> dict[str, Any]:
    """Return a list as plain data for the page, ready to be kept in a file."""
    data = list_json(facts, made)
    definitions = facts.caveats()
    near = area_of(facts, _GREATER_LOS_ANGELES).contains
    names = {note.specialty: note.name for note in made.specialties}
    for each, row in zip(made.programs, data["programs"], strict=True):
        row |= {
            "words": in_words(each.p_interview),
            "specialty_name": names[each.program.specialty],
            "place": _place(each.program, is_near=near(each.program)),
        }
        for reason, said in zip(each.reasons, row["reasons"], strict=True):
            said["sign"] = sign(reason).strip()
    outcome = made.summary.outcome
    return data | {
        "applicant_type": str(profile.applicant.type),
        "answers": {code: answer_of(made, profile, tongue(code)) for code in LANGUAGES},
        "is_img": made.is_img,
        "is_planning": made.is_planning,
        "stage_text": stage_text(made.stage),
        "tier_names": {str(tier): tier_name(made, tier) for tier in sorted({each.tier for each in made.programs})},
        "p_match_words": in_words(outcome.p_match),
        "p_match_given_ranked_words": in_words(outcome.p_match_given_ranked),
        "caveat_texts": [definitions[key] for key in made.caveats],
        "assumption_texts": [assumption_text(each) for each in made.assumptions],
        "gap_to_first_area": _gap(made),
        "saved_facts": made.baseline_facts,
        "advised_facts": made.advised_facts,
    }


def _place(program: Program, *, is_near: bool) -> dict[str, Any]:
    return {
        "lat": program.lat,
        "lon": program.lon,
        "county": program.county,
        "is_near": is_near,
        "basis": program.location_basis,
    }


def _gap(made: ApplicationList) -> dict[str, float] | None:
    alone = made.compared.get("preferred_area_only")
    if alone is None or alone is made.summary:
        return None
    return made.summary.outcome.p_match.minus(alone.outcome.p_match).as_json()


def difference(new: ApplicationList, old: ApplicationList) -> dict[str, Any]:
    """Return what changed from one list to another, draw by draw where it is uncertain, and who came and went."""
    now, then = new.summary, old.summary
    codes_now = {each.program.program_code_nrmp: each.program.name for each in new.programs}
    codes_then = {each.program.program_code_nrmp: each.program.name for each in old.programs}
    return {
        "programs": now.programs - then.programs,
        "cost_usd": now.cost.total_usd - then.cost.total_usd,
        "interviews": _minus(now.outcome.expected_interviews, then.outcome.expected_interviews),
        "p_match": _minus(now.outcome.p_match, then.outcome.p_match),
        "p_preferred": _minus(now.outcome.p_match_preferred, then.outcome.p_match_preferred)
        if new.preferred_area and new.preferred_area == old.preferred_area
        else None,
        "came": [{"code": code, "name": name} for code, name in codes_now.items() if code not in codes_then],
        "went": [{"code": code, "name": name} for code, name in codes_then.items() if code not in codes_now],
    }


def _minus(one: Estimate, other: Estimate) -> dict[str, Any]:
    gap = dataclasses.replace(one.minus(other))
    return {**gap.as_json(), "is_clear": gap.is_clear}
