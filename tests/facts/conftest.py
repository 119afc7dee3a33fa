"""What these tests share: the compiled facts, the fact files as read, and a small folder of fact files to spoil."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from smartpick.facts import Facts, open_facts
from smartpick.facts._read import Collection, read_collection

ROOT = Path(__file__).resolve().parents[2] / "facts"

SMALL: dict[str, str] = {
    "publishers.toml": """
[[publisher]]
id = "board"
name = "The Board"
terms = "Free."
contact = "https://board.example/"
terms_address = "not stated"

[[publisher]]
id = "other"
name = "Another"
terms = "Free."
contact = "https://other.example/"
terms_address = "not stated"
""",
    "sources.toml": """
[[source]]
id = "report"
publisher = "board"
producer = "The Board"
title = "Report"
year = 2026
address = "https://board.example/report"
accessed = "2026-11"

[[source]]
id = "page"
publisher = "other"
producer = "Another"
title = "Page"
address_note = "seen in print"
accessed = "2026-11"
""",
    "caveats.toml": """
[[caveat]]
key = "small_n"
definition = "Few people."
""",
    "vocabulary/specialties.csv": (
        "key,nrmp_code,name,nrmp_name,match,active_2026,aliases,where_to_go,note\n"
        "family_medicine,120,Family Medicine,Family Medicine,nrmp,yes,fm,,\n"
        "psychiatry,400,Psychiatry,Psychiatry,nrmp,yes,psych,,\n"
    ),
    "vocabulary/specialty_labels.csv": (
        "label,keys,note\nFM,family_medicine,\nFM first year,family_medicine/preliminary,\n"
        "Both,family_medicine;psychiatry,\n"
    ),
    "vocabulary/applicant_type_labels.csv": "label,keys,note\nUS IMG,us_citizen_img,\nall,all,\n",
    "board/rates.toml": """
kind = "statistic"
title = "Match rates"
source = "report"
season = "2026"
population = "everybody"
locator = "table 1"
unit = "percent"
verification = "secondary_single"
caveats = ["small_n"]
doubts = ""

[[worked_example]]
call = "rate"
args = { matched = 1, all = 2 }
result = 50

[[row]]
specialty = "FM"
applicant_type = "US IMG"
measure = "match_rate_pct"
stratum = "all"
season = "2026"
value = 50
low = "not_applicable"
high = "not_applicable"
n = 12
confidence = "high"
note = ""
""",
    "other/sites.toml": """
kind = "track_site"
title = "Where tracks train"
source = "page"
season = "2026"
population = "two tracks"
locator = "the page"
unit = "hospitals"
verification = "secondary_weak"
caveats = []
doubts = ""
rows = "sites.csv"
""",
    "other/sites.csv": "nrmp_code,ccn,basis\n0001120C0,050001,said so\n0002120C0,not_published,nobody said\n",
}

WriteFolder = Callable[[Path, Mapping[str, str | bytes]], Path]


def write_folder(root: Path, changes: Mapping[str, str | bytes]) -> Path:
    """Write the small folder with some files changed or added, and return it."""
    for name, content in {**SMALL, **changes}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


@pytest.fixture(scope="session")
def write() -> WriteFolder:
    return write_folder


@pytest.fixture(scope="session")
def small() -> dict[str, str]:
    return dict(SMALL)


@pytest.fixture(scope="session")
def facts() -> Facts:
    return open_facts()


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def collection() -> Collection:
    return read_collection(ROOT)
