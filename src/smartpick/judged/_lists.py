"""Would a list chosen with last season's facts have done better in this season than a simple choice of as many?

Lists are chosen by the table version with the facts up to the season before, and judged by the best model at hand with
all facts. Beside them stand simple rules that read the same facts, and the best that the judge itself could choose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate import Applicant, Assumptions, Chances, estimate_chances
from smartpick.judged._figures import shares
from smartpick.judged._market import simulated
from smartpick.judged._model import Published, generator
from smartpick.judged._sight import after, hide, open_tracks, programs_until
from smartpick.portfolio import Objective, choose
from smartpick.vocabulary import ApplicantType, Track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.facts import Facts
    from smartpick.market.season import Asset
    from smartpick.programs import Program

    Array = NDArray[np.float64]

__all__ = ["CASES", "CHOOSERS", "OURS", "Case", "ListResult", "Lists", "judge_lists"]

NUMBERS = (20, 40)
N_RANDOM = 20
OURS, BEST = "SmartPick", "best possible"
CHOOSERS = {
    OURS: "the table version with the facts up to the season before, greedy for the chance to match",
    "random": f"mean over {N_RANDOM} draws by lot",
    "largest": "most positions offered in the season before",
    "own state, then largest": "her state first, then most positions",
    "most often unfilled": "most of the last four Matches with a position left over, then most positions",
    "states with most of her type": "largest share of the state's filled positions with her type, then most positions",
    BEST: "greedy by the judge itself, with all facts: nobody could have known",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One made-up applicant.

    Attributes
    ----------
    text
        Who she is, for a reader.
    state
        Her own: of her school, or of a tie.
    specialty
        The one that she applies in, where it has simulated seasons; else another that has.
    """

    text: str
    applicant: Applicant
    state: str
    specialty: str


def _case(kind: ApplicantType, score: float, state: str, specialty: str, **more: object) -> Case:
    home = {"tie_states": {state: "lives there"}} if kind.is_img else {"school_state": state}
    applicant = Applicant(kind, step2_ck=score, **home, **more)  # type: ignore[arg-type]
    return Case(f"{kind.label}, {score:.0f}, {state}", applicant, state, specialty)


CASES = (
    _case(ApplicantType.US_MD_SENIOR, 233, "CA", "family_medicine"),
    _case(ApplicantType.US_MD_SENIOR, 246, "TX", "psychiatry"),
    _case(ApplicantType.US_MD_SENIOR, 256, "MA", "dermatology"),
    _case(ApplicantType.US_DO_SENIOR, 236, "MI", "emergency_medicine"),
    _case(ApplicantType.US_DO_SENIOR, 246, "FL", "pediatrics"),
    _case(ApplicantType.US_CITIZEN_IMG, 230, "NY", "family_medicine"),
    _case(ApplicantType.NON_US_CITIZEN_IMG, 245, "NJ", "pathology", needs_visa=True),
    _case(ApplicantType.NON_US_CITIZEN_IMG, 238, "IL", "child_neurology", needs_visa=True),
)


