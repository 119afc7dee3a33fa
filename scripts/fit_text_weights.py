"""Fits the weights of words by which a sentence sounds like a defense or like one's own part.

Reads the first frozen set and the sentences of ``tests/guidance/text_sentences.txt``; a set by somebody else is never
among them, since it has to judge. Sentences of other families that are surely no such thing are further examples.
Writes ``src/smartpick/guidance/text/rules/weights.json``; ``--check`` fails when the file is out of date.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from smartpick.guidance.text.judge import Labelled, labelled_of
from smartpick.guidance.text.rules._weights import WEIGHED, features

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src/smartpick/guidance/text/rules/weights.json"
READ = (
    ROOT / "src/smartpick/guidance/text/labelled/labelled_1.txt",
    ROOT / "tests/guidance/text_sentences.txt",
)
UNSURE = {
    "defensive": {("mentions", True), ("owns", False)},
    "owns": {
        ("mentions", True),
        ("defensive", False),
        ("change", True),
        ("change", False),
        ("residency", True),
        ("residency", False),
    },
}
"""Family → labels of other families whose sentences may well belong to it; they are left out."""
LEAST_SEEN, RIDGE, STEPS = 2, 0.1, 60
LEAST_WEIGHT = 0.05


def examples(family: str, sets: Sequence[Labelled]) -> tuple[list[str], NDArray[np.float64]]:
    """Return sentences and 1 for those of the family, 0 for the others; each sentence once."""
    told: dict[str, float] = {}
    for each in sets:
        for (name, label), sentences in each.sentences.items():
            if name == family:
                told |= dict.fromkeys(sentences, float(label))
    for each in sets:
        for key, sentences in each.sentences.items():
            if key[0] != family and key not in UNSURE[family]:
                for sentence in sentences:
                    told.setdefault(sentence, 0.0)
    return list(told), np.array(list(told.values()))


def fitted(family: str, sets: Sequence[Labelled]) -> dict[str, object]:
    """Return bias and weights of a ridge-penalized logistic regression, by Newton's method."""
    sentences, labels = examples(family, sets)
    seen = [features(sentence) for sentence in sentences]
    counts = Counter(name for names in seen for name in names)
    names = sorted(name for name, count in counts.items() if count >= LEAST_SEEN)
    at = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(sentences), len(names) + 1))
    for row, found in enumerate(seen):
        known = [at[name] for name in found if name in at]
        if known:
            matrix[row, known] = 1 / np.sqrt(len(known))
    matrix[:, -1] = 1
    penalty = np.full(len(names) + 1, RIDGE)
    penalty[-1] = 1e-6
    # In the space of the sentences, which are fewer than the words: w = A' a / penalty.
    scaled = matrix / penalty
    kernel = matrix @ scaled.T
    alpha = np.zeros(len(sentences))
    for _ in range(STEPS):
        value = kernel @ alpha
        p = 1 / (1 + np.exp(-value))
        spread = np.maximum(p * (1 - p), 1e-9)
        target = value + (labels - p) / spread
        new = np.linalg.solve(kernel + np.diag(1 / spread), target)
        if np.abs(new - alpha).max() < 1e-7:
            break
        alpha = new
    weights = scaled.T @ alpha
    # Words that weigh next to nothing are left out; so that the count under the root stays right, they keep a zero.
    words = {name: round(float(weight), 2) for name, weight in zip(names, weights[:-1], strict=True)}
    kept = {name: weight if abs(weight) >= LEAST_WEIGHT else 0.0 for name, weight in words.items()}
    return {"bias": round(float(weights[-1]), 2), "words": kept}


def main() -> int:
    """Write the weights, or say that they are out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the file is out of date")
    options = parser.parse_args()
    sets = [labelled_of(path.read_text(encoding="utf-8"), path.name) for path in READ]
    made = {family: fitted(family, sets) for family in WEIGHED}
    text = json.dumps(made, indent=0, sort_keys=True) + "\n"
    if not options.check:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET.relative_to(ROOT)} is out of date: run scripts/fit_text_weights.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
