"""The simplest answers: the rate of the group, the record of the program, one chance per interview."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from smartpick.judged._beside import beside_one_alone
from smartpick.judged._figures import (
    TYPES,
    bands,
    interview_rates,
    is_band,
    match_after_offers,
    match_rates,
    overall_rates,
    shares,
)
from smartpick.judged._model import Asked, logit, spread
from smartpick.judged._quartiles import quartile_answers
from smartpick.judged._sight import Sight
from smartpick.uncertainty import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.judged._model import Published

    Array = NDArray[np.float64]

__all__ = ["BaseRate", "FillHistory", "offers_in"]

_SHRINK_GRID = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


class BaseRate:
    """The rate of everybody alike in the group asked about: whoever has no model has this."""

    name = "base rate"
    about = (
        "The rate of the group: the specialty's overall rate for score bands; the mean of the specialties in sight for"
        " match and interview rates; last season's nation for shares and unfilled programs; one chance per interview;"
        " interviews that come independently of each other."
    )

    def uses(self, asked: Asked) -> bool:
        """Return True: whatever is in sight is in the mean."""
        del asked
        return True

    def answers(self, sight: Sight, asked: Sequence[Asked]) -> Mapping[str, Array]:
        """Return draws where the mean has a spread, else single values."""
        by_kind: dict[str, list[Asked]] = defaultdict(list)
        for each in asked:
            by_kind[f"{each.kind}:band" if is_band(each.stratum) else each.kind].append(each)
        makers = {
            "match_rate:band": self._bands,
            "match_rate": self._match_rates,
            "overall_rate": self._overall,
            "interview_rate": self._interviews,
            "share": self._shares,
            "unfilled": self._unfilled,
            "match_given_offers": self._offers,
        }
        found: dict[str, Array] = {}
        for kind, wanted in by_kind.items():
            if kind in makers:
                found |= makers[kind](sight, wanted)
        found |= beside_one_alone(sight.facts, by_kind["beside_one"])
        # Alike for everybody: the score does nothing.
        return found | quartile_answers(sight.facts, by_kind["score_quartile"], sight.seed, lambda _: np.zeros(60))

    def _bands(self, sight: Sight, asked: list[Asked]) -> dict[str, Array]:
        totals: dict[str, Array] = defaultdict(lambda: np.zeros(2))
        for found in bands(sight.facts):
            people = float(found.n or 0)
            for key in (found.asked.specialty, "every specialty"):
                totals[key] += (found.value * people, people)
        overall = {f.asked.specialty: f.value for f in match_rates(sight.facts) if f.asked.applicant_type == TYPES[0]}
        rates = {key: float(total[0] / total[1]) for key, total in totals.items()}
        answers = {}
        for each in asked:
            rate = rates.get(each.specialty, overall.get(each.specialty, rates.get("every specialty")))
            if rate is not None:
                answers[each.key] = np.array([rate])
        return answers

    def _match_rates(self, sight: Sight, asked: list[Asked]) -> dict[str, Array]:
        return _group_means(match_rates(sight.facts), asked, sight.seed)

    def _interviews(self, sight: Sight, asked: list[Asked]) -> dict[str, Array]:
        return _group_means(interview_rates(sight.facts), asked, sight.seed)

    def _overall(self, sight: Sight, asked: list[Asked]) -> dict[str, Array]:
        last = {found.asked.applicant_type: found.value for found in overall_rates(sight.facts, str(sight.season))}
        return {each.key: np.array([last[each.applicant_type]]) for each in asked if each.applicant_type in last}

    def _shares(self, sight: Sight, asked: list[Asked]) -> dict[str, Array]:
        nation = {
            (found.asked.specialty, found.asked.place.split("/")[1], found.asked.applicant_type): found.value
            for found in shares(sight.facts, sight.season, 1, by_state=False)
        }
        keys = {each.key: (each.specialty, each.place.split("/")[1], each.applicant_type) for each in asked}
        return {key: np.array([nation[cell]]) for key, cell in keys.items() if cell in nation}

    def _unfilled(self, sight: Sight, asked: list[Asked]) -> dict[str, Array]:
        totals: dict[str, Array] = defaultdict(lambda: np.zeros(2))
        for program in sight.programs:
            if sight.season in program.positions:
                offered, filled = program.positions[sight.season]
                totals[program.specialty] += (float(filled < offered), 1.0)
        everywhere = sum(totals.values(), np.zeros(2))
        share = everywhere[0] / everywhere[1]
        return {
            each.key: np.array([(totals[each.specialty][0] + share) / (totals[each.specialty][1] + 1)])
            for each in asked
        }

    def _offers(self, sight: Sight, asked: list[Asked]) -> dict[str, Array]:
        # What is asked over all specialties is answered from all that are in sight.
        wanted = frozenset({each.specialty for each in asked})
        if wanted & {"all", "any"}:
            wanted = frozenset(program.specialty for program in sight.programs)
        seen = match_after_offers(sight.facts, wanted)
        if not seen:
            return {}
        grid = np.linspace(0.02, 0.6, 117)
        loss = sum((_any(grid, found.asked.stratum) - found.value) ** 2 for found in seen)
        best = grid[int(np.argmin(np.asarray(loss)))]
        return {each.key: _any(np.array([best]), each.stratum) for each in asked}


def offers_in(stratum: str) -> tuple[float, bool]:
    """Return the middle number of interviews of a stratum, and whether it is open upwards.

    Examples
    --------
    >>> offers_in("6-9"), offers_in(">=12"), offers_in("10+")
    ((7.5, False), (12.0, True), (10.0, True))
    """
    is_open = stratum.startswith(">=") or stratum.endswith("+")
    ends = [float(part) for part in stratum.removeprefix(">=").removesuffix("+").split("-")]
    return sum(ends) / len(ends), is_open


def _any(chance: Array, stratum: str) -> Array:
    middle, is_open = offers_in(stratum)
    # Those at or above an open end are taken to have a quarter more.
    return np.asarray(1 - (1 - chance) ** (middle * (1.25 if is_open else 1)))


def _group_means(seen: Sequence[Published], asked: list[Asked], seed: int) -> dict[str, Array]:
    """Return draws about the mean log-odds of the same group and stratum over the specialties in sight."""
    groups: dict[tuple[str, str], list[float]] = defaultdict(list)
    for found in seen:
        groups[found.asked.applicant_type, found.asked.stratum].append(logit(found.value))
    answers = {}
    for each in asked:
        values = np.array(groups.get((each.applicant_type, each.stratum), []))
        if values.size < 2:
            continue
        sd = values.std(ddof=1) * np.sqrt(1 + 1 / values.size)
        answers[each.key] = expit(values.mean() + sd * spread(seed, "group mean", each.specialty, each.applicant_type))
    return answers


class FillHistory:
    """How often the program left a position unfilled in its last four Matches, drawn towards its specialty."""

    name = "fill history"
    about = (
        "Share of the program's last four Matches with an unfilled position, drawn towards its specialty's share; by"
        " how many Matches is learned from the season before."
    )

    def uses(self, asked: Asked) -> bool:
        """Return True for unfilled programs: results in sight are its history."""
        return asked.kind == "unfilled"

    def answers(self, sight: Sight, asked: Sequence[Asked]) -> Mapping[str, Array]:
        """Return one chance for each program asked about."""
        wanted = [each for each in asked if each.kind == "unfilled"]
        if not wanted:
            return {}
        shrink = min(_SHRINK_GRID, key=lambda weight: self._loss(sight, weight))
        chances = self._chances(sight, sight.season, shrink)
        return {each.key: np.array([chances[each.place]]) for each in wanted if each.place in chances}

    def _chances(self, sight: Sight, season: int, shrink: float) -> dict[str, float]:
        """Return chances for the Match after `season`, from the four Matches up to it."""
        records = {}
        totals: dict[str, Array] = defaultdict(lambda: np.zeros(2))
        for program in sight.programs:
            failed, seasons = program.unfilled_record(season)
            if seasons:
                record = np.array([failed, len(seasons)], dtype=np.float64)
                records[program.program_code_nrmp] = program.specialty, record
                totals[program.specialty] += record
        return {
            code: float(
                (record[0] + shrink * (totals[specialty][0] + 0.5) / (totals[specialty][1] + 1)) / (record[1] + shrink)
            )
            for code, (specialty, record) in records.items()
        }

    def _loss(self, sight: Sight, shrink: float) -> float:
        """Return the Brier score that this weight would have had one season earlier."""
        chances = self._chances(sight, sight.season - 1, shrink)
        misses = [
            (chances[program.program_code_nrmp] - float(pair[1] < pair[0])) ** 2
            for program in sight.programs
            if program.program_code_nrmp in chances and (pair := program.positions.get(sight.season, (0, 0)))[0]
        ]
        return float(np.mean(misses)) if misses else shrink
