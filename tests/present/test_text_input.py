"""``smartpick text`` on what is no English text: each gets a clear answer, and the ones that can be read are read."""

import codecs
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from present.guided import DAY, ROOT

Run = Callable[..., Any]
PROFILE = ROOT / "examples" / "us-md-la-step1-fail.toml"
ENGLISH = "I grew up in East Los Angeles, and my parents still live there. I failed Step 1 in June 2024.\n"
GERMAN = "Ich bin in einem kleinen Dorf geboren, und meine Eltern wohnen noch dort. " * 6
CHINESE = "我出生在一个小镇。父母至今仍住在那里。"

pytestmark = pytest.mark.usefixtures("kept")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "the file is empty"),
        (b"word " * 50_000, "50,000 words are more than a text of an application holds. At most 12,000 are read"),
        (b"longword " * 50_000, "the file holds more than 400 kB"),
        (GERMAN.encode(), "the text does not read as English: 0 of its 78 words"),
        (CHINESE.encode(), "100 % of its letters are of another script"),
        ((ENGLISH + CHINESE * 6).encode(), "of its letters are of another script"),
        (b"I wrote \x07 this.\nFine.\nAnd \x1b[2J this.", "control characters in lines 1, 3"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "that is a PDF, and no plain text"),
        (codecs.BOM_UTF8 + b"\n%PDF-1.7\n", "that is a PDF, and no plain text"),
        (ENGLISH.encode("utf-16-be"), "It may be UTF-16 without its mark"),
        (codecs.BOM_UTF16_LE + ENGLISH.encode("utf-16-le")[:-1], "is no UTF-16-LE text"),
        (bytes(range(256)) * 20, "the file is no plain text. It holds zero bytes"),
        (bytes(range(1, 256)) * 20, "control characters"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "the file is no plain text"),
    ],
    ids=[
        "empty",
        "blank",
        "50,000 words",
        "50,000 long words",
        "German",
        "Chinese",
        "half Chinese",
        "control",
        "PDF as txt",
        "PDF behind a mark",
        "UTF-16 without mark",
        "UTF-16 cut off",
        "binary",
        "binary without zeros",
        "program",
    ],
)
def test_what_is_no_english_text_is_said_to_be_what_it_is(content: bytes, told: str, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes(content)
    made = run("text", PROFILE, path, "--today", DAY)
    assert (made.code, made.out) == (2, "")
    assert made.err.startswith("mine.txt: ")
    assert told.lower() in made.err.lower()
    # How to mend it is always said, in one line without the file's own bytes.
    assert made.err.rstrip().endswith(".")
    assert made.err.rstrip("\n").isprintable()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_a_usual_editor_saves_is_read(encoding: str, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes((ENGLISH + "A caf\u00e9 on the corner.\r\n").encode(encoding))
    data = run("text", PROFILE, path, "--today", DAY, "--json", "-").data
    assert data["address"]["addressed_in"] == ["mine.txt"]
    assert [row["shown"]["mine.txt"] for row in data["ties"]][:2] == ["bound", "bound"]
