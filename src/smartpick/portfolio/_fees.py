"""What applications cost: the season's fee rules per service, or the last ones known, labelled as carried forward."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from smartpick.facts import Facts

__all__ = ["INCLUDED_RANKS", "Cost", "CostLine", "FeeSchedule", "FeeTier", "fee_total"]

RESIDENCYCAS_FROM = {"obstetrics_gynecology": 2025, "emergency_medicine": 2026}
"""First season in which a specialty's programs take applications through ResidencyCAS instead of ERAS.

Source: fact table rows of kind ``fee`` with service ``residencycas``, whose seasons these are.
"""

INCLUDED_RANKS = 20
"""Ranks that registration with the NRMP includes; the note of its fee row says so."""
_ORDINARY = "family_medicine"
"""A specialty whose applications have always gone through ERAS."""
_TRANSCRIPTS = {"usmle_transcript": "USMLE transcript, once", "comlex_transcript": "COMLEX transcript, once"}

_ECFMG = {
    "eras": ("eras_token", "token for ERAS, once"),
    "residencycas": ("residencycas_support", "support for ResidencyCAS, once"),
}


@dataclass(frozen=True, slots=True)
class FeeTier:
    """Programs `first` to `last` of one specialty: a flat amount, an amount for each, or both."""

    first: int
    last: int | None
    flat_usd: float
    per_program_usd: float
    fact_id: str


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of a bill.

    Attributes
    ----------
    usd
        None where the amount is not published: the total then is a lower bound.
    """

    service: str
    item: str
    usd: float | None
    text: str
    fact_ids: tuple[str, ...]
    is_carried_forward: bool


@dataclass(frozen=True, slots=True)
class Cost:
    """A bill: its lines, the total of those that are known, and whether any is not."""

    lines: tuple[CostLine, ...]

    @property
    def total_usd(self) -> float:
        """The sum of the known lines."""
        return sum(line.usd or 0.0 for line in self.lines)

    @property
    def is_lower_bound(self) -> bool:
        """True when a line's amount is unknown."""
        return any(line.usd is None for line in self.lines)

    @property
    def by_service(self) -> dict[str, float]:
        """Known amounts by service."""
        totals: dict[str, float] = {}
        for line in self.lines:
            totals[line.service] = totals.get(line.service, 0.0) + (line.usd or 0.0)
        return totals


