"""What would SOAP look like? The positions that the last Matches left unfilled, by specialty, state and program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from smartpick.explain._answer import and_list
from smartpick.explain._candidates import ONE_YEAR, Places
from smartpick.explain._request import asked
from smartpick.explain._types import ListRequest
from smartpick.explain.season._rules import rules_about
from smartpick.explain.season._types import Rule, SoapOutlook, Unfilled
from smartpick.facts import Facts, season_calendar
from smartpick.profile import Profile, profile_hash
from smartpick.programs import Directory, Program, resolve_specialty
from smartpick.vocabulary import Stage, Track

__all__ = ["soap_outlook", "unfilled_by"]

_SEASONS = 4
_MOST = 10
_MOST_AGAIN = 25
_AGAIN = 2
_PREPARE = (
    "A list, made on a quiet day, of the specialties and states in which you would truly take a position.",
    "A personal statement and letters for each of those specialties, ready to be assigned.",
    "The week free of other duties: a quiet room, a charged phone, a camera that works.",
    "Someone beside you that week: your school, or a person you trust.",
)
_PRELIMINARY = " (preliminary year)"


def soap_outlook(facts: Facts, directory: Directory, profile: Profile, request: ListRequest) -> SoapOutlook:
    """Return what SOAP looked like in the last seasons, for her specialties and beside them.

    Raises
    ------
    RequestError
        With every unknown specialty and area, or an impossible season.

    Notes
    -----
    Unfilled positions are those of the NRMP's program results after the Match; some of them are not offered in SOAP.
    """
    season, specialties, places = asked(facts, directory, profile, request)
    calendar = season_calendar(facts, season)
    stage = calendar.stage(request.today)
    seasons = range(directory.season - _SEASONS + 1, directory.season + 1)
    open_to_all = [each for each in directory.programs if each.track is not Track.PHYSICIAN]
    names: dict[str, str] = {}

    def kind(program: Program) -> str:
        key = program.specialty
        if key not in names:
            names[key] = resolve_specialty(facts, key).name
        if program.track is Track.PRELIMINARY and key != ONE_YEAR:
            names[f"{key}:preliminary"] = names[key] + _PRELIMINARY
            return f"{key}:preliminary"
        return key

    by_kind = unfilled_by(((kind(each), each) for each in open_to_all), names, seasons, places)
    by_state = unfilled_by(((each.state, each) for each in open_to_all), {}, seasons, places)
    found = {each.key: each for each in by_kind}
    hers = tuple(found.get(key) or Unfilled(key, resolve_specialty(facts, key).name, (), 0, ()) for key in specialties)
    others = tuple(each for each in by_kind if each.key not in specialties)[:_MOST]
    wanted_kinds = {*specialties, *(each.key for each in others)}
    again = _again(open_to_all, wanted_kinds, kind, directory.season, places)
    totals = _totals(facts)
    made = SoapOutlook(
        season=season,
        stage=stage,
        today=request.today,
        profile_hash=profile_hash(profile),
        facts_version=facts.version,
        answer=("", "", ""),
        totals=totals,
        hers=hers,
        others=others,
        states=by_state[:_MOST],
        again=again,
        rules=rules_about(facts, ("soap",)),
        notes=_notes(stage, directory.season, seasons),
        calendar=calendar,
        support=_support(facts),
        prepare=() if stage in {Stage.SOAP, Stage.MATCH_DAY, Stage.OVER} else _PREPARE,
    )
    return replace(made, answer=_answer(made))


def _support(facts: Facts) -> tuple[Rule, ...]:
    """Return whom to call on a bad day, of those whose number is sure; the line that answers day and night first."""
    rows = [row for row in facts.rows("rule", "topic = ?", ("support",)) if row["confidence"] == "high"]
    rows.sort(key=lambda row: "988" not in row["value"])
    return tuple(Rule(row["item"], row["value"], row["note"], row["effective"], row["fact_id"]) for row in rows)


def unfilled_by(
    programs: Iterable[tuple[str, Program]], names: dict[str, str], seasons: Sequence[int], places: Places
) -> tuple[Unfilled, ...]:
    """Return unfilled positions by key, the most first; keys without any are left out.

    Parameters
    ----------
    names
        Key → name; filled while `programs` is read, a key without one is its own name.
    """
    counts: dict[str, dict[int, list[int]]] = defaultdict(lambda: {season: [0, 0] for season in seasons})
    wanted: dict[str, int] = defaultdict(int)
    tables: dict[str, dict[str, None]] = defaultdict(dict)
    newest = max(seasons)
    for key, program in programs:
        for season in seasons:
            offered, filled = program.positions.get(season, (0, 0))
            if filled >= offered:
                continue
            counts[key][season][0] += offered - filled
            counts[key][season][1] += 1
            tables[key][program.result_id(season).partition("/")[0]] = None
            if season == newest and _is_wanted(program, places):
                wanted[key] += offered - filled
    found = [
        Unfilled(
            key,
            names.get(key, key),
            tuple((season, left, places_) for season, (left, places_) in by_season.items()),
            wanted[key],
            tuple(tables[key]),
        )
        for key, by_season in counts.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.mean, each.key)))


def _is_wanted(program: Program, places: Places) -> bool:
    if any(area.contains(program) for area in places.never):
        return False
    return places.anywhere or any(area.contains(program) for areas in places.tiers for area in areas)


def _again(
    programs: Iterable[Program], kinds: set[str], kind: Callable[[Program], str], newest: int, places: Places
) -> tuple[tuple[Program, tuple[int, ...]], ...]:
    """Return programs where she would go that had positions left more than once, her nearest areas first."""
    found = []
    for program in programs:
        if kind(program) not in kinds or not _is_wanted(program, places):
            continue
        left = tuple(
            season
            for season, (offered, filled) in program.positions.items()
            if season > newest - _SEASONS and filled < offered
        )
        if len(left) < _AGAIN:
            continue
        tier = next((k for k, areas in enumerate(places.tiers) if any(a.contains(program) for a in areas)), 3)
        found.append((tier, -len(left), -max(left), program.program_code_nrmp, program, left))
    return tuple((each[4], each[5]) for each in sorted(found, key=lambda each: each[:4])[:_MOST_AGAIN])


def _totals(facts: Facts) -> tuple[tuple[str, float, float | None, tuple[str, ...]], ...]:
    offered = {row.season: row for row in facts.statistics("positions_placed_in_soap") if row.value is not None}
    filled = {row.season: row for row in facts.statistics("positions_filled_through_soap") if row.value is not None}
    totals = []
    for season in sorted(offered):
        rows = [offered[season], *([filled[season]] if season in filled else [])]
        number = offered[season].value
        if number is not None:
            totals.append(
                (
                    season,
                    number,
                    filled[season].value if season in filled else None,
                    tuple(row.fact_id for row in rows),
                )
            )
    return tuple(totals)


def _answer(made: SoapOutlook) -> tuple[str, str, str]:
    parts = []
    for each in made.hers:
        if each.by_season:
            season, left, programs = each.by_season[-1]
            where = "" if each.wanted == left else f" ({each.wanted} of them where you would go)"
            parts.append(f"{each.name} left {left} position{'' if left == 1 else 's'} in {programs} in {season}{where}")
        else:
            parts.append(f"{each.name} left none in the last {_SEASONS} Matches")
    first = f"Positions left after the Match: {'; '.join(parts)}."
    if made.totals:
        newest, offered, filled, _ = made.totals[-1]
        second = f"In {newest} {offered:,.0f} positions of all specialties went into SOAP"
        second += f", and {filled:,.0f} were filled through it." if filled is not None else "."
    else:
        second = "How many positions went into SOAP is not in this build."
    most = [each.name for each in made.others[:3]]
    third = (
        f"Most positions were left in {and_list(most)}; which ones are left this year nobody knows before Monday of"
        " Match Week."
        if most
        else "Which positions are left this year nobody knows before Monday of Match Week."
    )
    return first, second, third


def _notes(stage: Stage, newest: int, seasons: Sequence[int]) -> tuple[str, ...]:
    first = {
        Stage.SOAP: "It is Match Week: the list that counts is the one that you see in R3; this is history beside it.",
        Stage.MATCH_DAY: "This season's SOAP is over. Positions still open are filled outside the Match, program by"
        " program; your dean's office can tell you more, and it need not be today.",
        Stage.OVER: "This season's SOAP is over. Positions still open after it are filled outside the Match, program by"
        " program.",
        Stage.MATCH_WEEK: "Have ready now: applications for 45 programs, letters and a personal statement for each"
        " specialty that you would take, a quiet room and a phone for the whole week.",
    }.get(
        stage, "SOAP is no plan: most of its positions are one-year or in few specialties. It is here so that you know."
    )
    return (
        first,
        f"Unfilled positions of {min(seasons)} to {newest} are the NRMP's, after the Match; a few were not in SOAP.",
        "A chance of a position in SOAP is not given: how many apply to each position is not published.",
    )
