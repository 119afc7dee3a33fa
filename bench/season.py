"""How long do a pool, a season, its clearing within that and its moments take, per specialty? Needs numba."""

from __future__ import annotations

import sys
import time

from smartpick.facts import open_facts
from smartpick.market.season._clearing import clear
from smartpick.market.season._figures import figures_of
from smartpick.market.season._fit import start_of
from smartpick.market.season._moments import moments_of
from smartpick.market.season._pool import pool_of
from smartpick.market.season._programs import field_of
from smartpick.market.season._season import simulate_season

SPECIALTIES = ("internal_medicine", "family_medicine", "psychiatry", "pediatrics", "surgery_general", "dermatology")


def main() -> None:
    facts = open_facts()
    print(f"{'specialty':24} {'applications':>12} {'pool s':>8} {'season s':>9} {'clearing':>9} {'moments s':>10}")
    for specialty in sys.argv[1:] or SPECIALTIES:
        figures = figures_of(facts, specialty, 2026)
        programs = field_of(facts, figures)
        parameters, choice = start_of(figures, programs)
        best = [9e9, 9e9, 9e9, 9e9]
        for _ in range(3):
            begin = time.perf_counter()
            pool = pool_of(figures, programs, choice, 1)
            drawn = time.perf_counter()
            season = simulate_season(pool, programs, parameters)
            done = time.perf_counter()
            moments_of(figures, programs, pool, season)
            told = time.perf_counter()
            clear(pool, programs, season.value, season.attended, parameters.not_ranked, compiled=True)
            cleared = time.perf_counter()
            spans = (drawn - begin, done - drawn, told - done, cleared - told)
            best = [min(a, b) for a, b in zip(best, spans, strict=True)]
        times = f"{best[0]:8.3f} {best[1]:9.3f} {best[3] / best[1]:9.0%} {best[2]:10.3f}"
        print(f"{specialty:24} {len(pool.program):12,} {times}")


if __name__ == "__main__":
    main()
