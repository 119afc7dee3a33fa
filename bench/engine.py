"""The Match engine against the clock and against public peers, in one run.

::

    python bench/engine.py                # everything; pin it to one core for steady figures: taskset -c 1 …
    python bench/engine.py --no-peers     # the national market alone

The national market has 50,000 applicants, 6,700 tracks, about 43,000 positions and 600,000 mutual ranks. Times are
medians of warm runs on one core. Peers are run at the sizes that they survive, on the same lists, and their matchings
must be the same as ours. Prints Markdown; the table is kept in ``docs/performance.md``.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from smartpick.market import Market, Outcome, Scenarios, match_market, match_scores, verify_matching
from smartpick.market._jit import has_numba
from smartpick.market._prepare import prepare
from smartpick.market._synthetic import Season, market_of, synthetic_season

APPLICANTS = 50_000
COUPLES = 1_200
SEEDS = 40
SIZES = (250, 500, 1_000, 2_000, 4_000, 8_000, 16_000)
SURVIVES_S = 60.0


def seconds(work: Callable[[], Any], times: int = 15) -> float:
    """Return the median time of warm runs."""
    work()
    return statistics.median(once(work)[0] for _ in range(times))


def once(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def machine() -> str:
    """Return processor, cores, system and versions."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        told = [line for line in info.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        name = told[0].partition(":")[2].strip() if told else name
    numba = sys.modules["numba"].__version__ if "numba" in sys.modules else "none"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{name}, {cores} core(s) used, {platform.system()}, Python {platform.python_version()},"
        f" numpy {np.__version__}, numba {numba}"
    )


