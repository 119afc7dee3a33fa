"""The applications are sent: which interviews to take, in which order to rank, what if nothing comes?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from smartpick.explain._candidates import places_of
from smartpick.explain._situation import Situation
from smartpick.explain.season._rank import ranked_situation, taken_at, top_of
from smartpick.explain.season._rules import rules_about
from smartpick.explain.season._taste import taste_of
from smartpick.explain.season._types import AfterDeadline, Step
from smartpick.portfolio import list_outcome
from smartpick.profile.answers import Answers, answers_of
from smartpick.programs import Program
from smartpick.uncertainty import Estimate, in_words
from smartpick.vocabulary import Stage, Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["after_deadline"]

_LITTLE = 0.005
"""An interview that adds less than this to the chance of matching can be given up when there are too many."""

_LATE = timedelta(weeks=6)
"""So near to the day on which ranking opens, offers still to come are few; a judgement."""
_MOST_NAMED = 3

_NOT_COUNTED = {Track.PHYSICIAN, Track.PRELIMINARY}
"""Tracks that are no position to begin with, or only its first year."""

_INVITE_RULES = ("time to answer an interview offer", "notice for cancelling or moving an interview")


def after_deadline(scene: Situation) -> AfterDeadline | None:
    """Return what the season asks now; None while applications can still be chosen."""
    if scene.stage in {Stage.PREPARING, Stage.OPEN}:
        return None
    steps = {
        Stage.SUBMITTED: _waiting,
        Stage.INTERVIEWING: _interviewing,
        Stage.RANKING: _ranking,
        Stage.MATCH_WEEK: _closed,
        Stage.SOAP: _soap,
        Stage.MATCH_DAY: _match_day,
        Stage.OVER: _over,
    }[scene.stage](scene)
    return AfterDeadline(scene.stage, tuple(steps))


def _answers(scene: Situation) -> Answers:
    return answers_of(scene.profile, scene.request.today)


def _held(scene: Situation) -> list[Program]:
    """Return the programs whose interview is over or still ahead, and that neither side has given up."""
    found = [scene.directory.by_code.get(code) for code in _answers(scene).held]
    return [each for each in found if each is not None]


def _silent(scene: Situation) -> int:
    return sum(each.what == "silent" for each in scene.applicant.heard.values())


def _log_step(scene: Situation) -> Step:
    return Step(
        "Log what programs answer",
        "Each invitation and each rejection sharpens all chances here: `smartpick log PROFILE CODE invited`. So far,"
        f" by your log: {_answers(scene).text}; {_waited_for(scene)}.",
    )


def _waited_for(scene: Situation) -> str:
    """Say how many applications of the log wait for an answer; without any, that none is there, not that all came."""
    if not scene.profile.season_log:
        return "no application is in it"
    return f"{_count(_silent(scene), 'application')} without an answer"


def _waiting(scene: Situation) -> list[Step]:
    first = scene.calendar.days.get("programs_may_review")
    since = "" if first is None else f" since {_said(first.day)}"
    wait = Step(
        "Offers have not begun in earnest",
        f"Programs have been reading{since}; silence now tells very little. Keep the days free that most programs"
        " interview on, and have your mail where you see it: an offer may ask for an answer within two days.",
        fact_ids=_ids(scene, _INVITE_RULES[:1]),
    )
    return [wait, *(_interviewing(scene) if _held(scene) else [_log_step(scene)])]


def _interviewing(scene: Situation) -> list[Step]:
    steps = [*_clashes(scene)]
    valued = _valued(scene)
    if valued is not None:
        steps.append(valued)
    else:
        steps.append(
            Step(
                "No invitation is in your log yet",
                f"If offers have come, log them: `smartpick log PROFILE CODE invited`. {_if_none(scene)}",
            )
        )
    steps.append(_log_step(scene))
    return steps


def _if_none(scene: Situation) -> str:
    """Say what to do where no offer has come: early a look at the application, late what comes after."""
    ranking = scene.calendar.days.get("ranking_opens")
    told = (
        ""
        if scene.profile.season_log
        else "No application is in your log either. If you applied, log it: `smartpick log PROFILE CODE applied`; then"
        " your own chance can be said. "
    )
    if ranking is not None and scene.request.today + _LATE >= ranking.day:
        return told + (
            "If none has come, most programs have their dates filled by now, and a new application is hardly worth its"
            " fee: write to the programs that you have a true tie to, and plan with your advisor for SOAP (`smartpick"
            " soap PROFILE`) and for another season."
        )
    until = "by early January" if ranking is None else f"by {_said(ranking.day - _LATE)}"
    return told + (
        f"If no offer has come {until}, ask your advisor to look at the application with you, and write to the programs"
        " that you have a true tie to. What a late application would add is not worked out here: ask before you pay."
    )


def _clashes(scene: Situation) -> list[Step]:
    """Return the days on which two interviews are scheduled."""
    days: dict[date, list[str]] = defaultdict(list)
    for event in scene.profile.season_log:
        if event.event == "scheduled" and event.date is not None and event.program_code_nrmp not in days[event.date]:
            days[event.date].append(event.program_code_nrmp)
    held = set(_answers(scene).held)
    steps = []
    for day, codes in sorted(days.items()):
        both = [scene.directory.by_code[code] for code in codes if code in held and code in scene.directory.by_code]
        if len(both) > 1 and day >= scene.request.today:
            steps.append(
                Step(
                    f"Two interviews on {_said(day)}",
                    "Ask one of them for another day, soon: the one that you would rather lose, should it have none."
                    " `smartpick list` shows what each is worth.",
                    tuple((program, _said(day)) for program in both),
                    _ids(scene, _INVITE_RULES[1:]),
                )
            )
    return steps


def _valued(scene: Situation) -> Step | None:
    """Return what each interview that she holds adds, and which of those ahead to give up if they are too many."""
    programs = _held(scene)
    wide = ranked_situation(scene.facts, scene.directory, scene.profile, scene.request, programs) if programs else None
    if wide is None:
        return None
    open_to_her = {each.program_code_nrmp for each in wide.found.everywhere}
    programs = [each for each in programs if each.program_code_nrmp in open_to_her]
    if not programs:
        return None
    taste = taste_of(wide, scene.profile, programs, places_of(scene.facts, scene.profile, ()))
    order = np.argsort(-np.array(taste.points), kind="stable")
    programs = [programs[i] for i in order]
    taken = taken_at(wide, programs)
    weights = wide.chances.weights
    outcome = list_outcome(np.ones_like(taken), taken, weights, [False] * len(programs))
    to_come = set(_answers(scene).ahead)
    ahead = [each.program_code_nrmp in to_come for each in programs]
    words = [
        f"{'still ahead' if ahead[i] else 'attended'}; taken if ranked"
        f" {Estimate(taken[i] @ weights, 'probability').short}; adds {100 * outcome.gain[i]:.1f} points to the chance"
        " of matching"
        for i in range(len(programs))
    ]
    number, title = sum(ahead), "Which interviews to take"
    there = f"{_count(number, 'interview')} ahead, {len(programs) - number} attended."
    if number == len(programs):
        there = f"{_count(number, 'interview')} ahead."
    doing = ("go to it" if number == 1 else "go to all of them") + " and rank "
    if not number:
        title, doing = "What your interviews come to", "rank "
        there = f"No interview ahead, {len(programs)} attended."
    text = f"{there} If you {doing}{'it' if len(programs) == 1 else f'all {len(programs)}'}, the"
    text += f" chance of matching is {in_words(outcome.p_match)} ({outcome.p_match})."
    if len(programs) > 1:
        text += " They stand in the order of your own wishes."
    if number:
        text += _too_many(wide, programs, ahead, outcome.gain)
    return Step(title, text, tuple(zip(programs, words, strict=True)), _ids(scene, _INVITE_RULES))


def _too_many(wide: Situation, programs: Sequence[Program], ahead: Sequence[bool], gain: Sequence[float]) -> str:
    """Return what to give up if the interviews ahead are too many: never one attended, nor one of those wanted most.

    Parameters
    ----------
    programs
        In the order of her wishes, `ahead` and `gain` (0-1) in the same.
    """
    text = ""
    cap = wide.chances.cap
    attend = None if cap is None else float(np.mean(cap))
    if attend is not None and len(programs) > attend:
        text = f" That is more than most people attend (about {attend:.0f}, assumed)."
    wanted = top_of(len(programs))
    spare = [i for i in range(wanted, len(programs)) if ahead[i] and gain[i] < _LITTLE]
    if not spare and any(ahead[i] and gain[i] < _LITTLE for i in range(wanted)) and len(programs) > 1:
        return f"{text} Those ahead that add little are among those you want most: keep them."
    if not spare:
        return f"{text} Each of those ahead still counts: decline none for the chance alone."
    # What she wants least stands last.
    names = "; ".join(programs[i].name for i in spare[::-1][:_MOST_NAMED])
    return (
        f"{text} If those ahead are too many, give up first what adds less than {100 * _LITTLE:g} points and what you"
        f" want least ({names}), and say so early: somebody else gets the place."
    )


def _ranking(scene: Situation) -> list[Step]:
    deadline = scene.calendar.days.get("rank_list_deadline")
    until = "the deadline" if deadline is None else _said(deadline.day)
    if deadline is not None and deadline.is_carried:
        until += " (carried from an earlier season: check with the NRMP)"
    valued = _valued(scene)
    if valued is None:
        return [
            Step(
                "No invitation is in your log",
                "Log the programs that interviewed you, or give a list: `smartpick rank PROFILE LIST`. Without any"
                " interview no list need be entered, and SOAP stays open to those who are registered and eligible:"
                " `smartpick soap PROFILE`.",
                fact_ids=_ids(scene, ("no rank list",)),
            )
        ]
    rank = Step(
        "Rank in the order in which you would like to go",
        f"Certify by {until}; a change has to be certified again. No other order raises the chance of a program that"
        " you prefer or of matching at all. `smartpick rank PROFILE` gives the chance of every rank.",
        fact_ids=_ids(scene, ("change after certifying",)),
    )
    return [rank, replace(valued, title="What each interview is worth on your list"), _soap_step(scene)]


def _closed(scene: Situation) -> list[Step]:
    return [
        Step(
            "Nothing to decide until Monday of Match Week",
            "Lists are closed. What can be done is to be ready for SOAP in case: documents for each specialty that you"
            " would take, and the days of Match Week kept free.",
        ),
        _soap_step(scene),
    ]


def _soap(scene: Situation) -> list[Step]:
    contact = Step(
        "If you are not matched: apply in SOAP, and wait to be contacted",
        "Sort the list in R3, the NRMP's system, by what you would truly take, send the applications on the first day,"
        " and let nobody write or call for you: contact has to come from the program.",
        fact_ids=_ids(scene, ("applications", "contact with programs", "accepted offer", "length of a round")),
    )
    return [contact, _soap_step(scene)]


def _match_day(scene: Situation) -> list[Step]:
    return [
        Step(
            "If you matched: today you learn where you go",
            "Congratulations. The program writes to you next with the contract and what it needs; a match binds both"
            " sides, so there is nothing else to answer.",
        ),
        Step(
            "If you did not match",
            "Nothing has to be done today, and it is no verdict on you as a physician. Be with someone who knows you."
            " Positions still open after SOAP are filled outside the Match, program by program: your dean's office"
            f" helps with that. When you are ready, season {scene.season} goes among the earlier seasons of your"
            " profile, and `smartpick reapply PROFILE` sets the next list against it.",
        ),
    ]


def _over(scene: Situation) -> list[Step]:
    return [
        Step(
            "If this season brought no position",
            f"Write it down while it is fresh: put season {scene.season} among the earlier seasons of your profile,"
            " with the programs, the interviews and the outcome. `smartpick reapply PROFILE` then sets the next list"
            " against it. Ask programs that interviewed you what they would want to see.",
        ),
        Step(
            "If it did",
            "Withdraw nothing and sign nothing else: a match binds both sides. The program sends the contract and asks"
            " for documents.",
        ),
    ]


def _soap_step(scene: Situation) -> Step:
    newest = scene.directory.season
    left = {
        key: sum(
            max(offered - filled, 0)
            for program in scene.directory.of((key,))
            if program.track not in _NOT_COUNTED
            for offered, filled in (program.positions.get(newest, (0, 0)),)
        )
        for key in scene.specialties
    }
    counts = ", ".join(f"{scene.names[key]} {count}" for key, count in left.items())
    return Step(
        "What SOAP would hold",
        f"Positions left unfilled in the {newest} Match: {counts}. `smartpick soap PROFILE` shows them by specialty,"
        " state and program.",
        fact_ids=(f"nrmp_program_results_{newest}/all",) if any(left.values()) else (),
    )


def _ids(scene: Situation, items: tuple[str, ...]) -> tuple[str, ...]:
    rules = rules_about(scene.facts, ("nrmp_communication", "rank_list", "soap"))
    return tuple(rule.fact_id for rule in rules if rule.item in items)


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _said(day: date) -> str:
    """Return a day as it is read aloud."""
    return f"{day.day} {day:%B %Y}"
