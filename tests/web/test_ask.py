"""An address is a list: what it says is read back as it was, and what is not meant as one does no harm."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.conftest import TODAY

from smartpick.present.web._ask import NO_PLACE, ORDERS, PLACES, SIGNALS, Ask, ask_of
from smartpick.present.web._form import MARKS

CODES = st.from_regex(r"[0-9]{7}[A-Z][A-Z0-9]", fullmatch=True)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters=";"), min_size=1, max_size=30
)
ASKS = st.builds(
    Ask,
    step2=st.none() | st.integers(1, 300),
    number=st.none() | st.integers(1, 300),
    budget=st.none() | st.integers(0, 100_000),
    places=st.sampled_from(list(PLACES)),
    also=st.just("") | WORDS,
    only=st.just("") | WORDS,
    outside=st.just("") | st.integers(1, 99).map(lambda share: f"0.{share:02d}"),
    areas=st.lists(WORDS, max_size=6, unique=True).map(tuple),
    signals=st.sampled_from(list(SIGNALS)),
    marks=st.lists(st.tuples(CODES, st.sampled_from(list(MARKS))), max_size=5, unique=True).map(tuple),
    query=st.just("") | WORDS,
    order=st.sampled_from(list(ORDERS)),
    states=st.lists(st.sampled_from(["CA", "NY", "TX"]), max_size=1).map(tuple),
).map(lambda ask: replace(ask, errors={"areas": NO_PLACE} if ask.places == "only" and not ask.areas else {}))
KEYS = st.sampled_from(
    [
        "step2",
        "number",
        "budget",
        "places",
        "also",
        "only",
        "outside",
        "area",
        "signals",
        "mark",
        "q",
        "band",
        "tier",
        "state",
        "order",
        "x",
    ]
)


def read(address: str) -> Ask:
    return ask_of(parse_qsl(address.partition("?")[2], keep_blank_values=True))


@given(ASKS)
def test_what_an_address_says_is_read_back(ask: Ask) -> None:
    assert read(ask.address()) == ask
    plain = read(ask.without_what_if())
    assert not plain.is_what_if
    assert (plain.query, plain.order, plain.states) == (ask.query, ask.order, ask.states)


@given(st.lists(st.tuples(KEYS, st.text(max_size=60)), max_size=12))
def test_whatever_an_address_holds_it_is_read_and_written(pairs: list[tuple[str, str]]) -> None:
    ask = ask_of(pairs)
    assert set(ask.errors) <= {"step2", "number", "budget"}
    assert ask.address().startswith("/")
    assert "\n" not in ask.address()
    again = read(ask.address())
    assert (again.step2, again.number, again.budget, again.marks) == (ask.step2, ask.number, ask.budget, ask.marks)


@pytest.mark.parametrize(
    ("mark", "back"), [("pin", "unpin"), ("never", "again"), ("tier1", "tier0"), ("tier3", "tier0")]
)
def test_a_mark_is_taken_back_by_its_undo(mark: str, back: str) -> None:
    before = Ask(marks=(("1000000A0", "pin"),), number=9)
    marked = read(before.marked("1047120C0", mark))
    assert marked.marks == (*before.marks, ("1047120C0", mark))
    assert read(marked.marked("1047120C0", back)) == before


def test_a_program_counts_with_one_area_at_a_time() -> None:
    ask = read(read(Ask().marked("1047120C0", "tier1")).marked("1047120C0", "tier3"))
    assert ask.marks == (("1047120C0", "tier3"),)


def test_one_specialty_alone_and_a_share_elsewhere_are_asked_of_the_list() -> None:
    named = ("family_medicine",)
    assert Ask(only="Psychiatry").request(TODAY, named).specialties == ("Psychiatry",)
    assert Ask(only="Psychiatry", also="neurology").request(TODAY, named).specialties == ("Psychiatry", "neurology")
    assert Ask(also="family_medicine").request(TODAY, named).specialties == ()
    assert read("/?outside=0.3").request(TODAY, named).least_outside == 0.3
    assert [read(f"/?outside={share}").outside for share in ("1", "0.", "-0.3", "0.1234", "x")] == [""] * 5
