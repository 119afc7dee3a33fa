"""How long does a choice take, how near the best is it, and by how much does it beat a sorted list?

Times: medians of repeated runs in one process. Value: against HiGHS at 150 programs, and on fresh scenarios against
lists of the same price sorted by chance and by fit, for the examples. ``python bench/portfolio.py [times|value|all]``
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from smartpick.estimate import estimate_chances
from smartpick.explain import ListRequest
from smartpick.explain._bench import Bench, Picked
from smartpick.explain._situation import Situation, situation_of
from smartpick.facts import open_facts
from smartpick.market.season import shipped_asset
from smartpick.portfolio import Objective, Plan, Signalling, Wishes, certify, plan
from smartpick.profile import Known, load_profile
from smartpick.programs import load_directory
from smartpick.vocabulary import SignalTier

Array = NDArray[np.float64]

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 9, 10)
REPEATS = 7
FRESH_SEEDS = (101, 102, 103)
CHOOSING_SEEDS = (1, 2, 3, 4)
LEAST_GAIN = 5e-4
COUNTS = {SignalTier.GOLD: 3, SignalTier.SILVER: 12}
ODDS = {SignalTier.GOLD: 3.0, SignalTier.SILVER: 1.8}


class Fees:
    """Thirty at the low price in each specialty, dearer from then on, and the second specialty's service once."""

    def fixed_usd(self, specialties: object) -> float:
        """Return what is paid once."""
        return 160.0 if "second" in str(specialties) else 100.0

    def step_usd(self, specialty: str, number: int) -> float:
        """Return what one more costs."""
        del specialty
        return 11.0 if number <= 30 else 30.0


def made_up(n: int, scenarios: int, seed: int = 1) -> Objective:
    """Return programs whose answers hang together through a strength that all of them see."""
    rng = np.random.default_rng(seed)
    strength = rng.normal(size=scenarios)
    logits = rng.normal(-4, 0.8, n)[:, None] + 0.8 * strength + rng.normal(0, 0.5, (n, scenarios))
    level = rng.integers(0, 3, n)
    return Objective(1 / (1 + np.exp(-logits)), np.full(scenarios, 1 / scenarios), level, np.array([1.0, 0.85, 0.7]))


def signalling_of(goal: Objective, specialties: list[str]) -> Signalling:
    """Return two tiers of signals in each specialty."""

    def hit_with(index: int, tier: SignalTier) -> Array:
        odds = goal.hits[index] / (1 - goal.hits[index]) * ODDS[tier]
        return np.asarray(odds / (1 + odds))

    groups = [(f"hospital {i}", key) for i, key in enumerate(specialties)]
    return Signalling(groups, {key: key for key in specialties}, dict.fromkeys(set(specialties), COUNTS), hit_with)


def median_ms(run: Callable[[], object]) -> float:
    """Return the median time of a call, after one that is not counted."""
    run()
    times = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(times)


def times() -> None:
    """Print what a choice takes."""
    unit = np.random.default_rng(0).uniform(size=(600, 2000))
    product = median_ms(lambda: unit @ unit.T)
    print(f"a 600 x 2,000 by 2,000 x 600 matrix product here   {product:8.1f} ms, the unit of the ratios")

    def shown(what: str, milliseconds: float, target: float) -> None:
        print(f"{what:50} {milliseconds:8.1f} ms  {milliseconds / product:5.1f} units (target {target:g} ms)")

    goal, names = made_up(600, 2000), ["first"] * 600
    signals = signalling_of(goal, names)

    def full(
        objective: Objective = goal, start: Plan | None = None, usd: float = 1500, wishes: Wishes | None = None
    ) -> Plan:
        return plan(
            objective, names, Fees(), signals, budget_usd=usd, least_gain=LEAST_GAIN, start=start, wishes=wishes
        )

    before = full()
    changed = Objective(goal.hits.copy(), goal.weights, goal.level, goal.utility)
    changed.hits[before.choice.picked[3]] *= 0.3
    out = Wishes(forced=(next(i for i in range(600) if i not in before.choice.picked),))
    shown("600 programs, fees, two tiers of signals, swaps", median_ms(full), 150)
    shown("the budget changed by $100", median_ms(lambda: full(start=before, usd=1400)), 100)
    shown("one program's chance changed", median_ms(lambda: full(changed, before)), 100)
    shown("a program forced in", median_ms(lambda: full(start=before, wishes=out)), 100)
    large, both = made_up(1200, 2000), ["first"] * 600 + ["second"] * 600
    given = signalling_of(large, both)
    two = median_ms(lambda: plan(large, both, Fees(), given, budget_usd=2500, least_gain=LEAST_GAIN))
    shown("1,200 programs in two specialties", two, 400)


def against_highs() -> None:
    """Print how near the best the choice is at 150 programs."""
    print("\n150 programs, 400 scenarios, 900 dollars, two specialties, two tiers of signals each: against HiGHS")
    for seed in range(5):
        goal, names = made_up(150, 400, seed), ["first"] * 75 + ["second"] * 75
        signals = signalling_of(goal, names)
        made = plan(goal, names, Fees(), signals, budget_usd=900, least_gain=LEAST_GAIN)
        proof = certify(goal, names, Fees(), signals, made, budget_usd=900, least_gain=LEAST_GAIN)
        print(
            f"seed {seed}: utility {proof.utility:.5f}, bound {proof.bound:.5f}, best found by HiGHS"
            f" {proof.best_found:.5f}; below the bound by {1 - proof.utility / proof.bound:.3%}; {proof.seconds:.1f} s"
        )


