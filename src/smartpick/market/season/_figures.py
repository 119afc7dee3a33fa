"""What was published about one specialty's season, as targets for its simulated market?

Fills are counts of positions, rates are shares of those who preferred the specialty and ranked at least one program,
interview rates are averages over programs. Nothing is simulated here; a figure that is not published is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from smartpick.facts import Facts
from smartpick.market.season._scores import bands_of, drift_of, newest, scores_of
from smartpick.vocabulary import ApplicantType

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["TYPES", "Figures", "Status", "figures_of", "status_of"]

TYPES = ("us_md_senior", "us_do_senior", "us_citizen_img", "non_us_citizen_img", "graduate")
"""The five groups of the simulation; US MD and DO graduates of earlier years (and the few others) are one."""

_MD, _DO, _CITIZEN, _FOREIGN, _GRADUATE = range(5)
_COLUMNS = {
    "us_md_senior": ("us_md_senior",),
    "us_do_senior": ("us_do_senior",),
    "us_citizen_img": ("us_citizen_img",),
    "non_us_citizen_img": ("non_us_citizen_img",),
    "graduate": ("us_md_graduate", "us_do_graduate", "other"),
}
MIN_POSITIONS = 150
"""Below this many positions a type has so few matches that a market cannot be told from chance (*assumed*)."""

_PRIMARY = (0.97, 0.96, 0.93, 0.93, 0.93)
"""Share of a type's matches made by those who preferred the specialty, where no count tells (trial, *assumed*)."""


@dataclass(frozen=True, slots=True)
class Status:
    """How a specialty of the Match can be simulated, and why not better."""

    specialty: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """The targets of one specialty.

    Attributes
    ----------
    positions, unfilled
        Of the tracks simulated (neither preliminary nor for physicians).
    fills
        Positions filled by type, shape (5,), order of `TYPES`.
    match_rate
        Matched to it of those who preferred it and ranked a program, shape (5,); NaN where nothing is published.
        US-citizen IMGs and graduates are derived (see ``_derived_rates``).
    is_published_rate
        Whether the rate was published for the very type, shape (5,).
    primary
        Share of a type's matches that are of those who preferred the specialty, shape (5,).
    rankers
        Applicants who preferred it and ranked a program, shape (5,).
    applicants_per_ranker
        Applicants for each of them, shape (5,) (trial, *assumed*).
    band_low, band_rate, band_n
        US MD match rate by Step 2 CK band; `band_low` is the lower end in scores of this season
        (see ``drift_of``).
    ranks
        Mean contiguous ranks of non-US IMGs, (matched, unmatched).
    score_mean, score_sd
        Step 2 CK of rankers by type, shape (5,).
    img_score_gap
        Mean Step 2 CK of matched less unmatched non-US IMGs.
    interview_rates
        Stratum → reported rate: the first four of `TYPES`, in_state, out_of_state, gold, silver, single, no_signal.
    signals
        Signals of an applicant: gold, silver, single.
    applications
        Mean applications by type before any fit, shape (5,).
    couple_share
        Share of US MD and DO seniors who apply as half of a couple (see `_couple_share`); 0 where none is published.
    state_share
        Postal code → share of filled positions by type, shape (5,), shrunk to the nation.
    sources
        Fact ids used.
    """

    specialty: str
    season: int
    status: Status
    positions: int
    unfilled: int
    fills: NDArray[np.float64]
    match_rate: NDArray[np.float64]
    is_published_rate: NDArray[np.bool_]
    primary: NDArray[np.float64]
    rankers: NDArray[np.float64]
    applicants_per_ranker: NDArray[np.float64]
    band_low: NDArray[np.float64]
    band_rate: NDArray[np.float64]
    band_n: NDArray[np.float64]
    ranks: tuple[float, float]
    score_mean: NDArray[np.float64]
    score_sd: NDArray[np.float64]
    img_score_gap: float
    interview_rates: dict[str, float]
    signals: tuple[int, int, int]
    applications: NDArray[np.float64]
    state_share: dict[str, NDArray[np.float64]]
    couple_share: float
    sources: tuple[str, ...] = field(default=())


def status_of(facts: Facts, season: int) -> list[Status]:
    """Return for every specialty of the vocabulary whether it is fitted, pooled or refused, and why."""
    found = []
    for row in facts.specialties():
        key = row["key"]
        positions = sum(_fills(facts, key, season)[0])
        rates = [_rate(facts, key, kind)[0] for kind in ("us_md_senior", "us_do_senior", "non_us_citizen_img")]
        known = sum(rate is not None for rate in rates)
        if key == "transitional_year":
            found.append(Status(key, "refused", "one year only: it goes with an advanced position elsewhere"))
        elif row["match"] != "nrmp" and not positions:
            found.append(Status(key, "refused", "its Match is not the NRMP's and publishes no fills by applicant type"))
        elif not positions:
            found.append(Status(key, "refused", f"no positions in the {season} Match outside tracks for physicians"))
        elif positions < MIN_POSITIONS:
            found.append(Status(key, "refused", f"only {positions:.0f} positions filled in {season}: too few"))
        elif known == 3:
            found.append(Status(key, "fitted", ""))
        else:
            missing = "no match rate is published for every type of applicant"
            found.append(Status(key, "pooled", f"{missing}: rates of other specialties stand in"))
    return found


