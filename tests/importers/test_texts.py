"""A text file of the applicant: plain text comes through unchanged, anything else is said to be what it is."""

import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartpick.errors import Problem, UserError
from smartpick.importers.texts import read_text

ENGLISH = "I grew up in East Los Angeles, and my parents still live there with my two brothers.\n\nIt is home.\n"
SPANISH = (
    "Crecí en el este de Los Ángeles y mis padres todavía viven allí con mis dos hermanos; desde entonces quiero ser"
    " médica de familia en el barrio donde aprendí a leer y a escuchar."
)


GERMAN = (
    "Ich bin in einem kleinen Dorf geboren, und meine Eltern wohnen noch dort. Nach der Schule habe ich in einer"
    " Praxis geholfen und gesehen, wie eine Ärztin mit ihren Patienten spricht. Seit dieser Zeit will ich selbst Ärztin"
    " werden. Ich habe die Prüfung beim ersten Mal nicht bestanden, weil ich allein gelernt hatte, und dann mit"
    " einer Gruppe jeden Tag geübt."
)
CHINESE = "我出生在一个小镇。父母至今仍住在那里。我第一次没有通过考试。因为我一直独自学习。" * 4
MIXED = "I was born in a small town. " + CHINESE
HUNGARIAN = (
    "Egy kis faluban születtem, ahol a szüleim ma is élnek. Az iskola után egy rendelőben segítettem, és láttam, hogyan"
    " beszél az orvos a betegeivel. Azóta szeretnék magam is orvos lenni. A vizsgán először megbuktam, mert egyedül"
    " tanultam, azután minden nap csoportban gyakoroltam kérdéseket, és ősszel sikeresen letettem. Most ugyanezt a"
    " füzetet használom a betegágynál, és remélem, hogy rezidensként is velem lesz majd minden éjszakai ügyeletben."
)
ROLES = (
    "Volunteer, Clinica Romero, East Los Angeles. Tutor, physiology. Vice president, Latino Medical Student"
    " Association. Interpreter, Rancho Los Amigos; health fairs, Las Palmas, El Monte, La Puente. Organized blood"
    " drives, mentored undergraduates, raised funds for a van. Scribe, county hospital emergency department, night"
    " shifts, two years. Soccer referee, weekends. Bread baker, self-taught, mornings. Piano, twelve years."
)


def written(folder: Path, content: bytes, name: str = "mine.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_plain_text_comes_through_whatever_its_encoding(encoding: str, tmp_path: Path) -> None:
    text = ENGLISH + "A caf\u00e9 on the corner.\n"
    assert read_text(written(tmp_path, text.encode(encoding))) == text


def test_line_ends_and_marks_that_nobody_sees_are_made_plain(tmp_path: Path) -> None:
    content = "One\u00a0line.\r\nAnother\u00ad one\u200b.\rA third.\u2028A fourth.".encode()
    assert read_text(written(tmp_path, content)) == "One line.\nAnother one.\nA third.\nA fourth."


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b" \n\n\t ", "the file is empty"),
        (codecs.BOM_UTF8, "the file is empty"),
        (b"%PDF-1.7 \n1 0 obj", "that is a PDF"),
        (b"PK\x03\x04\x14\x00", "a Word, Pages or zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word file"),
        (b"{\\rtf1\\ansi", "rich text"),
        (b"\x89PNG\r\n", "a picture"),
        (b"I did\0not", "no plain text"),
        (codecs.BOM_UTF16_LE + b"\x00", "UTF-16"),
        (b"I wrote\x1b[31m red.\nFine.\nBell\x07.", "control characters in lines 1, 3"),
        (b"word " * 50_000, "50,000 words"),
        (b"x" * 500_000, "more than 400 kB"),
        (SPANISH.encode(), "does not read as English"),
        (GERMAN.encode(), "does not read as English"),
        (HUNGARIAN.encode(), "does not read as English"),
        (CHINESE.encode(), "100 % of its letters are of another script"),
        (MIXED.encode(), "of another script"),
        ("\n \ufeff%PDF-1.4".encode(), "that is a PDF"),
        (ENGLISH.encode("utf-16-le"), "UTF-16 without its mark"),
        (bytes(range(256)) * 8, "It holds zero bytes"),
        (bytes(range(1, 256)) * 8, "control characters"),
        ("Я выросла в Лос-Анджелесе".encode(), "not in English"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_anything_else_is_said_to_be_what_it_is(content: bytes, told: str, tmp_path: Path) -> None:
    if told == "50,000 words":
        content = b"w " * 50_000
    with pytest.raises(UserError, match=told) as raised:
        read_text(written(tmp_path, content))
    (problem,) = raised.value.problems
    assert problem.where == "mine.txt"
    assert problem.fix


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.txt", tmp_path, tmp_path / "a\0b.txt"):
        with pytest.raises(UserError, match="cannot be read"):
            read_text(path)


def test_english_with_words_of_another_language_is_read(tmp_path: Path) -> None:
    assert read_text(written(tmp_path, ROLES.encode())) == ROLES
    text = ENGLISH + "She said: «No puedo tomarla al mediodía», and I wrote it down."
    assert read_text(written(tmp_path, text.encode())) == text


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_told(content: bytes, tmp_path: Path) -> None:
    problems: tuple[Problem, ...] = ()
    text = ""
    try:
        text = read_text(written(tmp_path, content))
    except UserError as error:
        problems = error.problems
    assert bool(problems) != bool(text.strip())
    assert "\r" not in text
    assert "\0" not in text
    assert all("\n" not in str(problem) for problem in problems)
