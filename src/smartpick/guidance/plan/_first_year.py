"""The first year beside an advanced position: applications, letters, interviews and ranks of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from smartpick.guidance._finding import Finding
from smartpick.guidance._rules import first_area, letters_ask_by, rule_of
from smartpick.guidance._season_days import Desk
from smartpick.guidance._tasks import Task, in_time, task_ahead
from smartpick.vocabulary import Stage, Track

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartpick.programs import Program

__all__ = ["first_year_of_training"]

_PRELIMINARY = ("internal_medicine", "surgery_general")
_SHOWN = 3
_FIELDS = ("goals.specialties", "goals.areas", "goals.include_preliminary")


def first_year_of_training(desk: Desk) -> tuple[list[Task], list[Finding]]:
    """Return tasks and notes about the first year, where her specialties have positions that begin with the second."""
    ground = desk.ground
    tracks = ground.directory.of([s.key for s in ground.specialties])
    advanced = [each for each in tracks if each.track is Track.ADVANCED]
    if not advanced or ground.stage.is_closed:
        return [], []
    keys = {each.specialty for each in advanced}
    names = [each.name for each in ground.specialties if each.key in keys]
    own = [each for each in tracks if each.specialty in keys]
    text = (
        f"{' and '.join(names)}: {len(advanced)} of {len(own)} tracks in the directory are advanced: they begin with"
        " the second year, and the first is found elsewhere, in a preliminary or transitional year of the same season."
    )
    ids = tuple(dict.fromkeys(each.result_id(ground.directory.season) for each in advanced[:1]))
    if ground.profile.goals.include_preliminary is False:
        text += (
            " You wrote that such a year is no option: then only the tracks that hold all years lead through, and an"
            " advanced one would leave you without a first year."
        )
        return [], [Finding("first_year_left_out", "application", "concern", text, _FIELDS, ids)]
    note = Finding("first_year_needed", "application", "watch", text, _FIELDS, ids)
    return [*_before(desk), *_interviews(desk), *_ranks(desk)], [note]


def _before(desk: Desk) -> list[Task]:
    ground = desk.ground
    submit, reading = desk.day("applicants_may_submit"), desk.day("programs_may_review")
    if submit is None or reading is None or not ground.is_early:
        return []
    where, ids = _near(desk)
    ask_by = submit.day - desk.weeks("plan_letter_weeks")
    # Those of the specialty itself weigh more: they are asked for first, or on the same day.
    letters = max(in_time(desk.today, ask_by, reading.day - timedelta(days=7)), letters_ask_by(ground) or ask_by)
    tasks = task_ahead(
        desk.today,
        key="first_year_letters",
        topic="letters",
        title="Letters for the first year",
        text=(
            "Preliminary and transitional programs look for work on a ward: ask one or two writers from medicine or"
            " surgery, and assign their letters to these programs."
        ),
        start=ask_by - timedelta(days=28),
        due=letters,
        fields=(*_FIELDS, "letters"),
        confidence="assumed",
        effort="an hour for each",
    )
    return tasks + task_ahead(
        desk.today,
        key="first_year_list",
        topic="application",
        title="Choose first-year programs to apply to",
        text=(
            f"{where} Transitional years are sought after, so put preliminary medicine or surgery beside them. Each is"
            " an application with its own fee, and goes out with the others; ask each which statement it wants."
        ),
        start=submit.day - timedelta(days=28),
        due=in_time(desk.today, submit.day - timedelta(days=1), reading.day - timedelta(days=1)),
        fields=(*_FIELDS, "budget.usd"),
        confidence="assumed",
        effort="an evening",
        fact_ids=ids,
    )


def _near(desk: Desk) -> tuple[str, tuple[str, ...]]:
    """Return what first-year tracks the directory has in her first area."""
    area, season = first_area(desk.ground), desk.ground.directory.season
    if area is None:
        return "Name a first area in your profile to see which are there.", ()
    label, programs = area
    one_year = [each for each in programs if each.specialty == "transitional_year"]
    preliminary = [each for each in programs if each.specialty in _PRELIMINARY and each.track is Track.PRELIMINARY]
    found = [*one_year, *preliminary]
    if not found:
        return f"None is in the directory for {label}: look beyond it.", ()
    names = "; ".join(_names(found))
    text = f"In {label}, {season}: {len(one_year)} transitional and {len(preliminary)} preliminary tracks ({names})."
    return text, tuple(each.result_id(season) for each in found[:_SHOWN] if season in each.positions)


def _names(programs: Sequence[Program]) -> list[str]:
    shown = list(dict.fromkeys(each.institution.split(" (")[0] for each in programs))
    more = len(shown) - _SHOWN
    return shown[:_SHOWN] + ([f"{more} more places"] if more > 1 else shown[_SHOWN:])


def _interviews(desk: Desk) -> list[Task]:
    reading, ranking = desk.day("programs_may_review"), desk.day("ranking_opens")
    if reading is None or ranking is None or desk.ground.stage is Stage.RANKING:
        return []
    return task_ahead(
        desk.today,
        key="first_year_interviews",
        topic="interview",
        title="Interviews for the first year",
        text=(
            "Offers of preliminary and transitional programs come beside the others. Answer and log them the same way:"
            " only where you were seen can you be ranked, and a supplemental list without names helps nobody."
        ),
        start=reading.day,
        due=ranking.day - timedelta(days=1),
        fields=(*_FIELDS, "season_log"),
        confidence="assumed",
        effort="half a day each",
    )


def _ranks(desk: Desk) -> list[Task]:
    opens, ends = desk.day("ranking_opens"), desk.day("rank_list_deadline")
    if opens is None or ends is None:
        return []
    rule = rule_of(desk.ground, "NRMP programs covered by registration")
    fee = f" The fee covers {rule['value']}." if rule is not None else ""
    return task_ahead(
        desk.today,
        key="first_year_ranks",
        topic="rank",
        title="Supplemental rank order lists for the first year",
        text=(
            "Behind each advanced program on the primary list stands a supplemental list of first-year programs, best"
            " first. It is used only if you match to that advanced program; without one you may match to the second"
            f" year and have no first.{fee} Certify it with the primary list.{ends.note}"
        ),
        start=opens.day,
        due=ends.day,
        at=ends.at,
        fields=(*_FIELDS, "season_log"),
        confidence=ends.confidence,
        effort="an hour",
        fact_ids=(*ends.fact_ids, *((rule["fact_id"],) if rule is not None else ())),
    )