def figures_of(facts: Facts, specialty: str, season: int, *, is_pooled: bool = False) -> Figures:
    """Return the targets of one specialty and season.

    Parameters
    ----------
    season
        The Match whose fills are the target; rates are the newest published up to it.
    is_pooled
        Let the medians over the other specialties stand in for missing match rates.
    """
    sources: list[str] = []
    fills, by_state = _categorical_fills(facts, specialty, season, sources)
    positions, filled = _track_positions(facts, specialty, season)
    if fills.sum() > 0:
        fills = fills * filled / fills.sum()
    rate, is_published, preferred = _derived_rates(facts, specialty, fills, sources, is_pooled=is_pooled)
    primary = _primary(facts, specialty, fills, sources)
    rankers = fills * primary / rate
    if preferred is not None:
        rest = preferred - rankers[:_GRADUATE].sum()
        own = fills[_GRADUATE] * primary[_GRADUATE]
        rankers[_GRADUATE] = float(np.clip(rest, own / 0.9, own / 0.1))
        rate[_GRADUATE] = own / max(rankers[_GRADUATE], 1.0)
    low, band_rate, band_n = bands_of(facts, specialty, sources)
    mean, sd, gap = scores_of(facts, specialty, low, band_n, sources)
    low = low + drift_of(low, band_rate, NormalDist(float(mean[_MD]), float(sd[_MD])), float(rate[_MD]))
    status = next((each for each in status_of(facts, season) if each.specialty == specialty), None)
    return Figures(
        specialty,
        season,
        status or Status(specialty, "refused", "not a specialty of the vocabulary"),
        positions,
        positions - filled,
        fills,
        rate,
        is_published,
        primary,
        rankers,
        np.array([1.0, 1.0, _per_ranker(specialty), _per_ranker(specialty), 1.5]),
        low,
        band_rate,
        band_n,
        _ranks(facts, specialty, sources),
        mean,
        sd,
        gap,
        _interview_rates(facts, specialty, sources),
        _signals(facts, specialty, season, sources),
        _applications(facts, sources),
        {state: _shrunk(counts, fills) for state, counts in by_state.items()},
        _couple_share(facts, season, sources),
        tuple(dict.fromkeys(sources)),
    )


def _couple_share(facts: Facts, season: int, sources: list[str]) -> float:
    """Return the share of US seniors who are half of a couple, of the newest season up to this one that tells it.

    What is published is how many couples there are; that they are seniors is *assumed*: matched couples are as
    frequent among couples as matched seniors among seniors, and far more frequent than matched graduates.
    """
    couples: dict[int, float] = {}
    seniors: dict[int, dict[str, float]] = {}
    for figure in facts.statistics("couples"):
        if figure.value is not None and int(figure.season) <= season:
            couples[int(figure.season)] = figure.value
            sources.append(figure.fact_id)
    for figure in facts.statistics("active_applicants"):
        kind = figure.applicant_type_keys[0]
        if figure.value is not None and kind in TYPES[:2] and int(figure.season) in couples:
            seniors.setdefault(int(figure.season), {})[kind] = figure.value
            sources.append(figure.fact_id)
    known = [year for year, found in seniors.items() if len(found) == 2]
    return 2 * couples[max(known)] / sum(seniors[max(known)].values()) if known else 0.0


def _per_ranker(specialty: str) -> float:
    # Trial, *assumed*: from ERAS applicants against NRMP rankers.
    return {"internal_medicine": 1.55, "family_medicine": 2.18, "surgery_general": 2.2}.get(specialty, 1.9)


def _fills(facts: Facts, specialty: str, season: int) -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]]]:
    """Return positions filled by type in the nation and by state, preliminary ones among them."""
    codes = {row["name"]: row["state"] for row in facts.rows("state")}
    by_state: dict[str, NDArray[np.float64]] = {}
    where = "specialty_keys = ? AND season = ? AND entry != 'Physician'"
    for row in facts.rows("fill_by_type", where, (f";{specialty};", season)):
        counts = np.array([sum(row[name] or 0 for name in _COLUMNS[kind]) for kind in TYPES], dtype=float)
        state = codes.get(row["state"], row["state"])
        by_state[state] = by_state.get(state, np.zeros(5)) + counts
    return np.sum(list(by_state.values()), axis=0) if by_state else np.zeros(5), by_state


