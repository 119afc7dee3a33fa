"""Times the commands as a user meets them, from process start to the last line, side by side with a bare Python.

Run by hand: ``.venv-check/bin/python bench/commands.py [--runs 7]``. Each command is run in turn, round after round, so
that a machine that slows down slows all of them; the median of the rounds counts. Memory is the largest resident set.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples/us-md-la-step1-fail.toml"

OPENING = """
import time
from smartpick.facts import open_facts
start = time.perf_counter()
facts = open_facts()
facts.version
print(time.perf_counter() - start)
"""

COMMANDS: dict[str, tuple[list[str], float | None]] = {
    "python -c pass": (["-c", "pass"], None),
    "python -c 'import numpy'": (["-c", "import numpy"], None),
    "smartpick --version": (["-m", "smartpick", "--version"], None),
    "smartpick list (FM + IM example)": (["-m", "smartpick", "list", str(EXAMPLE), "--today", "2026-09-10"], 2.5),
    "smartpick list --json": (["-m", "smartpick", "list", str(EXAMPLE), "--json", "-", "--today", "2026-09-10"], 2.5),
    "smartpick programs": (["-m", "smartpick", "programs"], 1.0),
    "smartpick programs, Los Angeles, FM": (
        ["-m", "smartpick", "programs", "--area", "greater-los-angeles", "--specialty", "FM"],
        1.0,
    ),
}


def run(arguments: list[str]) -> tuple[float, float]:
    """Return seconds from process start to its end, and the largest resident set in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed with {process.returncode}: {' '.join(arguments)}")
    # Linux counts kilobytes, macOS bytes.
    return seconds, usage.ru_maxrss / (1e3 if sys.platform != "darwin" else 1e6)


def opening() -> float:
    """Return seconds to open the compiled facts in a fresh process, the imports left out."""
    shown = subprocess.run([sys.executable, "-c", OPENING], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(shown.stdout)


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", type=Path, help="also write the figures there")
    options = parser.parse_args()
    for arguments, _ in COMMANDS.values():
        run(arguments)
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    memory: dict[str, float] = dict.fromkeys(COMMANDS, 0.0)
    opened = []
    for _ in range(options.runs):
        for name, (arguments, _) in COMMANDS.items():
            taken, used = run(arguments)
            seconds[name].append(taken)
            memory[name] = max(memory[name], used)
        opened.append(opening())
    base = statistics.median(seconds["python -c 'import numpy'"])
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {options.runs} rounds")
    print(f"{'command':38} {'median s':>9} {'min s':>7} {'x numpy':>8} {'MB':>6}  bar")
    for name, taken_all in seconds.items():
        median = statistics.median(taken_all)
        bar = COMMANDS[name][1]
        verdict = "" if bar is None else f"{'met' if median <= bar else 'MISSED'} ({bar} s)"
        print(f"{name:38} {median:9.2f} {min(taken_all):7.2f} {median / base:8.1f} {memory[name]:6.0f}  {verdict}")
    milliseconds = 1000 * statistics.median(opened)
    verdict = "met" if milliseconds <= 50 else "MISSED"
    print(f"{'opening the compiled facts':38} {milliseconds:7.1f} ms {'':15}  {verdict} (50 ms)")
    if options.json:
        figures = {name: {"seconds": seconds[name], "megabytes": memory[name]} for name in COMMANDS}
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
