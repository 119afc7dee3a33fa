"""The published figures that models are asked for: read from the facts, each with its row, its n and what n counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from smartpick.facts import Facts, Figure
from smartpick.judged._model import Asked, Published
from smartpick.programs import Program
from smartpick.vocabulary import ApplicantType

__all__ = [
    "TYPES",
    "Ranks",
    "bands",
    "contiguous_ranks",
    "interview_rates",
    "is_band",
    "match_after_offers",
    "match_rates",
    "middle_of",
    "overall_rates",
    "quartiles",
    "shares",
    "unfilled",
]

TYPES = tuple(str(kind) for kind in ApplicantType)

_OPEN_BANDS = {"250+": 257.0, "below_200": 195.0}
"""Where the two open bands are taken to sit; the chance model takes the upper one at the same place."""

_GROUPS = {
    ("us_md_senior", "us_md_graduate"): "us_md_senior",
    ("us_do_senior", "us_do_graduate"): "us_do_senior",
    ("us_citizen_img",): "us_citizen_img",
    ("non_us_citizen_img",): "non_us_citizen_img",
    ("all",): "all",
}
_SEASONS = 4


def is_band(stratum: str) -> bool:
    """Return whether a stratum is a Step 2 CK band."""
    return stratum in _OPEN_BANDS or re.fullmatch(r"\d{3}-\d{3}", stratum) is not None


def middle_of(band: str) -> float:
    """Return the Step 2 CK score that a band stands for.

    Examples
    --------
    >>> middle_of("230-239"), middle_of("250+")
    (235.0, 257.0)
    """
    return _OPEN_BANDS[band] if band in _OPEN_BANDS else float(band[:3]) + 5


def _published(figure: Figure, kind: str, applicant_type: str, value: float, n_people: int | None) -> Published:
    asked = Asked(figure.fact_id, kind, figure.specialty_keys[0], applicant_type, figure.stratum, figure.season)
    return Published(asked, value, figure.n, n_people, (figure.fact_id,))


def bands(facts: Facts) -> list[Published]:
    """Return the match rate of US MD seniors by specialty and Step 2 CK band, pooled 2020-2024."""
    return [
        _published(figure, "match_rate", "us_md_senior", figure.value / 100, figure.n)
        for figure in facts.statistics("match_rate_pct")
        if is_band(figure.stratum) and figure.value is not None and figure.n and len(figure.specialty_keys) == 1
    ]


def match_rates(facts: Facts) -> list[Published]:
    """Return the match rate of those who preferred a specialty, by specialty and applicant type."""
    return [
        _published(figure, "match_rate", figure.applicant_type_keys[0], figure.value / 100, figure.n)
        for figure in facts.statistics("match_rate_pct")
        if figure.stratum == "all" and figure.value is not None and len(figure.specialty_keys) == 1
    ]


def overall_rates(facts: Facts, season: str) -> list[Published]:
    """Return the share of each applicant type that matched to any first-year position, of one season."""
    counted = {
        keys[0]: int(figure.value)
        for figure in facts.statistics("active_applicants")
        if figure.season == season and figure.value and len(keys := figure.applicant_type_keys) == 1
    }
    found = []
    for figure in facts.statistics("pgy1_match_rate_pct"):
        kind = figure.applicant_type_keys[0]
        if figure.season == season and figure.stratum == "all" and figure.value is not None and kind in TYPES:
            found.append(_published(figure, "overall_rate", kind, figure.value / 100, counted.get(kind)))
    return found


def interview_rates(facts: Facts) -> list[Published]:
    """Return reported interview rates by group. Their n counts programs, so that no chance of ours is added."""
    return [
        _published(figure, "interview_rate", _GROUPS[figure.applicant_type_keys], figure.value, None)
        for figure in facts.statistics("interview_rate")
        if figure.value is not None and figure.applicant_type_keys in _GROUPS
    ]


def match_after_offers(facts: Facts, specialties: frozenset[str]) -> list[Published]:
    """Return published shares matched by number of interviews, invitations or ranks.

    Parameters
    ----------
    specialties
        Those with programs in the directory; ``any`` is asked as a mean over large specialties.
    """
    found = []
    for measure in ("match_rate_by_interviews", "match_rate_by_invitations", "match_rate_by_ranks"):
        for figure in facts.statistics(measure):
            known = figure.specialty_keys[0] in specialties | {"any", "all"}
            if figure.value is None or figure.stratum == "0" or not known:
                continue
            kind = "us_senior" if "us_md_senior" in figure.applicant_type_keys else "all"
            found.append(_published(figure, "match_given_offers", kind, figure.value, figure.n))
    return found


def quartiles(facts: Facts) -> list[Published]:
    """Return the Step 2 CK quartiles of matched and unmatched non-US IMGs, by specialty, where at least 20 were."""
    found = []
    for name in ("q1", "median", "q3"):
        for figure in facts.statistics(f"step2ck_{name}"):
            fits = figure.applicant_type_keys == ("non_us_citizen_img",) and len(figure.specialty_keys) == 1
            if not fits or figure.value is None or (figure.n or 0) < 20 or figure.specialty_keys[0] == "all":
                continue
            asked = Asked(
                figure.fact_id,
                "score_quartile",
                figure.specialty_keys[0],
                "non_us_citizen_img",
                f"{figure.stratum}:{name}",
                figure.season,
            )
            found.append(Published(asked, figure.value, figure.n, None, (figure.fact_id,)))
    return found


class Ranks(NamedTuple):
    """Contiguous ranks of the non-US IMGs of one specialty who ranked a program; sd None where it is not in sight."""

    mean: float
    sd: float | None
    n: int
    sd_ids: tuple[str, ...]


def contiguous_ranks(facts: Facts) -> dict[str, Ranks]:
    """Return mean and spread of contiguous ranks, matched and unmatched together, by specialty."""
    parts: dict[str, dict[str, Figure]] = defaultdict(dict)
    for measure in ("mean", "sd"):
        for figure in facts.statistics(f"contiguous_ranks_{measure}"):
            own = len(figure.specialty_keys) == 1 and figure.applicant_type_keys == ("non_us_citizen_img",)
            if own and figure.value is not None and figure.n:
                parts[figure.specialty_keys[0]][f"{measure} {figure.stratum}"] = figure
    found = {}
    for key, own_parts in sorted(parts.items()):
        means = [own_parts.get(f"mean {stratum}") for stratum in ("matched", "unmatched")]
        sds = [own_parts.get(f"sd {stratum}") for stratum in ("matched", "unmatched")]
        if key == "all" or not all(means):
            continue
        people = [each.n or 0 for each in means if each is not None]
        middles = [each.value or 0.0 for each in means if each is not None]
        mean = sum(n * m for n, m in zip(people, middles, strict=True)) / sum(people)
        sd, ids = None, tuple(each.fact_id for each in sds if each is not None)
        if all(sds):
            widths = [each.value or 0.0 for each in sds if each is not None]
            square = sum(n * (s**2 + m**2) for n, s, m in zip(people, widths, middles, strict=True)) / sum(people)
            sd = (square - mean**2) ** 0.5
        found[key] = Ranks(mean, sd, sum(people), ids)
    return found


def shares(facts: Facts, season: int, least: int = 10, *, by_state: bool = True) -> list[Published]:
    """Return the share of the filled positions that each applicant type holds.

    Parameters
    ----------
    least
        Cells with fewer filled positions are left out: chance rules them.
    by_state
        By state, specialty and entry level; else by specialty and entry level over the nation.
    """
    codes = {row["name"]: row["state"] for row in facts.rows("state")}
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * (1 + len(TYPES)))
    ids: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in facts.rows("fill_by_type", "season = ? AND entry <> 'Physician'", (season,)):
        (specialty,) = (key for key in row["specialty_keys"].split(";") if key)
        state = codes.get(row["state"], row["state"]) if by_state else "nation"
        cell = specialty, f"{state}/{row['entry']}"
        ids[cell].append(row["fact_id"])
        for at, column in enumerate(("filled", *TYPES)):
            counts[cell][at] += row[column] or 0
    return [
        Published(
            Asked(f"{cell[0]}/{cell[1]}/{kind}", "share", cell[0], kind, "filled", str(season), cell[1]),
            count / filled,
            filled,
            filled,
            tuple(ids[cell]) if by_state else (),
        )
        for cell, (filled, *by_type) in sorted(counts.items())
        if filled >= least
        for kind, count in zip(TYPES, by_type, strict=True)
    ]


def unfilled(programs: Sequence[Program], season: int) -> list[Published]:
    """Return whether each program left a position unfilled, for those with a result in one of the four Matches before.

    Every model is judged on these same rows.
    """
    found = []
    for program in programs:
        offered, filled = program.positions.get(season, (0, 0))
        if not offered or not any(season - _SEASONS <= year < season for year in program.positions):
            continue
        asked = Asked(
            program.program_code_nrmp,
            "unfilled",
            program.specialty,
            "all",
            "unfilled",
            str(season),
            program.program_code_nrmp,
        )
        found.append(Published(asked, float(filled < offered), offered, None, (program.result_id(season),)))
    return found
