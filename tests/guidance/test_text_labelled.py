"""The labelled sentences were written before the rules, and stay as they were: what is judged by them cannot drift."""

import hashlib
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "src/smartpick/guidance/text/labelled"
FROZEN = {
    "labelled_1.txt": "7bdb751d42837e305588fa763274aafabc4e33ddf7ccafb73a106f63c366a4eb",
    "labelled_2.txt": "53f2fede72c42ab9a6c19804ad898639b71369088e5f19a7389d75e67ef6a664",
    "labelled_3.txt": "b6639e442b9bde4ea14beb6ffa6133fbb488bd71a190fc6cd9250e8541708d2d",
}


def sections(path: Path) -> dict[str, list[str]]:
    """Read the layout by a reader of its own."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line
        elif line and not line.startswith("#"):
            found.setdefault(heading, []).append(line)
    return found


def test_the_files_are_as_they_were_frozen() -> None:
    here = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(FOLDER.glob("*.txt"))}
    assert here == FROZEN


def test_there_are_sixty_of_each_kind_and_eighty_experiences() -> None:
    """The third set is half as large, and was written last, for faults that the second one had no part in mending."""
    for name, sentences, experiences in (
        ("labelled_1.txt", 60, 80),
        ("labelled_2.txt", 60, 80),
        ("labelled_3.txt", 26, 40),
    ):
        found = sections(FOLDER / name)
        families = {heading.strip("[]").split(":")[0] for heading in found} - {"theme"}
        for family in families:
            for label in ("yes", "no"):
                assert len(found[f"[{family}: {label}]"]) >= sentences, (name, family, label)
        assert sum(len(lines) for heading, lines in found.items() if "theme" in heading) >= experiences
        repeated = Counter((heading.split(":")[0], line) for heading, lines in found.items() for line in lines)
        assert max(repeated.values()) == 1, repeated.most_common(3)