class FeeSchedule:
    """The fees of one season.

    Parameters
    ----------
    facts
        The compiled facts.
    season
        Year of the Match. Fees that are not published for it are carried forward from the last season that has them.
    transcripts
        Which score transcripts are sent: ``usmle_transcript``, ``comlex_transcript``.
    has_fee_assistance
        Approved for the AAMC's Fee Assistance Program.
    is_img
        Graduates of schools abroad pay the ECFMG besides, once for each application service.
    """

    def __init__(
        self,
        facts: Facts,
        season: int,
        transcripts: Sequence[str] = (),
        *,
        has_fee_assistance: bool = False,
        is_img: bool = False,
    ) -> None:
        # Rows that only repeat an earlier season's amount as an assumption may lack some of its tiers; carrying the
        # last published season forward whole does the same, and says so.
        self._rows = [
            row for row in facts.rows("fee") if int(row["season"]) <= season and row["confidence"] != "assumption"
        ]
        self._names = {row["key"]: row["name"] for row in facts.specialties()}
        self.season = season
        self.is_img = is_img
        self.transcripts = tuple(transcripts)
        self.assistance, self.assistance_ids = _assistance(facts) if has_fee_assistance else (0.0, ())
        self._tiers: dict[str, tuple[FeeTier, ...]] = {}

    def service_of(self, specialty: str) -> str:
        """Return the application service of a specialty: ``eras`` or ``residencycas``."""
        return "residencycas" if self.season >= RESIDENCYCAS_FROM.get(specialty, 9999) else "eras"

    def tiers_of(self, specialty: str) -> tuple[FeeTier, ...]:
        """Return the fee tiers of a specialty; empty where the amounts are not published."""
        if specialty not in self._tiers:
            service = self.service_of(specialty)
            group = "all" if service == "eras" else specialty
            self._tiers[specialty] = tuple(
                FeeTier(
                    int(row["from_program"]),
                    int(row["to_program"]) if row["to_program"] is not None else None,
                    row["flat_usd"] or 0.0,
                    row["per_program_usd"] or 0.0,
                    row["fact_id"],
                )
                for row in sorted(
                    self._newest(service, "residency_application", group), key=lambda r: r["from_program"] or 0
                )
                if row["from_program"] is not None
                and (row["flat_usd"] is not None or row["per_program_usd"] is not None)
            )
        return self._tiers[specialty]

    def fixed_usd(self, specialties: Sequence[str]) -> float:
        """Return what is paid once: registration, what a service asks for once, flat amounts of first programs."""
        once = self.cost(dict.fromkeys(specialties, 0)).total_usd if specialties else 0.0
        return once + sum(self._flat_usd(specialty) for specialty in dict.fromkeys(specialties))

    def step_usd(self, specialty: str, number: int) -> float:
        """Return what the `number`-th application of one specialty adds to that.

        An unpublished fee counts as the other service's, so that the choice is not made as if it were free; the bill
        itself never states such an amount.
        """
        tiers = self.tiers_of(specialty) or self.tiers_of(_ORDINARY)
        added = (fee_total(tiers, number) - fee_total(tiers, number - 1)) * self._share_paid(specialty)
        return added - self._flat_usd(specialty) if number == 1 else added

    def _flat_usd(self, specialty: str) -> float:
        """Return the flat amount that the first program of a specialty opens, for several programs at once."""
        tiers = self.tiers_of(specialty) or self.tiers_of(_ORDINARY)
        is_flat = tiers and tiers[0].first == 1 and tiers[0].flat_usd
        return tiers[0].flat_usd * self._share_paid(specialty) if is_flat else 0.0

    def _share_paid(self, specialty: str) -> float:
        """Return the share of the fee that she pays: assistance is the AAMC's, and for its own service only."""
        return 1 - self.assistance if self.service_of(specialty) == "eras" else 1.0

    def cost(self, counts: Mapping[str, int]) -> Cost:
        """Return the bill for numbers of applications by specialty; it covers the ranks that registration includes."""
        lines = [self._applications(specialty, count) for specialty, count in counts.items() if count]
        for service in dict.fromkeys(map(self.service_of, counts)):
            lines += [self._once(service, each, _TRANSCRIPTS.get(each, each), counts) for each in self.transcripts]
            if self.is_img:
                lines.append(self._once("ecfmg", *_ECFMG[service], counts))
        if counts:
            lines.append(self._once("nrmp", "registration", f"registration, up to {INCLUDED_RANKS} ranks", counts))
        return Cost(tuple(lines))

    def extra_rank(self) -> CostLine:
        """Return what each rank above those that registration includes costs; no bill has it in."""
        text = f"each rank above {INCLUDED_RANKS}"
        rows = [row for row in self._newest("nrmp", "extra_rank", "") if row["per_program_usd"] is not None]
        usd = rows[0]["per_program_usd"] if rows else None
        ids = tuple(row["fact_id"] for row in rows[:1])
        return CostLine("nrmp", "extra_rank", usd, text, ids, bool(rows) and self._is_carried(ids[0]))

    def _applications(self, specialty: str, count: int) -> CostLine:
        tiers = self.tiers_of(specialty)
        service = self.service_of(specialty)
        text = f"{count} application{'s' if count > 1 else ''} in {self._names.get(specialty, specialty)}"
        if not tiers:
            missing = tuple(row["fact_id"] for row in self._newest(service, "residency_application", specialty))
            what = f"{text}: fee not published, ask"
            return CostLine(service, "residency_application", None, what, missing, is_carried_forward=False)
        usd = fee_total(tiers, count) * self._share_paid(specialty)
        ids = tuple(tier.fact_id for tier in tiers)
        if service == "eras" and self.assistance:
            text += f", less {100 * self.assistance:.0f} % fee assistance"
            ids += self.assistance_ids
        return CostLine(service, "residency_application", usd, text, ids, self._is_carried(tiers[0].fact_id))

    def _once(self, service: str, item: str, text: str, specialties: Collection[str]) -> CostLine:
        rows = self._newest(service, item, "")
        known = [row for row in rows if row["flat_usd"] is not None]
        if not known:
            missing = tuple(row["fact_id"] for row in rows)
            what = f"{text}: amount not published, ask"
            return CostLine(service, item, None, what, missing, is_carried_forward=False)
        row = known[0]
        if row["specialty_group"] not in {"all", *specialties}:
            text += f" (published for {self._names.get(row['specialty_group'], row['specialty_group'])})"
        return CostLine(service, item, row["flat_usd"], text, (row["fact_id"],), self._is_carried(row["fact_id"]))

    def _newest(self, service: str, item: str, group: str) -> list[sqlite3.Row]:
        """Return the rows of the newest season up to ours that has any with an amount, else the newest of all."""
        rows = [
            row
            for row in self._rows
            if row["service"] == service and row["item"] == item and (not group or row["specialty_group"] == group)
        ]
        stated = [row for row in rows if row["flat_usd"] is not None or row["per_program_usd"] is not None]
        newest = max((int(row["season"]) for row in stated or rows), default=None)
        return [row for row in stated or rows if int(row["season"]) == newest]

    def _is_carried(self, fact_id: str) -> bool:
        row = next(row for row in self._rows if row["fact_id"] == fact_id)
        return int(row["season"]) != self.season


def fee_total(tiers: Sequence[FeeTier], count: int) -> float:
    """Return the fee for `count` programs, in US dollars.

    Examples
    --------
    >>> eras = (FeeTier(1, 30, 0, 11, "a"), FeeTier(31, None, 0, 30, "b"))
    >>> fee_total(eras, 31)
    360.0
    """
    total = 0.0
    for tier in tiers:
        if count < tier.first:
            break
        last = count if tier.last is None else min(count, tier.last)
        total += tier.flat_usd + tier.per_program_usd * (last - tier.first + 1)
    return total


def _assistance(facts: Facts) -> tuple[float, tuple[str, ...]]:
    """Return the share that approved applicants save on ERAS applications, and where it stands."""
    for row in facts.rows("rule", "topic = 'fees'"):
        if "fee assistance" in row["item"].lower() and row["value"].rstrip("%").isdigit():
            return int(row["value"].rstrip("%")) / 100, (row["fact_id"],)
    return 0.0, ()
