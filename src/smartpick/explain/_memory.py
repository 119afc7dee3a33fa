"""Keeps what was worked out for an applicant, so that the next question about her need not begin anew.

A question that changes only limits or wishes (budget, number, programs in and out) finds chances and bench at hand; one
that changes the areas finds the chances; one that changes her record finds nothing. Nothing is kept by name: what is
asked for is compared with everything that the kept depends on, so that an answer is the same with it as without.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smartpick.estimate import Applicant, Assumptions, Chances, estimate_chances
from smartpick.explain._bench import Bench
from smartpick.explain._candidates import Candidates
from smartpick.facts import Facts
from smartpick.market.season import shipped_asset
from smartpick.profile import Profile
from smartpick.programs import Program

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["Memory", "chances_asked"]

_MOST_BYTES = 60_000_000
"""Chances of some 1,800 programs, with what is kept beside them; of more, only the latest stay."""
_MOST_BENCHES = 4


def chances_asked(
    facts: Facts,
    profile: Profile,
    assumptions: Assumptions,
    applicant: Applicant,
    programs: Sequence[Program],
    everywhere: Sequence[Program],
    season: int,
    seed: int,
) -> tuple[object, Callable[[], Chances]]:
    """Return what chances at some programs depend on besides the programs, as a key for `Memory`; and how to make them.

    Parameters
    ----------
    profile
        Has the assumptions of her own that `assumptions` looks up.
    everywhere, season, seed
        As for `smartpick.estimate.estimate_chances`.
    """
    own = {key: (each.mean, each.sd) for key, each in profile.assumptions.items()}
    codes = tuple(each.program_code_nrmp for each in everywhere)
    kinds = frozenset(each.specialty for each in programs)
    return (applicant, own, codes, kinds, season, seed), lambda: estimate_chances(
        facts, assumptions, applicant, programs, everywhere, season, seed, shipped_asset(facts)
    )


@dataclass(slots=True, eq=False)
class _Known:
    """Chances with what they depend on, and the benches that stand on them.

    Attributes
    ----------
    key
        Everything that decides the chances at a program, whichever others are asked for.
    codes
        The programs, in their order.
    """

    key: object
    codes: tuple[str, ...]
    chances: Chances
    benches: list[tuple[object, tuple[str, ...], Bench]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Return about how many bytes it holds."""
        programs, draws, nodes = self.chances.shape
        # What all programs' chances are worked out from, five of a kind, and their products: in single precision too.
        products = max(len({id(bench.shared) for _, _, bench in self.benches}), 1)
        return 8 * programs * draws * 5 + 12 * programs * draws * nodes * products


class Memory:
    """What is kept between questions, bounded; the latest stays longest."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._known: list[_Known] = []
        self._candidates: list[tuple[object, Candidates]] = []
        self._lock = threading.RLock()

    def candidates(self, key: object, make: Callable[[], Candidates]) -> Candidates:
        """Return candidates: kept ones where the key, all that they depend on, is the same, or found now."""
        with self._lock:
            for known, found in self._candidates:
                if known == key:
                    return found
            made = make()
            self._candidates.append((key, made))
            del self._candidates[:-_MOST_BENCHES]
            return made

    def chances(self, key: object, codes: Sequence[str], make: Callable[[], Chances]) -> Chances:
        """Return the chances at some programs: kept ones, some of kept ones, or made now."""
        wanted = tuple(codes)
        with self._lock:
            for known in self._known:
                if known.key != key:
                    continue
                if known.codes == wanted:
                    return self._latest(known).chances
                place = {code: at for at, code in enumerate(known.codes)}
                if all(code in place for code in wanted):
                    self._latest(known)
                    return self._some(known, wanted, [place[code] for code in wanted])
            # Room is made before, not after: two at once would be the most memory that is ever held.
            expected = max((known.size for known in self._known), default=0)
            while self._known and sum(known.size for known in self._known) + expected > self.most_bytes:
                self._known.pop(0)
            made = make()
            self._known.append(_Known(key, wanted, made))
            return made

    def bench(
        self, key: object, chances_key: object, chances: Chances, make: Callable[[dict[str, Array] | None], Bench]
    ) -> Bench:
        """Return a bench over chances: a kept one where it stands on the same programs and key, or made now.

        Limits and wishes are the caller's to set: `Bench.limited`. `make` gets `Bench.shared` of the same programs,
        where it is at hand.
        """
        codes = tuple(program.program_code_nrmp for program in chances.programs)
        with self._lock:
            known = next((each for each in self._known if each.key == chances_key), None)
            shared = None
            for of_key, of, bench in known.benches if known else ():
                if of == codes:
                    shared = bench.shared
                    if of_key == key:
                        return bench
            # The others' chances in single precision would stay beside the new one's.
            for _, _, other in known.benches if known else ():
                other.let_go()
            made = make(shared)
            if known:
                known.benches.append((key, codes, made))
                del known.benches[:-_MOST_BENCHES]
            return made

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()
            self._candidates.clear()

    def _some(self, known: _Known, wanted: tuple[str, ...], rows: list[int]) -> Chances:
        """Return the chances at some programs; where they are most of them, they take the place of all."""
        if 2 * len(wanted) <= len(known.codes):
            return known.chances.only(rows)
        known.benches.clear()
        known.chances, known.codes = known.chances.only(rows), wanted
        return known.chances

    def _latest(self, known: _Known) -> _Known:
        self._known.remove(known)
        self._known.append(known)
        return known