def utility(bench: Bench, scene: Situation, picked: Picked, seed: int) -> Array:
    """Return the expected utility of a list in each draw of fresh scenarios, shape (n_draws,)."""
    programs = [scene.bench.placed[i].program for i in picked.order]
    chances = estimate_chances(
        scene.facts,
        scene.assumptions,
        scene.applicant,
        programs,
        scene.found.everywhere,
        scene.directory.season,
        seed,
        shipped_asset(scene.facts),
    )
    landed = np.stack([each.draws for each in bench.outcome_in(chances, picked).match_at])
    worth = bench.utility[bench.level[list(picked.order)]]
    return np.asarray(worth @ landed)


def sorted_list(scene: Situation, key: Callable[[int], tuple[float, ...]], like: Picked) -> Picked:
    """Return the top of a sorted list that costs no more than another one, its signals going down from the top."""
    bench = scene.bench
    most = bench.fees.cost(bench.counts(like.order)).total_usd
    chosen: list[int] = []
    for index in sorted(range(len(bench.placed)), key=key):
        if bench.fees.cost(bench.counts([*chosen, index])).total_usd <= most + 1e-6:
            chosen.append(index)
    left = {(key, tier): n for key, b in bench.budgets.items() for tier, n in b.counts.items()}
    given: dict[tuple[str, str], SignalTier] = {}
    tiers = []
    for index in chosen:
        group = bench.group(index)
        if bench.given[index] is not SignalTier.NONE:
            tiers.append(bench.given[index])
            continue
        if group not in given:
            tier = next((t for (k, t), n in left.items() if k == group[1] and n > 0), SignalTier.NONE)
            if tier is not SignalTier.NONE:
                left[group[1], tier] -= 1
            given[group] = tier
        tiers.append(given[group])
    order = sorted(range(len(chosen)), key=lambda at: (bench.level[chosen[at]], at))
    return Picked(tuple(chosen[at] for at in order), tuple(tiers[at] for at in order), "budget")


def examples() -> None:
    """Print by how much the choice beats sorted lists of the same price, on scenarios that chose neither."""
    facts = open_facts()
    directory = load_directory(facts)
    known = Known.of(facts, directory)
    print("\npoints of utility (0-100) on fresh scenarios above a sorted list of equal cost (± two Monte-Carlo errors)")
    print(f"{'example':24}{'n':>4} {'in sample':>10}{'fresh':>8}   {'top n by chance':>20} {'top n by fit':>20}")
    for path in sorted((ROOT / "examples").glob("*.toml")):
        profile = load_profile(path, known, TODAY)
        numbers, inside, fresh = [], [], []
        gaps: tuple[list[Array], list[Array]] = [], []
        for choosing in CHOOSING_SEEDS:
            request = ListRequest(today=TODAY, max_programs=30, seed=choosing)
            scene = situation_of(facts, directory, profile, request)
            bench = scene.bench
            made = bench.best(range(len(bench.placed)))
            chance = bench.hits @ bench.weights
            by_chance = sorted_list(scene, lambda i, c=chance: (-c[i], i), made)  # type: ignore[misc]
            by_fit = sorted_list(scene, lambda i, b=bench, c=chance: (b.level[i], -c[i], i), made)  # type: ignore[misc]
            own = np.concatenate([utility(bench, scene, made, seed) for seed in FRESH_SEEDS])
            for found, other in zip(gaps, (by_chance, by_fit), strict=True):
                found.append(own - np.concatenate([utility(bench, scene, other, seed) for seed in FRESH_SEEDS]))
            numbers.append(len(made.order))
            inside.append(utility(bench, scene, made, choosing).mean())
            fresh.append(own.mean())
        print(
            f"{path.stem:24}{np.mean(numbers):>5.1f} {100 * np.mean(inside):>9.2f}{100 * np.mean(fresh):>8.2f}"
            f"   {told(gaps[0]):>20} {told(gaps[1]):>20}"
        )


def told(gaps: list[Array]) -> str:
    """Return the mean of a difference with two Monte-Carlo errors, in points.

    A choice is as random as the scenarios that made it, so that both kinds count: of the fresh scenarios, which all
    choices share, and between choices made in different ones.
    """
    of_choices = np.array([gap.mean() for gap in gaps])
    shared = np.mean(gaps, axis=0)
    error = np.hypot(of_choices.std(ddof=1) / np.sqrt(of_choices.size), shared.std(ddof=1) / np.sqrt(shared.size))
    return f"{100 * shared.mean():+.2f} ± {200 * error:.2f} (first {100 * of_choices[0]:+.2f})"


def main() -> None:
    """Print the tables that are asked for."""
    what = sys.argv[1] if len(sys.argv) > 1 else "all"
    if what in {"times", "all"}:
        times()
    if what in {"value", "all"}:
        against_highs()
        examples()


if __name__ == "__main__":
    main()
