"""A text from a file: plain text as it stands, or why it is none and how to become one."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.errors import RequestError
from smartpick.guidance.interview import read_text


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"%PDF-1.7 \x00\xff", "is a PDF"),
        (b"PK\x03\x04 word/document.xml", "packed document"),
        (b"{\\rtf1 text}", "rich-text"),
        ("Grüße".encode("latin-1"), "not in UTF-8"),
        (b"one\ntwo \x07 three", "line 2.*control character"),
        ("left \u202e right".encode(), "control character"),
        (b"word " * 20_001, "has 20,001 words"),
        (b"x" * 1_000_001, "longer than"),
    ],
)
def test_what_is_no_plain_text_is_told_how_to_become_one(content: bytes, what: str, tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    path.write_bytes(content)
    with pytest.raises(RequestError, match=what):
        read_text(path)


def test_a_text_of_another_language_and_line_ends_is_read(tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    path.write_bytes("\ufeffUna respuesta.\r\n日本語\rxyz".encode())
    assert read_text(path) == "Una respuesta.\n日本語\nxyz"
    with pytest.raises(RequestError, match="cannot be read"):
        read_text(tmp_path)
    with pytest.raises(RequestError, match="cannot be read"):
        read_text(tmp_path / "none.txt")


@given(content=st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_text_or_refused(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.txt"
    path.write_bytes(content)
    try:
        text = read_text(path)
    except RequestError:
        return
    assert text.strip()
    assert "\x1b" not in text
    assert "\r" not in text
