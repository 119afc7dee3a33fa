"""Builds the wheel, installs it with its locked dependencies in an empty environment, and runs it there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST_FOR_SEASONS = 15_000_000
SEASONS = """
from smartpick.facts import open_facts
from smartpick.market.season import shipped_asset
asset = shipped_asset(open_facts())
if asset is None:
    raise SystemExit("the simulated seasons of the wheel do not belong to its facts: make them anew")
print(sum(asset.specialties[key].n_draws > 0 for key in asset.specialties))
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command and return what it printed; its error output is shown when it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    finished = subprocess.run(  # noqa: S603 -- our own commands
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    if finished.returncode:
        sys.stderr.write(finished.stdout + finished.stderr)
        raise SystemExit(f"failed with {finished.returncode}: {' '.join(map(str, command))}")
    return finished.stdout


def main() -> None:
    """Build, install, run."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
        run(*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", place, ROOT, cwd=place)
        (wheel,) = place.glob("smartpick-*.whl")
        venv.create(place / "empty", with_pip=True, clear=True)
        python = place / "empty" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        lock = ROOT / "requirements.lock"
        run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", lock, cwd=place)
        run(python, "-m", "pip", "install", "--quiet", "--no-deps", wheel, cwd=place)
        program = python.with_name("smartpick.exe" if os.name == "nt" else "smartpick")
        run(program, "new", "me.toml", cwd=place)
        run(program, "check-profile", "me.toml", cwd=place)
        listed = run(program, "list", ROOT / "examples/us-md-la-step1-fail.toml", "--json", "-", cwd=place)
        if '"programs"' not in listed:
            raise SystemExit("the installed wheel printed no list")
        seasons = ROOT / "src/smartpick/market/season/scenarios.npz"
        if seasons.is_file():
            if seasons.stat().st_size > MOST_FOR_SEASONS:
                raise SystemExit(f"{seasons.name} has {seasons.stat().st_size / 1e6:.1f} MB")
            said = run(python, "-c", SEASONS, cwd=place)
            print(f"simulated seasons of {said.strip()} specialties ({seasons.stat().st_size / 1e6:.1f} MB) are used")
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, installs and lists programs")


if __name__ == "__main__":
    main()