def _categorical_fills(
    facts: Facts, specialty: str, season: int, sources: list[str]
) -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]]]:
    """Take the preliminary positions out: by state as many as the tracks filled, in the mix of the 2025 table."""
    total, by_state = _fills(facts, specialty, season)
    sources.append(f"nrmp_filled_by_type_{season}")
    preliminary = _filled_by_state(facts, specialty, season, "P")
    if not preliminary:
        return total, by_state
    mix = np.zeros(5)
    for figure in facts.statistics("matched_pgy1"):
        if f"{specialty}/preliminary" in figure.specialty_keys and figure.value:
            for index, kind in enumerate(TYPES):
                if kind in figure.applicant_type_keys:
                    mix[index] += figure.value
                    sources.append(figure.fact_id)
    filled = sum(preliminary.values())
    if mix.sum() == 0:
        mix = total.copy()
    mix = mix / mix.sum()
    kept = {}
    for state, counts in by_state.items():
        kept[state] = np.maximum(counts - preliminary.get(state, 0) * mix, 0.0)
    return np.maximum(total - filled * mix, 1.0), kept


def _filled_by_state(facts: Facts, specialty: str, season: int, letters: str) -> dict[str, int]:
    code = next((row["nrmp_code"] for row in facts.specialties() if row["key"] == specialty), "")
    where = ", ".join("?" * len(letters))
    rows = facts.connection.execute(
        "SELECT t.state, SUM(r.positions_filled) FROM program_result AS r JOIN program_track AS t"
        f" ON t.nrmp_code = r.nrmp_code WHERE r.season = ? AND t.specialty_code = ? AND t.track_letter IN ({where})"
        " GROUP BY t.state ORDER BY t.state",
        (season, code, *letters),
    )
    return {state: int(filled or 0) for state, filled in rows}


def _track_positions(facts: Facts, specialty: str, season: int) -> tuple[int, int]:
    code = next((row["nrmp_code"] for row in facts.specialties() if row["key"] == specialty), "")
    offered, filled = facts.connection.execute(
        "SELECT SUM(r.positions_offered), SUM(r.positions_filled) FROM program_result AS r JOIN program_track AS t"
        " ON t.nrmp_code = r.nrmp_code WHERE r.season = ? AND t.specialty_code = ? AND t.track_letter IN ('C','M','A')",
        (season, code),
    ).fetchone()
    return int(offered or 0), int(filled or 0)


def _rate(facts: Facts, specialty: str, kind: str) -> tuple[float | None, str]:
    figure = newest(facts.statistics("match_rate_pct"), specialty, kind)
    if figure is None or figure.value is None or (figure.n is not None and figure.n < 5):
        return None, ""
    return figure.value / 100, figure.fact_id


def _ranked(facts: Facts, specialty: str, kind: str) -> float | None:
    applied = newest(facts.statistics("applicants_ranking_specialty_pgy1"), specialty, kind)
    matched = newest(facts.statistics("matched_pgy1"), specialty, kind, "matched")
    if applied is None or matched is None or not applied.value or matched.value is None:
        return None
    return min(matched.value / applied.value, 0.99)


def _derived_rates(
    facts: Facts, specialty: str, fills: NDArray[np.float64], sources: list[str], *, is_pooled: bool
) -> tuple[NDArray[np.float64], NDArray[np.bool_], float | None]:
    """Return match rates by type, which are published, and how many preferred the specialty in all.

    Notes
    -----
    US-citizen IMGs: the rate of all who ranked it, moved by as much (in log-odds) as that of non-US IMGs moves from
    one denominator to the other; without both, a little above the non-US rate (*assumed*). Graduates: what is left of
    all who preferred it, else 0.45 (*assumed*).
    """
    rate = np.full(5, np.nan)
    published = np.zeros(5, dtype=bool)
    for index, kind in ((_MD, "us_md_senior"), (_DO, "us_do_senior"), (_FOREIGN, "non_us_citizen_img")):
        found, fact_id = _rate(facts, specialty, kind)
        if found is not None:
            rate[index], published[index] = np.clip(found, 0.02, 0.995), True
            sources.append(fact_id)
        elif is_pooled:
            others = [value for row in facts.specialties() if (value := _rate(facts, row["key"], kind)[0]) is not None]
            rate[index] = float(np.median(others)) if others else np.nan
    citizen, foreign = _ranked(facts, specialty, "us_citizen_img"), _ranked(facts, specialty, "non_us_citizen_img")
    base = rate[_FOREIGN]
    if citizen and foreign:
        moved = _logit(base) - _logit(foreign) + _logit(citizen)
        rate[_CITIZEN] = np.clip(1 / (1 + np.exp(-moved)), 0.05, 0.9)
    else:
        rate[_CITIZEN] = np.clip(base * 1.1, 0.05, 0.9)
    rate[_GRADUATE] = 0.45
    del fills
    preferred = newest(facts.statistics("applicants_all_types_preferring"), specialty, "all")
    if preferred is not None:
        sources.append(preferred.fact_id)
    return rate, published, preferred.value if preferred else None


