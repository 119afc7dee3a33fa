"""Runs hostile files over every parser and prints what became of them; leaves with 1 when one is a finding.

    python bench/fuzz.py [--inputs 100000] [--seed 1] [--only NAME]
    python bench/fuzz.py --atheris NAME -- -max_total_time=60      # led by coverage, where atheris is installed

An input depends on the seed, the parser and its number alone: `--only NAME --from N --inputs 1` runs one again.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fuzzing import LIMIT_SECONDS, TARGETS, Target, run_one, run_target, shares

from smartpick.importers.published import _pages


def main() -> None:
    """Print counts for each parser."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first", help="number of the first input")
    parser.add_argument("--only", help="the name of one parser, which then gets all inputs")
    parser.add_argument("--atheris", metavar="NAME", help="lead the inputs of one parser by coverage")
    options, rest = parser.parse_known_args()
    _pages.SECONDS_A_PAGE = 60.0  # so that what is slow is measured, and not given up
    if options.atheris:
        by_coverage(one(options.atheris), rest)
        return
    targets = [one(options.only)] if options.only else TARGETS
    total = findings = 0
    start = time.perf_counter()
    print(f"{'parser':34} {'inputs':>8} {'read':>8} {'refused':>8} {'findings':>8} {'slowest':>9}")
    for target in targets:
        count = options.inputs if options.only else shares(options.inputs)[target.name]
        with tempfile.TemporaryDirectory(prefix="smartpick-fuzz-") as folder:
            made = run_target(target, range(options.first, options.first + count), options.seed, Path(folder))
        print(
            f"{target.name:34} {made.total:8,} {made.read:8,} {made.refused:8,} {len(made.findings):8,}"
            f" {made.slowest:7.3f} s",
            flush=True,
        )
        for number, told in made.findings[:10]:
            print(f"    input {number}: {told}")
        total += made.total
        findings += len(made.findings)
    minutes = (time.perf_counter() - start) / 60
    print(
        f"{total:,} inputs in {minutes:.1f} minutes: {findings} findings (crash, more than {LIMIT_SECONDS:g} s, write)"
    )
    sys.exit(bool(findings))


def one(name: str) -> Target:
    """Return the parser of a name."""
    found = [target for target in TARGETS if target.name == name]
    if not found:
        sys.exit(f"no parser '{name}': {', '.join(target.name for target in TARGETS)}")
    return found[0]


def by_coverage(target: Target, arguments: list[str]) -> None:
    """Let atheris choose the inputs; a finding ends it with the input that made it."""
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        sys.exit("atheris is not installed here")
    folder = Path(tempfile.mkdtemp(prefix="smartpick-fuzz-"))
    target.prepare(folder)
    corpus = folder.with_name(f"{folder.name}-corpus")
    corpus.mkdir()
    for number, seed in enumerate(target.seeds()):
        (corpus / str(number)).write_bytes(seed)

    def test_one(content: bytes) -> None:
        told, _ = run_one(target, content, folder)
        if told not in {"read", "refused"}:
            raise AssertionError(told)

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], *(each for each in arguments if each != "--"), str(corpus)], test_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
