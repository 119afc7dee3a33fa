"""Puts the parts together: one applicant's chances at every program, in scenarios that all programs share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from smartpick.estimate._applicant import Applicant, Heard
from smartpick.estimate._assumptions import Assumptions
from smartpick.estimate._ground import Case, Ground
from smartpick.estimate._heard import after_hearing, earlier_answers, weighed
from smartpick.estimate._market import MarketEquations
from smartpick.estimate._result import Chances, OnDemand, Rows, Term, with_odds
from smartpick.estimate._said import with_own_rule
from smartpick.estimate._scenarios import N_NODES, strength_nodes
from smartpick.estimate._table import TableEquations
from smartpick.estimate.own._share import share_effect
from smartpick.facts import Facts
from smartpick.programs import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from smartpick.market.season import Asset

    Array = NDArray[np.float64]

__all__ = ["estimate_chances"]

_EDGE = 1e-6
_STAND_INS = 40


def estimate_chances(
    facts: Facts,
    assumptions: Assumptions,
    applicant: Applicant,
    programs: Sequence[Program],
    everywhere: Sequence[Program],
    season: int,
    seed: int,
    market: Asset | None = None,
) -> Chances:
    """Return the chances of one applicant at the programs given, without any signal.

    Parameters
    ----------
    programs
        The candidates; any specialties.
    everywhere
        All active programs of those specialties, the candidates among them: what the reference applicant applies to.
        Programs of further specialties count as far as she has heard from them.
    season
        Newest season of the directory.
    seed
        The same seed gives the same scenarios, whatever else is asked.
    market
        Simulated seasons. Specialties that have draws there take the differences between programs from them; the
        others, and all of them without it, from named assumptions.

    Notes
    -----
    Strength θ and interview skill φ are the same at every program and specialty of a scenario. What she has heard this
    season weighs both (see ``_heard``). Equations: ``_market`` and ``_table``.
    """
    case = Case(facts, assumptions, applicant, season, seed)
    kinds = dict.fromkeys(program.specialty for program in programs)
    told_in = {
        each.specialty
        for each in everywhere
        if each.program_code_nrmp in applicant.heard or applicant.earlier is not None
    }
    every = {
        specialty: _equations(
            Ground(case, specialty, [each for each in everywhere if each.specialty == specialty]), market
        )
        for specialty in (*kinds, *sorted(told_in - set(kinds)))
    }
    rooms = {specialty: every[specialty] for specialty in kinds}
    theta, phi = strength_nodes(seed)
    sent = partial(assumptions.offers_sent, seed=seed)
    known = [each for each in everywhere if each.program_code_nrmp in applicant.heard]
    before = _before(every, everywhere, case)
    if known or before is not None:
        heard = {each.program_code_nrmp: applicant.heard[each.program_code_nrmp] for each in known}
        theta = weighed(heard, sent, lambda nodes: _offers(every, known, nodes), theta, before)
    plain = _over(rooms, programs, theta, phi)
    told = {
        j
        for j, program in enumerate(programs)
        if program.program_code_nrmp in applicant.own_rules or program.program_code_nrmp in applicant.heard
    }

    def rows(indices: Sequence[int]) -> tuple[Array, Array]:
        interview, accept = plain(indices)
        for at, j in enumerate(indices):
            if j in told:
                interview[at] = _as_told(case, programs[j], interview[at], sent)
        np.clip(interview, _EDGE, 1 - _EDGE, out=interview)
        return interview, accept

    basis = {specialty: room.basis for specialty, room in rooms.items()}
    cap = case.cap if all(each.is_simulated for each in basis.values()) else None
    weights = np.full(N_NODES, 1.0 / N_NODES)
    terms = OnDemand(len(programs), lambda j: _terms(rooms, programs[j], applicant))
    return Chances(tuple(programs), rows, theta.shape[0], weights, terms, basis, cap)


def _as_told(case: Case, program: Program, interview: Array, sent: Callable[[float | None], Array]) -> Array:
    """Return the chance of an interview offer from one program after what she found out and heard of it."""
    code = program.program_code_nrmp
    rule, event = case.applicant.own_rules.get(code), case.applicant.heard.get(code)
    if rule is not None:
        if rule.share is not None:
            interview = with_odds(interview, share_effect(case, program, rule.share)[:, None])
        interview = with_own_rule(interview, rule.interview_rate)
    return interview if event is None else after_hearing(interview, event, sent(event.days))


def _terms(
    rooms: Mapping[str, MarketEquations | TableEquations], program: Program, applicant: Applicant
) -> tuple[Term, ...]:
    """Return the reasons of one program: what was heard from it and what she found out first."""
    said = list(rooms[program.specialty].terms([program])[0])
    code = program.program_code_nrmp
    rule, event = applicant.own_rules.get(code), applicant.heard.get(code)
    if rule is not None:
        said.insert(0, Term("own_fact", 0.0, rule.text, ()))
    if event is not None:
        said.insert(0, Term("heard", 0.0, _heard_text(event), ()))
    return tuple(said)


def _equations(ground: Ground, market: Asset | None) -> MarketEquations | TableEquations:
    found = None if market is None else market.specialties.get(ground.specialty)
    if found is None or not found.n_draws:
        return TableEquations(ground)
    return MarketEquations(ground, found)


def _over(
    rooms: Mapping[str, MarketEquations | TableEquations], programs: Sequence[Program], theta: Array, phi: Array
) -> Rows:
    """Return what works out interview and accept chances over programs of several specialties."""
    if len(rooms) == 1:
        return next(iter(rooms.values())).rows(programs, theta, phi)
    place: dict[int, int] = {}
    of: dict[str, Rows] = {}
    for specialty, room in rooms.items():
        at = [i for i, program in enumerate(programs) if program.specialty == specialty]
        if at:
            place |= {i: number for number, i in enumerate(at)}
            of[specialty] = room.rows([programs[i] for i in at], theta, phi)

    def some(indices: Sequence[int]) -> tuple[Array, Array]:
        interview = np.empty((len(indices), *theta.shape))
        accept = np.empty_like(interview)
        for specialty, rows in of.items():
            at = [number for number, i in enumerate(indices) if programs[i].specialty == specialty]
            if at:
                interview[at], accept[at] = rows([place[indices[number]] for number in at])
        return interview, accept

    return some


def _offers(rooms: Mapping[str, MarketEquations | TableEquations], programs: Sequence[Program], nodes: Array) -> Array:
    return _over(rooms, programs, nodes, np.zeros_like(nodes))(range(len(programs)))[0]


def _before(
    rooms: Mapping[str, MarketEquations | TableEquations], everywhere: Sequence[Program], case: Case
) -> Callable[[Array], Array] | None:
    """Return what the last season's answers tell of her strength; None where they tell nothing."""
    earlier = case.applicant.earlier
    if earlier is None:
        return None
    kinds = [each for each in everywhere if each.specialty in rooms]
    if earlier.specialties:
        kinds = [each for each in kinds if each.specialty in earlier.specialties]
    if earlier.programs:
        then = [each for each in kinds if each.program_code_nrmp in set(earlier.programs)]
    else:
        # Where only numbers are told, programs spread evenly over the directory stand for those applied to.
        step = max(1, len(kinds) // _STAND_INS)
        then = kinds[::step][:_STAND_INS]
    if not then:
        return None
    share = case.assumptions.draw_share("earlier_answer_share", case.seed)
    most = case.assumptions.get("earlier_answers_most").mean
    if most <= 0 or not share.any():
        return None
    codes = [each.program_code_nrmp for each in then]
    return earlier_answers(earlier, codes, lambda nodes: _offers(rooms, then, nodes), share, most)


def _heard_text(event: Heard) -> str:
    """Say what was heard, as the applicant logged it.

    Examples
    --------
    >>> _heard_text(Heard("invited", is_declined=True))
    'it invited you and you declined (your log)'
    """
    if event.what == "invited":
        later = (
            " and turned you down later" if event.is_turned_down else " and you declined" if event.is_declined else ""
        )
        return f"it invited you{later} (your log)"
    if event.what == "rejected":
        return "it turned you down (your log)"
    return "you applied and have heard nothing yet (your log)"