@dataclass(frozen=True, slots=True, eq=False)
class ListResult:
    """What the judge makes of one chooser's list of one applicant and number.

    Attributes
    ----------
    p_match, interviews
        Draws, shape (n_draws,).
    chosen
        NRMP codes in the order in which they were chosen; the first of the lists where there are several.
    """

    case: str
    specialty: str
    number: int
    chooser: str
    p_match: Array
    interviews: Array
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Every list.

    Attributes
    ----------
    chosen_until, judged_in
        Newest season in sight of the choosers, and of the judge.
    is_simulated
        Whether the judge has simulated seasons of every specialty asked about.
    """

    results: tuple[ListResult, ...]
    chosen_until: int
    judged_in: int
    is_simulated: bool

    def of(self, case: str, number: int) -> dict[str, ListResult]:
        """Return the lists of one applicant and number by chooser."""
        return {each.chooser: each for each in self.results if (each.case, each.number) == (case, number)}

    def gain(self, number: int, chooser: str, case: str | None = None) -> Array:
        """Return draws of how much likelier our list is to match; over all applicants when none is named."""
        gains = []
        for name in dict.fromkeys(each.case for each in self.results) if case is None else (case,):
            lists = self.of(name, number)
            gains.append(lists[OURS].p_match - lists[chooser].p_match)
        return np.asarray(np.mean(gains, axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """One state of knowledge."""

    facts: Facts
    season: int
    programs: tuple[Program, ...]
    market: Asset | None
    assumptions: Assumptions = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "assumptions", Assumptions(self.facts))

    def of(self, specialty: str) -> list[Program]:
        return [each for each in self.programs if each.specialty == specialty]

    def chances(self, applicant: Applicant, pool: Sequence[Program], seed: int) -> Chances:
        return estimate_chances(self.facts, self.assumptions, applicant, pool, pool, self.season, seed, self.market)


@dataclass(frozen=True, slots=True)
class _NoFees:
    """Applications cost nothing: only the number is limited."""

    def fixed_usd(self, specialties: Sequence[str]) -> float:
        del specialties
        return 0.0

    def step_usd(self, specialty: str, number: int) -> float:
        del specialty, number
        return 0.0


def judge_lists(
    facts: Facts,
    asset: Asset | None,
    seed: int = 1,
    cases: Sequence[Case] = CASES,
    numbers: Sequence[int] = NUMBERS,
) -> Lists:
    """Return every chooser's lists of every applicant, judged.

    Notes
    -----
    All candidates are the open tracks of the Match judged in: an applicant knows which programs take part before she
    applies. Their results, and every published figure, end with the season before.
    """
    tracks = open_tracks(facts)
    newest = max(max(program.positions) for program in tracks)
    poorer = hide(facts, *after(facts, newest - 1))
    before = _Side(poorer, newest - 1, programs_until(tracks, newest - 1), None)
    now = _Side(facts, newest, programs_until(tracks, newest), asset)
    known = simulated(asset)
    taken = (shares(poorer, newest - 1), seed)
    results: list[ListResult] = []
    asked = []
    for k, case in enumerate(cases):
        is_there = not known or case.specialty in known
        specialty = case.specialty if is_there else known[k % len(known)]
        asked.append(specialty)
        results += _of_case(case, specialty, (before, now), taken, numbers)
    poorer.connection.close()
    return Lists(tuple(results), newest - 1, newest, bool(known) and set(asked) <= set(known))


def _of_case(
    case: Case,
    specialty: str,
    sides: tuple[_Side, _Side],
    taken: tuple[Sequence[Published], int],
    numbers: Sequence[int],
) -> list[ListResult]:
    before, now = sides
    shown, seed = taken
    pool, pool_now = before.of(specialty), now.of(specialty)
    judge = now.chances(case.applicant, pool_now, seed)
    hits = judge.hits()
    chosen = before.chances(case.applicant, pool, seed)
    most = max(numbers)
    orders: dict[str, list[list[int]]] = {
        OURS: [_greedy(chosen, most)],
        "random": [generator(seed, "list", case.text, str(k)).permutation(len(pool)).tolist() for k in range(N_RANDOM)],
        BEST: [_greedy(judge, most)],
    }
    for name, key in _rules(case, shown).items():
        orders[name] = [sorted(range(len(pool)), key=lambda i, key=key: (*key(pool[i]), pool[i].program_code_nrmp))]  # type: ignore[misc]
    found = []
    for number in numbers:
        for name in CHOOSERS:
            lists = [np.array(order[:number]) for order in orders[name]]
            p_match = np.mean([1 - np.prod(1 - hits[some], axis=0) @ judge.weights for some in lists], axis=0)
            offers = np.mean([judge.interview[some].sum(axis=0) @ judge.weights for some in lists], axis=0)
            codes = tuple(pool[i].program_code_nrmp for i in lists[0])
            found.append(ListResult(case.text, specialty, number, name, p_match, offers, codes))
    return found


def _greedy(chances: Chances, number: int) -> list[int]:
    """Return the first programs of a greedy choice; its shorter lists are its beginnings."""
    hits = chances.hits()
    n, n_draws, n_nodes = hits.shape
    weights = np.tile(chances.weights / n_draws, n_draws)
    objective = Objective(hits.reshape(n, n_draws * n_nodes), weights, np.zeros(n, dtype=np.int64), np.ones(1))
    specialties = [program.specialty for program in chances.programs]
    return list(choose(objective, specialties, _NoFees(), max_programs=number).picked)


def _rules(case: Case, shown: Sequence[Published]) -> dict[str, Callable[[Program], tuple[float, ...]]]:
    """Return for each simple rule what it sorts by, the best first; all read only what was known before."""
    kind = str(case.applicant.applicant_type)
    share = {
        (each.asked.specialty, each.asked.place): each.value for each in shown if each.asked.applicant_type == kind
    }

    def size(program: Program) -> float:
        return -float(max(program.positions.items(), default=(0, (0, 0)))[1][0])

    def unfilled(program: Program) -> float:
        last = max(program.positions, default=0)
        return -float(program.unfilled_record(last)[0]) if last else 0.0

    def like_her(program: Program) -> float:
        entry = "PGY-2" if program.track is Track.ADVANCED else "PGY-1"
        return -share.get((program.specialty, f"{program.state}/{entry}"), 0.0)

    return {
        "largest": lambda program: (size(program),),
        "own state, then largest": lambda program: (float(program.state != case.state), size(program)),
        "most often unfilled": lambda program: (unfilled(program), size(program)),
        "states with most of her type": lambda program: (like_her(program), size(program)),
    }
