"""Times the check of texts, and sets the themes' method beside an embedding model where that is installed.

Run by hand: ``.venv-check/bin/python bench/texts.py [--runs 7]``. A thousand words are checked against a profile: for
the first time in a process, when every rule is compiled, and again; then the whole command, from start to end.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROFILE = ROOT / "examples/us-md-la-step1-fail.toml"
TEXTS = ROOT / "examples/texts"
TODAY = date(2026, 9, 10)
WORDS, BAR_MS = 1000, 500

FIRST = """
import sys
sys.path[:0] = [sys.argv[1]]
from texts import checked
print(checked(1)[0])
"""


def text() -> str:
    """Return a thousand words: the three statements one after the other, cut."""
    words = " \n\n".join(
        (TEXTS / f"statement-{name}.txt").read_text(encoding="utf-8") for name in ("good", "defensive", "vague")
    ).split(" ")
    return " ".join(words[:WORDS])


def checked(runs: int) -> list[float]:
    """Return the milliseconds of each check in this process; facts, programs and profile are read before."""
    from smartpick.facts import open_facts
    from smartpick.guidance.text import check_texts, document_of
    from smartpick.profile import Known, load_profile
    from smartpick.programs import load_directory

    facts = open_facts()
    directory = load_directory(facts)
    profile = load_profile(PROFILE, Known.of(facts, directory), TODAY)
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        check_texts(facts, directory, profile, [document_of("text", "statement", text())], TODAY)
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def first() -> float:
    """Return the milliseconds of the first check of a fresh process."""
    command = [sys.executable, "-c", FIRST, str(Path(__file__).parent)]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(shown.stdout)


def command(path: Path) -> float:
    """Return the milliseconds of the whole command."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "smartpick", "text", str(PROFILE), str(path), "--today", str(TODAY)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Measure and print one table, then the themes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    sample = TEXTS / "statement-good.txt"
    command(sample)
    rows = {
        f"{WORDS} words, first check of a process": [first() for _ in range(options.runs)],
        f"{WORDS} words, later checks": checked(options.runs + 1)[1:],
        "the command, from start to end": [command(sample) for _ in range(options.runs)],
    }
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {options.runs} rounds")
    for number, (name, taken) in enumerate(rows.items()):
        median = statistics.median(taken)
        verdict = "" if number == 2 else f"{'met' if median <= BAR_MS else 'MISSED'} ({BAR_MS} ms)"
        print(f"{name:42} {median:8.0f} ms, least {min(taken):6.0f}  {verdict}")
    from smartpick.facts import open_facts
    from smartpick.guidance.text import places_for
    from smartpick.guidance.text.judge import judge, shipped

    for each in shipped():
        for theme in judge(each, places_for(open_facts()).is_place).themes:
            print(f"{each.name}: themes by {theme.method}: {theme.right} of {theme.count} right")


if __name__ == "__main__":
    main()
