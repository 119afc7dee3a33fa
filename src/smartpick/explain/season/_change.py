"""What does one event change? Chances before and after, for its program and for all programs of the log together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from smartpick.errors import Problem, RequestError
from smartpick.explain._types import ListRequest
from smartpick.explain.season._effect import effect_of
from smartpick.explain.season._types import LogChange
from smartpick.facts import Facts, season_calendar, season_of
from smartpick.profile import Profile
from smartpick.programs import Directory, Program

__all__ = ["entry_problems", "log_change"]

_AFTER_NO = {"invited", "scheduled", "interviewed", "ranked", "waitlisted"}
_ENDS = ("rejected", "declined", "withdrawn")
_ANY_TIME = {"open_house"}
_AHEAD = {"scheduled", "open_house"}
_BEFORE_MATCH = {"invited", "scheduled", "interviewed", "ranked"}
"""What cannot come after Match Day."""


def log_change(
    facts: Facts,
    directory: Directory,
    before: Profile,
    after: Profile,
    request: ListRequest,
    code: str,
    event: str,
    day: date | None = None,
    *,
    is_removed: bool = False,
    is_forced: bool = False,
) -> LogChange:
    """Return what an event changes.

    Parameters
    ----------
    before, after
        The profile without and with the event (the other way round for a removal).
    is_forced
        Take the event even though it does not follow from what the log has.

    Raises
    ------
    RequestError
        When the program is not known, the day lies before applications open, or the event cannot follow.
    """
    program = directory.by_code.get(code)
    problems = []
    if program is None:
        fix = "`smartpick programs --search NAME` finds the code"
        raise RequestError([Problem("PROGRAM", f"no program {code} in the directory", fix=fix)])
    if not is_removed:
        problems = entry_problems(facts, before, request, program, event, day, is_forced=is_forced)
    if problems:
        raise RequestError(problems)
    effect = effect_of(facts, directory, before, after, request)
    made = LogChange(program=program, event=event, day=day, is_removed=is_removed, effect=effect, answer=("", "", ""))
    return replace(made, answer=_answer(made))


def entry_problems(
    facts: Facts,
    profile: Profile,
    request: ListRequest,
    program: Program,
    event: str,
    day: date | None,
    *,
    is_forced: bool = False,
) -> list[Problem]:
    """Return what speaks against an entry: a day before applications open, or an event that cannot follow."""
    problems = []
    season = request.season or profile.season or season_of(facts, request.today)
    opens = season_calendar(facts, season).days.get("applicants_may_submit")
    if day is not None and opens is not None and day < opens.day and event not in _ANY_TIME:
        what = f"'{event}' on {day}, before applications open on {opens.day}"
        problems.append(Problem("DATE", what, fix="Correct the day; an earlier season goes under [[earlier_seasons]]"))
    match_day = season_calendar(facts, season).days.get("match_day")
    if day is not None and day > request.today and event not in _AHEAD:
        what = f"'{event}' on {day}, which lies in the future"
        problems.append(Problem("DATE", what, fix="Correct the day; an interview still ahead is 'scheduled'"))
    elif day is not None and match_day is not None and day > match_day.day and event in _BEFORE_MATCH:
        what = f"'{event}' on {day}, after Match Day, {match_day.day}"
        problems.append(Problem("DATE", what, fix="Correct the day, or its year"))
    own = [each for each in profile.season_log if each.program_code_nrmp == program.program_code_nrmp]
    # An event whose day is not known is taken to have come before the one that is logged now.
    before = [each for each in own if day is None or each.date is None or each.date <= day]
    later = [each for each in own if each not in before]
    ended = next((each for each in _ENDS if each in [other.event for other in before]), None)
    wrong = None
    held = next((each for each in own if each.event == event), None)
    if event == "invited" and held is not None and not any(each.event in _ENDS for each in own):
        when = "without a day" if held.date is None else f"on {held.date}"
        wrong = f"a second 'invited' at {program.name}, beside the one {when}"
    elif ended is not None and event in _AFTER_NO:
        wrong = f"'{event}' after '{ended}' at {program.name}"
    elif event in _ENDS and (after := next((each for each in later if each.event in _AFTER_NO), None)) is not None:
        wrong = f"'{event}' on {day} before '{after.event}' on {after.date} at {program.name}"
    if wrong is not None and not is_forced:
        fix = "If it is so, say --anyway; if the other one was a mistake, take it out with --remove"
        problems.append(Problem("EVENT", wrong, fix=fix))
    return problems


def _answer(made: LogChange) -> tuple[str, str, str]:
    what = f"'{made.event}'" + ("" if made.day is None else f" on {made.day}")
    first = f"{'Taken out of' if made.is_removed else 'Put into'} your log: {what} at {made.program.name}."
    if made.interview_before is not None and made.interview_after is not None:
        assert made.match_before is not None and made.match_after is not None  # noqa: S101, PT018 -- both or neither
        second = (
            f"There your chance of an interview was {made.interview_before.short} and is"
            f" {made.interview_after.short}; that of matching there, if nothing higher takes you, was"
            f" {made.match_before.short} and is {made.match_after.short}."
        )
    else:
        second = (
            "For that program no chance is worked out: it is not open to an applicant like you, or a rule that is known"
            " stands against it."
        )
    if made.list_before is None or made.list_after is None:
        third = "No other program of your log has a chance here."
    else:
        moved = 100 * (made.list_after.mean - made.list_before.mean)
        which = "the one program of your log" if made.list_size == 1 else f"the {made.list_size} programs of your log"
        third = (
            f"Over {which} the chance of matching was"
            f" {made.list_before.short} and is {made.list_after.short} ({moved:+.1f} points)"
        )
        silence = made.effect.silence
        third += "." if silence is None else f": {silence.days} days without an answer lower it."
    return first, second, third
