"""The chance model at one sight, asked through its door, with what was computed for it kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate import Applicant, Assumptions, Chances, SpecialtyBasis, estimate_chances
from smartpick.judged._sight import Sight
from smartpick.uncertainty import expit
from smartpick.vocabulary import ApplicantType, SignalTier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.market.season import Asset
    from smartpick.programs import Program

    Array = NDArray[np.float64]

__all__ = ["MIXED", "SAMPLE", "SCHOOLED", "Room"]

SAMPLE = 40
SCHOOLED = (ApplicantType.US_MD_SENIOR, ApplicantType.US_DO_SENIOR)
MIXED = (*SCHOOLED, ApplicantType.US_CITIZEN_IMG, ApplicantType.NON_US_CITIZEN_IMG)
_MIDDLE = 245.0


@dataclass(eq=False)
class Room:
    """One sight, with what was computed for it."""

    sight: Sight
    market: Asset | None = None
    assumptions: Assumptions = field(init=False)
    bases: dict[tuple[str, ApplicantType], SpecialtyBasis] = field(default_factory=dict)
    kept: dict[tuple[str, ApplicantType, bool], Chances] = field(default_factory=dict)
    bare: Room | None = None
    by_tier: dict[tuple[str, SignalTier], Array | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.assumptions = Assumptions(self.sight.facts)

    def ask(self, applicant: Applicant, programs: Sequence[Program], pool: Sequence[Program]) -> Chances:
        """Return the chances of an applicant at some programs of the pool."""
        sight = self.sight
        return estimate_chances(
            sight.facts, self.assumptions, applicant, programs, pool, sight.season, sight.seed, self.market
        )

    def without_seasons(self) -> Room:
        """Return the room of the same sight in which tables answer alone; itself where they do already."""
        if self.market is None:
            return self
        if self.bare is None:
            self.bare = Room(self.sight)
        return self.bare

    def basis(self, specialty: str, kind: ApplicantType) -> SpecialtyBasis | None:
        """Return the level and interview rate of a group; None where the directory has no program of the specialty."""
        key = specialty, kind
        if key not in self.bases:
            pool = self.sight.of(specialty)[:1]
            if not pool:
                return None
            self.bases[key] = self.ask(Applicant(kind, step2_ck=_MIDDLE), pool, pool).basis[specialty]
        return self.bases[key]

    def chances(self, specialty: str, kind: ApplicantType, *, is_away: bool) -> Chances:
        """Return the chances of a group's typical applicant at a sample of the specialty's programs."""
        key = specialty, kind, is_away
        if key not in self.kept:
            score = self.typical_score(specialty, kind)
            pool = self.sight.of(specialty)
            # A school in no state of the list is outside every program's state.
            applicant = Applicant(kind, step2_ck=score, school_state="--" if is_away else None)
            self.kept[key] = self.ask(applicant, pool[:: max(1, len(pool) // SAMPLE)], pool)
        return self.kept[key]

    def typical_score(self, specialty: str, kind: ApplicantType) -> float:
        """Return the Step 2 CK score at which the group has its published rate."""
        basis = self.basis(specialty, kind)
        return basis.level.centre if basis else _MIDDLE

    def level_at(self, basis: SpecialtyBasis, score: float) -> Array:
        """Return draws of the chance to match at a score, given a program to rank."""
        return expit(basis.level.draws + basis.level.slope * (score - _MIDDLE) / 15)

    def sent(self, specialty: str, kind: ApplicantType, programs: Sequence[Program]) -> Array:
        """Return which share of a type's applications to these programs goes to each; equal parts without seasons."""
        found = None if self.market is None else self.market.specialties.get(specialty)
        share = np.ones(len(programs))
        if found is not None and found.n_draws and str(kind) in found.types:
            applied = found.applied[found.types.index(str(kind))]
            at = {code: float(applied[k]) for k, code in enumerate(found.program_codes)}
            share = np.array([at.get(each.program_code_nrmp, 0.0) for each in programs])
        return share / share.sum() if share.sum() > 0 else np.full(len(programs), 1.0 / len(programs))

    def people(self, specialty: str) -> dict[ApplicantType, float]:
        """Return how many of each type ranked the specialty, where it has programs."""
        found = {}
        for kind in MIXED if self.sight.of(specialty) else ():
            people = [
                figure.value
                for figure in self.sight.facts.statistics("applicants_ranking_specialty_pgy1")
                if specialty in figure.specialty_keys and figure.applicant_type_keys == (str(kind),) and figure.value
            ]
            if people:
                found[kind] = people[-1]
        return found