def _logit(p: float) -> float:
    p = min(max(p, 0.01), 0.99)
    return float(np.log(p / (1 - p)))


def _primary(facts: Facts, specialty: str, fills: NDArray[np.float64], sources: list[str]) -> NDArray[np.float64]:
    """Return primaries among matches; for non-US IMGs the count of matched who preferred it over their fills."""
    share = np.array(_PRIMARY)
    matched = newest(facts.statistics("n_matched_all"), specialty, "non_us_citizen_img", "matched")
    if matched is not None and matched.value and fills[_FOREIGN] > 0:
        share[_FOREIGN] = float(np.clip(matched.value / fills[_FOREIGN], 0.5, 0.99))
        share[_CITIZEN] = (share[_FOREIGN] + _PRIMARY[_CITIZEN]) / 2
        sources.append(matched.fact_id)
    return share


def _ranks(facts: Facts, specialty: str, sources: list[str]) -> tuple[float, float]:
    pair = []
    for stratum in ("matched", "unmatched"):
        figure = newest(facts.statistics("contiguous_ranks_mean"), specialty, "non_us_citizen_img", stratum)
        pair.append(figure.value if figure is not None and figure.value is not None else np.nan)
        if figure is not None:
            sources.append(figure.fact_id)
    return float(pair[0]), float(pair[1])


_STRATA = {
    "us_school_in_state": "in_state",
    "us_school_out_of_state": "out_of_state",
    "signal_gold": "gold",
    "signal_silver": "silver",
    "signal_single": "single",
    "no_signal": "no_signal",
}


def _interview_rates(facts: Facts, specialty: str, sources: list[str]) -> dict[str, float]:
    rates: dict[str, float] = {}
    for figure in facts.statistics("interview_rate"):
        if specialty not in figure.specialty_keys or figure.value is None:
            continue
        if figure.stratum == "all":
            for kind in (ApplicantType.US_MD_SENIOR, ApplicantType.US_DO_SENIOR, *_IMGS):
                if kind in figure.applicant_type_keys:
                    rates[str(kind)] = figure.value
        elif figure.stratum in _STRATA:
            rates[_STRATA[figure.stratum]] = figure.value
        sources.append(figure.fact_id)
    return rates


_IMGS = (ApplicantType.US_CITIZEN_IMG, ApplicantType.NON_US_CITIZEN_IMG)


def _signals(facts: Facts, specialty: str, season: int, sources: list[str]) -> tuple[int, int, int]:
    rows = [
        row
        for row in facts.rows("signal_count", "specialty_keys LIKE ?", (f"%;{specialty};%",))
        if row["total"] or row["gold"] or row["single"]
    ]
    fitting = [row for row in rows if row["season"][:4] <= str(season)] or rows
    if not fitting:
        return 0, 0, 0
    row = max(fitting, key=lambda each: (each["season"], each["fact_id"]))
    sources.append(row["fact_id"])
    gold, silver, single = (int(row[name] or 0) for name in ("gold", "silver", "single"))
    return gold, silver, single or (int(row["total"] or 0) if not gold else 0)


def _applications(facts: Facts, sources: list[str]) -> NDArray[np.float64]:
    """Return mean applications by type over all specialties together; graduates as US MD (*assumed*)."""
    found = {"us_md_senior": 58.0, "us_do_senior": 72.0, "us_citizen_img": 129.0, "non_us_citizen_img": 129.0}
    figures = [f for f in facts.statistics("applications_per_applicant") if f.specialty_keys == ("all",)]
    for kind in list(found):
        fitting = [f for f in figures if kind in f.applicant_type_keys and f.value and len(f.applicant_type_keys) < 5]
        if fitting:
            newest = max(fitting, key=lambda figure: (figure.season, figure.fact_id))
            found[kind] = float(newest.value or found[kind])
            sources.append(newest.fact_id)
    return np.array([found[kind] for kind in TYPES[:4]] + [found["us_md_senior"]])


def _shrunk(counts: NDArray[np.float64], fills: NDArray[np.float64]) -> NDArray[np.float64]:
    """Draw a state's shares to the nation by ten positions (trial: the best persistence between two years)."""
    nation = fills / max(fills.sum(), 1.0)
    return np.asarray((counts + 10.0 * nation) / (counts.sum() + 10.0))
