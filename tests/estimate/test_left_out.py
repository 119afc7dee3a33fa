"""A build without some publishers still answers, wider, and says what it can no longer tell."""

from pathlib import Path

import numpy as np
import pytest

from smartpick.estimate import Applicant, Assumptions, estimate_chances
from smartpick.facts import Facts, open_facts
from smartpick.facts.build import compile_facts
from smartpick.programs import load_directory
from smartpick.vocabulary import ApplicantType

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def poorer(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    target = tmp_path_factory.mktemp("facts") / "poorer.sqlite"
    compile_facts(ROOT / "facts", target, ["other_pages", "journals"])
    return open_facts(target)


def test_without_interview_rates_and_signal_studies(poorer: Facts) -> None:
    directory = load_directory(poorer, ["dermatology"])
    pool = list(directory.programs)
    applicant = Applicant(ApplicantType.US_MD_SENIOR, step2_ck=250)
    chances = estimate_chances(poorer, Assumptions(poorer), applicant, pool[:5], pool, 2026, 1)
    full_facts = open_facts()
    full = estimate_chances(full_facts, Assumptions(full_facts), applicant, pool[:5], pool, 2026, 1)
    assert "interview_rates_left_out" in chances.basis["dermatology"].caveats
    assert "interview_rates_left_out" not in full.basis["dermatology"].caveats

    def spread(found: object) -> float:
        draws = found.interview @ found.weights  # type: ignore[attr-defined]
        return float(np.log(draws / (1 - draws)).std(axis=1).mean())

    assert spread(chances) > 1.3 * spread(full)


def test_changing_a_fact_changes_the_chances(tmp_path: Path) -> None:
    """The interview rate of US MDs in dermatology is raised in a copy of the fact files."""
    import shutil

    shutil.copytree(ROOT / "facts", tmp_path / "facts")
    changed = 0
    for path in (tmp_path / "facts").glob("*/*.csv"):
        text = path.read_text(encoding="utf-8")
        if "interview_rate" not in text:
            continue
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if line.startswith("Dermatology,MD,interview_rate,all,"):
                cells = line.split(",")
                cells[5] = "0.4"
                lines[number] = ",".join(cells)
                changed += 1
        path.write_text("\n".join(lines), encoding="utf-8")
    assert changed == 1
    compile_facts(tmp_path / "facts", tmp_path / "changed.sqlite")
    means = []
    for facts in (open_facts(), open_facts(tmp_path / "changed.sqlite")):
        pool = list(load_directory(facts, ["dermatology"]).programs)
        applicant = Applicant(ApplicantType.US_MD_SENIOR, step2_ck=250)
        chances = estimate_chances(facts, Assumptions(facts), applicant, pool[:5], pool, 2026, 1)
        means.append(float((chances.interview @ chances.weights).mean()))
    assert means[1] > 1.5 * means[0]
