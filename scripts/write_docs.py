"""Writes what is computed in the documentation: README's sample, docs/plausibility.md and docs/calibration.md.

``--check`` writes nothing and fails when a part is out of date, so that no figure in the documentation outlives its
facts.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
from datetime import date
from pathlib import Path

from smartpick import judged
from smartpick.errors import UserError
from smartpick.explain import ApplicationList, ListRequest, make_list
from smartpick.facts import open_facts
from smartpick.present.cli import main as smartpick
from smartpick.profile import Known, load_profile
from smartpick.programs import load_directory
from smartpick.uncertainty import Estimate, whole_percent

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 9, 10)
SAMPLE = ("list", "examples/us-md-la-step1-fail.toml", "--today", "2026-09-10")
SAMPLE_LINES = 58
BEGIN, END = "<!-- sample: begin -->", "<!-- sample: end -->"

EXAMPLES = {
    "us-md-la-step1-fail": (
        "US MD senior, Step 1 failed once, Step 2 CK 233, FM then IM, Los Angeles first",
        (
            "Near the base rate: of US MD seniors who prefer these two specialties nearly everybody matches, and"
            " she has a sub-internship and ties where she applies. The failed Step 1 and a score twelve points under"
            " the group cost little there. Los Angeles alone lies below the wider list at nearly the same number,"
            " but not by much, since that is where she is known best."
        ),
    ),
    "non-us-img-visa": (
        "Non-US IMG, graduated 2021, Step 2 CK 224, needs a visa, IM",
        (
            "The base rate counts those who ranked a program; most like her never get that far, which is why the"
            " chance of matching when these are sent is far below it. Given a program to rank she stands below the"
            " base rate too: her score, the years since graduation and the visa count again when programs rank."
        ),
    ),
    "us-img-step2-fail": (
        "US-citizen IMG, Step 2 CK failed, then 221, FM and IM, Orange County ties",
        (
            "The fail and the score bring her well below the base rate, which is that of those who ranked a"
            " program. Her own counties carry most of what chance there is: her ties are there, and the range is wide,"
            " since nobody publishes what a failed Step 2 CK does."
        ),
    ),
    "do-comlex-only": (
        "US DO senior, COMLEX Level 2-CE 438, no USMLE, psychiatry and FM, Korean",
        (
            "COMLEX alone is an assumption of −1.0 ± 0.6, hence the wide interval. Family medicine beside"
            " psychiatry carries most of the chance. Los Angeles alone costs her some of it."
        ),
    ),
    "high-scorer": (
        "US MD senior, Step 2 CK 262, IM, plans 95 applications",
        (
            "At the top of a group of which 98 % match, and sure only if she leaves Los Angeles County open: twenty"
            " programs, all of them wanted. Far fewer applications than she plans do the same."
        ),
    ),
    "reapplicant": (
        "Non-US IMG, graduated 2019, 229, J-1, 142 applications and 2 interviews last season, IM and pathology",
        (
            "Last season's two interviews from 142 applications fit the expected number here. They count a little: each"
            " answer of then as a quarter of one of this season, all together as three at most (assumed)."
        ),
    ),
    "third-year": (
        "US MD, third year, Step 1 failed once, practice tests 222 and 231, Step 2 CK planned",
        (
            "No score is known yet; the mean of her last two practice tests stands in, with an error of ten points,"
            " and the answer says so. The range of likely scores comes with the study plan."
        ),
    ),
    "dermatology-la-only": (
        "US MD senior, Step 1 failed once, 246, dermatology, Los Angeles only",
        (
            "Far below the base rate, which rests on lists over the whole nation: a handful of programs, a failed"
            " Step 1, and a score under the group's. Routes beside it are shown with their base rates."
        ),
    ),
}


def sample() -> str:
    """Return the first lines that the README's first command prints."""
    written = io.StringIO()
    with contextlib.redirect_stdout(written), contextlib.suppress(SystemExit), contextlib.chdir(ROOT):
        smartpick(list(SAMPLE))
    lines = [line.rstrip() for line in written.getvalue().splitlines()[:SAMPLE_LINES]]
    return "\n".join([f"$ ./smartpick {' '.join(SAMPLE)}", *lines, "…"])


def readme() -> str:
    """Return the README with its sample written afresh."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    return f"{head}{BEGIN}\n```text\n{sample()}\n```\n{END}{tail}"


def _percent(estimate: Estimate) -> str:
    return str(estimate).replace("90 % interval ", "")


def _row(name: str, made: ApplicationList) -> str:
    outcome = made.summary.outcome
    rates = "<br>".join(
        f"{note.name} {whole_percent(note.basis.level.base_rate)}: {note.basis.level.base_text}"
        for note in made.specialties
        if note.basis.level.base_rate is not None
    )
    near = made.compared["preferred_area_only"]
    alone = f"{near.programs} programs: {_percent(near.outcome.p_match)}" if near else "no first area named"
    offers = outcome.expected_interviews
    cells = (
        f"`{name}`",
        rates,
        f"{made.summary.programs}, ${made.summary.cost.total_usd:,.0f}",
        f"{offers.mean:.1f} ({offers.low:.1f} to {offers.high:.1f})",
        _percent(outcome.p_match),
        _percent(outcome.p_match_given_ranked),
        alone,
    )
    return f"| {' | '.join(cells)} |"


def plausibility() -> str:
    """Return docs/plausibility.md."""
    facts = open_facts()
    directory = load_directory(facts)
    known = Known.of(facts, directory)
    rows, reasons = [], []
    for name, (who, why) in EXAMPLES.items():
        profile = load_profile(ROOT / f"examples/{name}.toml", known, TODAY)
        made = make_list(facts, directory, profile, ListRequest(today=TODAY))
        rows.append(_row(name, made))
        reasons.append(f"* **`{name}`** ({who}). {why}")
    return "\n".join(
        [
            "# Plausibility of the chances",
            "",
            "The eight example profiles against the published base rate of their group. The comparable figure of ours",
            "is the chance *given a program to rank*; what an applicant needs to know is the chance when these",
            f"applications are sent. Made by `scripts/write_docs.py` for {TODAY}, facts {facts.short_version}, seed 1.",
            "",
            (
                "| example | base rate | list | interview offers | matching, these sent | matching, given one to rank"
                " | first area only |"
            ),
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
            "## Why they differ",
            "",
            *reasons,
            "",
            "Intervals are central 90 %. Nothing was fitted to these applicants; nothing here proves the model right.",
            "The record against figures that were not used is [calibration.md](calibration.md).",
            "",
        ]
    )


def calibration() -> str:
    """Return docs/calibration.md: every published figure beside what the models answer.

    Raises
    ------
    UserError
        Where a model is outside a tolerance: the page says that no such build is released.
    """
    record = judged.judge(open_facts(), seed=1)
    if problems := judged.check(record):
        raise UserError(problems)
    return judged.report(record)


def main() -> int:
    """Write the computed parts, or say which are out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when something is out of date")
    options = parser.parse_args()
    stale = []
    pages = {"README.md": readme, "docs/plausibility.md": plausibility, "docs/calibration.md": calibration}
    for name, made in pages.items():
        path, text = ROOT / name, made()
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        if options.check:
            stale.append(path.relative_to(ROOT))
        else:
            path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{path} is out of date: run scripts/write_docs.py and read what has changed", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
