"""How long do one applicant's chances take, from the cutoffs of simulated seasons and from the tables alone?

Medians of repeated runs in one process, beside each other. ``python bench/estimate.py [SPECIALTY]``
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from smartpick.estimate import Applicant, Assumptions, estimate_chances
from smartpick.estimate._ground import Case, Ground
from smartpick.estimate._market import MarketEquations
from smartpick.estimate._scenarios import N_DRAWS, N_NODES, strength_nodes
from smartpick.facts import open_facts
from smartpick.market.season import shipped_asset
from smartpick.programs import load_directory
from smartpick.vocabulary import ApplicantType, Track

REPEATS = 15


def median_ms(run: Callable[[], object]) -> float:
    """Return the median time of a call, after one that is not counted."""
    run()
    times = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    specialty = sys.argv[1] if len(sys.argv) > 1 else "internal_medicine"
    facts = open_facts()
    asset = shipped_asset(facts)
    every = load_directory(facts, [specialty]).of([specialty])
    pool = [program for program in every if program.track not in {Track.PRELIMINARY, Track.PHYSICIAN}][:600]
    applicant = Applicant(ApplicantType.US_MD_SENIOR, step2_ck=245, school_state="OH")
    assumptions = Assumptions(facts)
    scenarios = N_DRAWS * N_NODES
    print(f"{specialty}, {len(pool)} programs, {scenarios:,} scenarios (median of {REPEATS}, ms)")
    table = median_ms(lambda: estimate_chances(facts, assumptions, applicant, pool, pool, 2026, 1))
    print(f"table version, all of it            {table:8.1f}")
    if asset is None or specialty not in asset.specialties or not asset.specialties[specialty].n_draws:
        print("no simulated seasons of this specialty are here")
        return
    whole = median_ms(lambda: estimate_chances(facts, assumptions, applicant, pool, pool, 2026, 1, asset))
    ground = Ground(Case(facts, assumptions, applicant, 2026, 1), specialty, pool)
    room = MarketEquations(ground, asset.specialties[specialty])
    theta, phi = strength_nodes(1)
    draws = median_ms(lambda: room.rows(pool, theta, phi)(range(len(pool))))
    print(f"market version, all of it           {whole:8.1f}   {whole / table:.2f} of the table version")
    print(f"… the joint draws of all programs   {draws:8.1f}   {draws * 2000 / scenarios:.1f} for 2,000")


if __name__ == "__main__":
    main()
