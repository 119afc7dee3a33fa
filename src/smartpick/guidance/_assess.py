"""Reads one record: what a reader sees, doubts, answers to, and what can still change. Pure: profile and facts in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from smartpick.guidance._exams import exam_name, first_to_pass
from smartpick.guidance._finding import SEVERITIES, Assessment, Finding, filters_of
from smartpick.guidance._ground import Ground, ground_of, span_text, whole
from smartpick.guidance._open import can_move_the_record
from smartpick.guidance._support import support_lines
from smartpick.guidance.reading import concerns, offsets, read_record, results_of
from smartpick.guidance.routes import p_specialty, read_routes
from smartpick.profile.passed import questions_of, without_result
from smartpick.uncertainty import Estimate, in_words
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    from smartpick.facts import Facts
    from smartpick.guidance._finding import Offset
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["assess", "read"]

_DOUBTFUL = ("serious", "concern")
_DECIDED = {Stage.RANKING, Stage.MATCH_WEEK, Stage.SOAP, Stage.OVER}


def assess(
    facts: Facts,
    directory: Directory,
    profile: Profile,
    today: date,
    season: int | None = None,
    benchmarks: Mapping[str, object] | None = None,
) -> Assessment:
    """Return how this record reads.

    Parameters
    ----------
    benchmarks
        The applicant's own thresholds by key, in place of ours.

    Raises
    ------
    RequestError
        For an unknown specialty, or a benchmark that does not exist.
    """
    return read(ground_of(facts, directory, profile, today, season, benchmarks))


def read(ground: Ground) -> Assessment:
    """Return the assessment of a record that stands ready."""
    findings = (*read_record(ground), *read_routes(ground))
    rows = concerns(ground)
    weighed = offsets(ground)
    doubts = tuple(
        sorted(
            (each for each in findings if each.severity in _DOUBTFUL and each.topic != "route"),
            key=lambda each: SEVERITIES.index(each.severity),
        )
    )
    replies = tuple(each for row in rows for each in row.evidence)
    # In the week of the answer and after it nobody knows here whether the news is good.
    is_bad = ground.stage in {Stage.SOAP, Stage.OVER} or any(each.severity in _DOUBTFUL for each in findings)
    return Assessment(
        ground.season,
        ground.today,
        ground.stage,
        _answer(ground, doubts, replies, weighed),
        findings,
        rows,
        _twenty_seconds(ground),
        doubts,
        replies,
        weighed,
        support_lines(ground.facts) if is_bad else (),
        {
            key: (mark.value, mark.fact_id, mark.is_own)
            for key, mark in sorted(ground.benchmarks.used.items())
            if not key.startswith("hyper_competitive")
        },
        results_of(ground),
        tuple(map(str, questions_of(ground.profile, ground.today))),
    )


def _answer(
    ground: Ground, doubts: tuple[Finding, ...], replies: tuple[Finding, ...], weighed: tuple[Offset, ...]
) -> tuple[str, ...]:
    good = {0: "nothing in the profile speaks", 1: "one speaks"}.get(len(replies), f"{len(replies)} speak")
    filters = filters_of(weighed)
    sifted = " and ".join(each.text.split(";")[0] for each in filters)
    many = {0: "Nothing", 1: "One thing"}.get(len(doubts), f"{len(doubts)} things")
    first = f"{many} in this record may make a reader stop, and {good} for it."
    if not doubts:
        first = f"Nothing in this record is likely to make a reader stop, and {good} for it."
    if filters:
        # A door that stays shut is no doubt of a reader, and must not be hidden behind "nothing".
        stops = f"{many} in it may make a reader stop" if doubts else "no result in it is a doubt by itself"
        first = f"Some programs may sort this record out before it is read ({sifted}); {stops}, and {good} for it."
    chances = [
        f"{each.name} {_chance(p_specialty(basis))}"
        for each in ground.specialties
        if (basis := ground.basis.get(each.key)) is not None
    ]
    # This figure leaves out what most seasons turn on: whether a program asks her in.
    whole_way = "" if ground.stage in _DECIDED else "; to get there, a program has to invite you first"
    second = (
        f"{_of_what(ground)}: {'; '.join(chances)}{whole_way}."
        if chances
        else "No specialty of yours is in the directory."
    )
    open_one = first_to_pass(ground)
    if open_one and chances:
        second = f"Nothing of this holds before {exam_name(open_one)} is passed. {second}"
    return (first, second, _next(ground, weighed))


def _of_what(ground: Ground) -> str:
    """Say what the chances are chances of: of a Match ahead, or of one whose answer is out."""
    if ground.stage is Stage.SOAP:
        return "For the main Match, which has been run, the model gave this record, with a program to rank"
    if ground.stage is Stage.OVER:
        return "For the Match that is over the model gave this record, with a program to rank"
    return "By the model, matching once there is a program to rank"


def _chance(chance: Estimate) -> str:
    span = span_text(chance.low, chance.high)
    # Two ways to say nearly sure read like two figures.
    return span if whole(chance.low) == whole(chance.high) else f"{in_words(chance)} ({span})"


def _next(ground: Ground, weighed: tuple[Offset, ...]) -> str:
    stage = ground.stage
    if not stage.choices:
        decided = "over" if stage is Stage.OVER else "decided"
        return f"This season is {decided}: what can change now counts for the next one."
    if stage.is_past_interviews:
        return "What can change now counts for SOAP and a next season; the record that programs hold stands."
    open_ones = [
        each for each in weighed if each.is_changeable and each.state != "have" and can_move_the_record(stage, each.key)
    ]
    if not open_ones:
        return "What is left to change this season is how the record is told."
    best = next((each for each in open_ones if each.has_evidence), None)
    if best is None:
        return (
            "Nothing that can still change this season has a figure behind it. What is left is how the record is told."
        )
    until = f", by {best.by:%-d %B %Y}" if best.by else ""
    return f"What can still change and weighs most: {best.can_change}{until}."


def _beside_results(profile: Profile) -> list[str]:
    """Return what the profile has beside exams and grades, and then in one line what it has not."""
    ready = [each for each in profile.letters if each.status in {"agreed", "uploaded"}]
    hands = [each for each in profile.us_experience if each.kind not in {"observership", "research_year"}]
    months = sum(each.months or 0 for each in hands)
    parts = []
    if profile.applicant.type.is_img:
        said = f"{months:g} month{'' if months == 1 else 's'}" if months else f"{len(hands)} told, months not told"
        parts.append(("hands-on US clinical experience", said if hands else ""))
    counts = (("letters agreed or uploaded", ready), ("service", profile.service), ("research", profile.research))
    parts += [(name, f"{len(found)}" if found else "") for name, found in counts]
    has = [f"{name[0].upper()}{name[1:]}: {said}." for name, said in parts if said]
    lacks = [name for name, said in parts if not said]
    lines = [" ".join(has)] if has else []
    return [*lines, f"Not in the profile yet: {', '.join(lacks)}."] if lacks else lines


def _twenty_seconds(ground: Ground) -> tuple[str, ...]:
    """Return what stands on the first page, in the order in which it is looked at."""
    profile, exams = ground.profile, ground.profile.exams
    graduation = profile.applicant.graduation_date
    when = f", graduation {graduation:%B %Y}" if graduation else ""
    kind = profile.applicant.type.label
    lines = [f"{kind[0].upper()}{kind[1:]}{when}, applying in {' and '.join(s.name for s in ground.specialties)}."]
    said = []
    for exam, name in (
        ("step1", "Step 1"),
        ("comlex1", "Level 1"),
        ("step2_ck", "Step 2 CK"),
        ("comlex2", "Level 2-CE"),
        ("step3", "Step 3"),
        ("comlex3", "Level 3"),
    ):
        results = [
            f"{each.result}{f' {each.score}' if each.score else ''}" for each in getattr(exams, exam) if each.result
        ]
        if results:
            said.append(f"{name}: {', then '.join(results)}")
        elif getattr(exams, exam):
            states = {without_result(each, ground.today) for each in getattr(exams, exam)}
            said.append(f"{name}: {'still to come' if 'planned' in states else 'no result told'}")
    lines.append(f"{'. '.join(said)}." if said else "No exam result.")
    grades = [f"{each.name} {each.grade}" for each in profile.clerkships if each.grade]
    lines.append(f"Grades: {', '.join(grades)}." if grades else "Grades: none told.")
    lines += _beside_results(profile)
    if profile.visa.status == "needs_visa":
        lines.append("Needs a visa.")
    return tuple(lines)
