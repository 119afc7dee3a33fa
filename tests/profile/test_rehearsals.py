"""Practice answers are put into a profile's file as events are: one more, and not a word else changed."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartpick.errors import ProfileError
from smartpick.profile import Known, Rehearsal
from smartpick.profile.log import save_text, with_rehearsal

TODAY = date(2026, 11, 25)
LEAST = 'season = 2027 # mine\napplicant.type = "us_md_senior"\ngoals.specialties = ["Family Medicine"]\n'
ONE = "date = 2026-10-01\nhonest = 4\nspecific = 3\nconfident = 5\n"
LAYOUTS = {
    "none yet": LEAST,
    "no line end": LEAST.rstrip(),
    "a block": f"{LEAST}\n[[rehearsals]] # mine\nquestion = 'why here'\n{ONE}\n[[season_log]]\n"
    "program_code_nrmp = '1022120C0'\nevent = 'applied'\n",
    "a list": f"{LEAST}rehearsals = [{{question = 'a', date = 2026-10-01, honest = 1, specific = 2, confident = 3}}]\n",
    "other line ends": f"{LEAST}\n[[rehearsals]]\nquestion = 'a'\n{ONE}".replace("\n", "\r\n"),
}
MARK = st.integers(1, 5)
LINE = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(
    lambda text: text.isprintable() and text.strip()
)


def answer(**changes: Any) -> Rehearsal:
    base = {"question": "exam_1_story", "date": TODAY, "honest": 4, "specific": 3, "confident": 5}
    return Rehearsal.model_validate(base | changes)


def put(path: Path, entry: Rehearsal) -> None:
    edit = with_rehearsal(path, Known(), TODAY, entry)
    save_text(edit.path, edit.text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    layout=st.sampled_from(sorted(LAYOUTS)),
    entries=st.lists(
        st.builds(answer, question=LINE, honest=MARK, by=st.sampled_from([None, "peer"]), seconds=st.integers(1, 3600)),
        min_size=1,
        max_size=4,
    ),
)
def test_what_is_put_in_is_read_back_and_the_rest_stays(layout: str, entries: list[Rehearsal], tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_bytes(LAYOUTS[layout].encode())
    before = tomllib.loads(LAYOUTS[layout])
    comments = [line for line in path.read_bytes().splitlines() if b"# mine" in line]
    for entry in entries:
        put(path, entry)
    after = tomllib.loads(path.read_text(encoding="utf-8"))
    wanted = [*before.pop("rehearsals", []), *(each.model_dump(exclude_none=True) for each in entries)]
    # In brackets a new one stands first, in blocks last.
    assert sorted(map(repr, after.pop("rehearsals"))) == sorted(map(repr, wanted))
    assert after == before
    assert all(line in path.read_bytes() for line in comments)


def test_a_file_that_is_not_in_order_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    for text in (f"{LEAST}rehearsals = 3\n", "nonsense", f"{LEAST}\n[[rehearsals]]\nquestion = 'x'\n"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ProfileError):
            put(path, answer())
        assert path.read_text(encoding="utf-8") == text


def test_an_answer_of_tomorrow_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_text(LEAST, encoding="utf-8")
    with pytest.raises(ProfileError, match="future"):
        put(path, answer(date=date(2026, 11, 26)))