def row(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def verified(market: Market, seed: int = 0) -> bool:
    matching = match_market(market, seed=seed).matching
    return matching is not None and bool(verify_matching(market, matching))


def national() -> None:
    """Time the national market against the bars set for it."""
    season = synthetic_season(APPLICANTS, 0)
    row("national market", "bar", "median", "bar / median", "checked")
    row("---", "---", "---", "---", "---")
    singles(season)
    couples()
    draws(season)
    scenarios(season)


def singles(season: Season) -> None:
    market = market_of(season, 0, 0)
    size = f"{market.n_persons:,} × {market.n_programs:,}, {int(market.quota.sum()):,} positions"
    took = seconds(lambda: match_market(market), 40)
    checked = "verified" if verified(market) else "NOT STABLE"
    ranks = len(market.layout.lists.slot)
    row(f"singles ({size}, {ranks:,} mutual ranks)", "6 ms", f"{took * 1e3:.2f} ms", f"{6e-3 / took:.2f}", checked)
    laid_out = seconds(lambda: prepare(market), 9)
    row("laying out the lists, once for a market", "-", f"{laid_out * 1e3:.1f} ms", "-", "")
    plain = once(lambda: match_market(market, compiled=False))[0]
    row("singles without numba", "-", f"{plain * 1e3:.0f} ms", "-", "")


def couples() -> None:
    """Forty markets with couples, each with a seed of its own, then one market with forty orders of its couples."""
    for what, seeds in (("forty markets", range(SEEDS)), ("one market, forty orders", [0] * SEEDS)):
        times, found, first = [], 0, 0
        market = None
        is_right = True
        for number, seed in enumerate(seeds):
            if market is None or seed != 0:
                market = market_of(synthetic_season(APPLICANTS, seed), COUPLES, seed)
                match_market(market)
            took, outcome = once(partial(match_market, market, seed=number))
            times.append(took)
            found += outcome.is_stable
            first += len(outcome.attempts) == 1
            if number % 10 == 0:
                is_right &= verified(market, number)
        median = statistics.median(times)
        row(
            f"{COUPLES:,} couples, {what}",
            "20 ms, 95 %",
            f"{median * 1e3:.2f} ms (slowest {max(times) * 1e3:.0f})",
            f"{20e-3 / median:.2f}",
            f"{found}/{SEEDS} stable, {first} at the first attempt; {'verified' if is_right else 'NOT STABLE'}",
        )


def draws(season: Season) -> None:
    """Draw what both sides think anew and match: a simulated season."""
    n = len(season.utility)
    utility, score = season.utility.astype(np.float32), season.score.astype(np.float32)
    rng = np.random.Generator(np.random.SFC64(0))

    def draw(*, with_entry: bool = False) -> Any:
        mine = utility + rng.standard_normal(n, dtype=np.float32)
        theirs = score + rng.standard_normal(n, dtype=np.float32)
        return match_scores(season.interviews, mine, theirs, with_entry=with_entry)

    for what, with_entry in (("with cutoffs", False), ("with cutoffs and exact entry scores", True)):
        took = seconds(partial(draw, with_entry=with_entry), 60)
        row(
            f"all preferences drawn anew and matched, {what}",
            "1,500 a minute",
            f"{60 / took:,.0f} a minute",
            f"{60 / took / 1500:.2f}",
            "",
        )


def scenarios(season: Season) -> None:
    """Evaluate a list of forty programs over a thousand stored scenarios."""
    rng = np.random.default_rng(0)
    n, n_programs = len(season.utility), len(season.interviews.quota)
    stored = [
        match_scores(season.interviews, rng.normal(size=n), season.score + rng.normal(size=n)).cutoff for _ in range(50)
    ]
    table = Scenarios.collect([stored[i % 50] + rng.normal(0, 0.1, n_programs).astype(np.float32) for i in range(1000)])
    programs = rng.permutation(n_programs)[:40]
    scores = rng.normal(size=(1000, 40)).astype(np.float32)
    took = seconds(lambda: table.first_admitted(programs, scores), 200)
    by_hand = [next((i for i in range(40) if scores[s, i] > table.cutoff[programs[i], s]), -1) for s in range(1000)]
    checked = "same as by hand" if table.first_admitted(programs, scores).tolist() == by_hand else "NOT THE SAME"
    row("a list of 40 programs over 1,000 scenarios", "1 ms", f"{took * 1e3:.3f} ms", f"{1e-3 / took:.1f}", checked)


Lists = tuple[dict[int, list[int]], dict[int, list[int]], dict[int, int]]


def plain_lists(market: Market) -> Lists:
    """Return the lists as peers want them: numbered from 1, without who is on no list."""
    persons = {
        who + 1: [p + 1 for p in market.list_program[market.list_start[who] : market.list_start[who + 1]].tolist()]
        for who in range(market.n_persons)
    }
    programs = {
        p + 1: [who + 1 for who in market.rank_person[market.rank_start[p] : market.rank_start[p + 1]].tolist()]
        for p in range(market.n_programs)
    }
    quota = {p + 1: int(q) for p, q in enumerate(market.quota) if programs[p + 1]}
    return (
        {who: listed for who, listed in persons.items() if listed},
        {p: ranked for p, ranked in programs.items() if ranked},
        quota,
    )


def by_matching(lists: Lists) -> dict[int, int]:
    """Return who goes where by ``matching``."""
    games = importlib.import_module("matching.games")
    game = games.HospitalResident.create_from_dictionaries(*lists)
    return {who.name: program.name for program, held in game.solve(optimal="resident").items() for who in held}


def by_algmatch(lists: Lists) -> dict[int, int]:
    """Return who goes where by ``algmatch``."""
    algmatch = importlib.import_module("algmatch")
    persons, programs, quota = lists
    hospitals = {p: {"capacity": quota[p], "preferences": ranked} for p, ranked in programs.items()}
    found = algmatch.HospitalResidentsProblem(
        dictionary={"residents": persons, "hospitals": hospitals}, optimised_side="residents"
    ).get_stable_matching()
    matched = found["resident_sided"].items()
    return {int(str(who).lstrip("r")): int(str(p).lstrip("h")) for who, p in matched if p}


def from_lists(arrays: tuple[Any, ...]) -> Outcome:
    """Check the lists, lay them out and match: what a peer does from its dictionaries."""
    return match_market(Market(*arrays))


def peers() -> None:
    """Run peers on the same lists until they take too long."""
    row("applicants", "program", "lists to matching", "times ours", "ours", "ours, laid out", "same matching")
    row("---", "---", "---", "---", "---", "---", "---")
    running: dict[str, Callable[[Lists], dict[int, int]]] = {"matching": by_matching, "algmatch": by_algmatch}
    for size in SIZES:
        season = synthetic_season(size, 0)
        market = market_of(season, 0, 0)
        lists = plain_lists(market)
        arrays = (market.quota, market.list_start, market.list_program, market.rank_start, market.rank_person)
        ours = seconds(partial(from_lists, arrays), 5)
        laid_out = seconds(partial(match_market, market), 9)
        matching = match_market(market).matching
        found = {} if matching is None else {who + 1: int(p) + 1 for who, p in enumerate(matching.program) if p >= 0}
        for name, solve in list(running.items()):
            try:
                took, theirs = once(partial(solve, lists))
            except (RecursionError, MemoryError, ImportError) as error:
                row(f"{size:,}", name, type(error).__name__, "-", "-", "-", "-")
                del running[name]
                continue
            row(
                f"{size:,}",
                name,
                f"{took:.2f} s",
                f"{took / ours:,.0f}",
                f"{ours * 1e3:.1f} ms",
                f"{laid_out * 1e3:.2f} ms",
                "yes" if theirs == found else "NO",
            )
            if took * 4 > SURVIVES_S:
                del running[name]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="Times the Match engine.")
    parser.add_argument("--no-peers", action="store_true", help="Leave out the public peers.")
    parser.add_argument("--no-national", action="store_true", help="Leave out the national market.")
    options = parser.parse_args()
    if not has_numba():
        print("numba is not installed: these are the figures of the plain path.", file=sys.stderr)
    if not options.no_national:
        national()
        print()
    if not options.no_peers:
        peers()
        print()
    print(machine())


if __name__ == "__main__":
    main()
