"""How do the letter writers compare? Direct supervision first; a title weighs less than one week of it.

Every part is shown with its points, and every point value is a benchmark that the applicant can change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smartpick.errors import RequestError
from smartpick.guidance._exams import failed_any
from smartpick.guidance._ground import Ground
from smartpick.guidance._rules import first_area
from smartpick.guidance.letters._model import Points, Writer
from smartpick.guidance.routes import low_fields
from smartpick.programs import resolve_specialty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.profile import Profile

__all__ = ["area_states", "has_setback", "matrix", "specialty_key", "with_title"]

_TITLE = re.compile(
    r"\b(?:chair|chairs|chairman|chairwoman|chairperson|chief|dean|director|professor|president|head|provost)\b",
    re.IGNORECASE,
)
_NOT_TITLE = re.compile(r"\bchief resident\b", re.IGNORECASE)


def with_title(role: str) -> bool:
    """Say whether a writer's role carries a title.

    Examples
    --------
    >>> with_title("Chair of medicine"), with_title("attending, ward team"), with_title("chief resident")
    (True, False, False)
    """
    return _TITLE.search(_NOT_TITLE.sub("", role)) is not None


def specialty_key(ground: Ground, text: str | None) -> str | None:
    """Return the key of the specialty that a text names; None where it names none that is known."""
    if not text:
        return None
    try:
        return resolve_specialty(ground.facts, text).key
    except RequestError:
        return None


def area_states(ground: Ground) -> tuple[str, ...]:
    """Return the states in which her first area has programs; empty where she named no area that is known."""
    found = first_area(ground)
    return tuple(sorted({program.state for program in found[1]})) if found else ()


def has_setback(ground: Ground) -> bool:
    """Say whether there is something after which a reader looks for growth."""
    profile = ground.profile
    return bool(failed_any(ground) or low_fields(ground) or profile.earlier_seasons or profile.setbacks)


def matrix(ground: Ground, keys: Sequence[str] = ()) -> tuple[Writer, ...]:
    """Return every letter with its points, in the order of the profile.

    Parameters
    ----------
    keys
        Specialties that count as applied to; hers without any.
    """
    profile: Profile = ground.profile
    wanted = set(keys or [each.key for each in ground.specialties])
    states, setback = area_states(ground), has_setback(ground)
    found = []
    for number, letter in enumerate(profile.letters, 1):
        key = specialty_key(ground, letter.specialty)
        titled = with_title(letter.writer_role)
        parts = (
            _weeks(ground, letter.weeks_supervised),
            _specialty(ground, letter.specialty, key, wanted),
            _state(ground, letter.state, states),
            _growth(ground, is_told=letter.knows_growth, setback=setback),
            Points(
                "title",
                ground.benchmarks["letters_points_title"] if titled else 0.0,
                ground.benchmarks["letters_points_title"],
                "a title, which counts for less than a week of supervision" if titled else "no title, which is fine",
            ),
        )
        found.append(
            Writer(
                number,
                letter.writer_role,
                letter.specialty,
                key if key in wanted else None,
                letter.weeks_supervised,
                letter.place,
                letter.state,
                letter.status,
                titled,
                bool(letter.is_standardized),
                parts,
            )
        )
    return tuple(found)


def _weeks(ground: Ground, weeks: float | None) -> Points:
    each, cap = ground.benchmarks["letters_points_week"], ground.benchmarks["letters_weeks_most"]
    if weeks is None:
        return Points("supervision", None, each * cap, "how long the writer supervised you is not told")
    counted = f", of which {cap:g} count" if weeks > cap else ""
    unit = "week" if weeks == 1 else "weeks"
    return Points("supervision", each * min(weeks, cap), each * cap, f"{weeks:g} {unit} of direct supervision{counted}")


def _specialty(ground: Ground, text: str | None, key: str | None, wanted: set[str]) -> Points:
    most = ground.benchmarks["letters_points_specialty"]
    if text is None:
        return Points("specialty", None, most, "the writer's specialty is not told")
    if key in wanted:
        return Points("specialty", most, most, f"{text}, which you apply to")
    return Points("specialty", 0.0, most, f"{text}, which you do not apply to")


def _state(ground: Ground, state: str | None, states: tuple[str, ...]) -> Points:
    most = ground.benchmarks["letters_points_state"]
    if not states:
        return Points("area", 0.0, most, "you named no first area, so no place counts more than another")
    if state is None:
        return Points("area", None, most, "where the writer works is not told")
    where = " or ".join(states)
    if state in states:
        return Points("area", most, most, f"works in {state}, where your first area lies")
    return Points("area", 0.0, most, f"works in {state}; your first area lies in {where}")


def _growth(ground: Ground, *, is_told: bool | None, setback: bool) -> Points:
    most = ground.benchmarks["letters_points_growth"]
    if not setback:
        return Points("growth", 0.0, most, "nothing in the profile is a setback, so growth after one does not count")
    if is_told is None:
        return Points("growth", None, most, "whether the writer saw you grow after a setback is not told")
    if is_told:
        return Points("growth", most, most, "can speak to your growth after a setback")
    return Points("growth", 0.0, most, "did not see you grow after a setback")
