"""A couple's maps: every program is on one or is named, inside the frame, and a pair never lies on two."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.present.web._pair_map import pair_maps

Place = tuple[str, str | None, str, float | None, float | None]

_TOWNS = [
    ("Los Angeles", "CA", 34.05, -118.24),
    ("Torrance", "CA", 33.84, -118.34),
    ("San Diego", "CA", 32.72, -117.16),
    ("Fresno", "CA", 36.74, -119.79),
    ("New York", "NY", 40.71, -74.01),
    ("Newark", "NJ", 40.74, -74.17),
    ("Honolulu", "HI", 21.31, -157.86),
    ("Anchorage", "AK", 61.22, -149.9),
    ("San Juan", "PR", 18.47, -66.11),
]


@st.composite
def places(draw: st.DrawFn) -> list[Place]:
    """Return programs in some towns, many in one of them too, and some that no map knows."""
    found: list[Place] = []
    for town, state, lat, lon in draw(st.lists(st.sampled_from(_TOWNS), max_size=25)):
        is_known = draw(st.integers(0, 9)) > 0
        name = draw(st.sampled_from(["Family Medicine", "<script>alert(1)</script>", "A & B \" ' {0} %s"]))
        found.append((name, town if is_known else None, state, lat if is_known else None, lon if is_known else None))
    return found


@given(places(), places(), st.data())
@settings(max_examples=120, deadline=None)
def test_every_program_is_drawn_once_or_said(mine: list[Place], theirs: list[Place], data: st.DataObject) -> None:
    known = [
        [(lat, lon, state) for _, _, state, lat, lon in some if lat is not None and lon is not None]
        for some in (mine, theirs)
    ]
    ends = st.tuples(*(st.sampled_from(each) for each in known)) if all(known) else st.nothing()
    links = data.draw(st.lists(ends, max_size=8)) if all(known) else []
    page = str(pair_maps(("<b>rosa</b>", "sam"), (mine, theirs), links))
    assert "<script" not in page
    assert "<b>" not in page
    drawn = len(re.findall(r'class="mark ', page))
    in_town = sum(map(int, re.findall(r", (\d+) programs? of", page.partition("without a map")[2])))
    in_town += sum(map(int, re.findall(r"and (\d+) of sam", page.partition("without a map")[2])))
    left = re.search(r"(\d+|One) more (?:are|is) on no map", page)
    rest = 0 if left is None else 1 if left[1] == "One" else int(left[1])
    assert drawn + in_town + rest == len(mine) + len(theirs)
    outside = {"PR"}
    unplaced = sum(lat is None or state in outside for _, _, state, lat, _ in (*mine, *theirs))
    assert rest >= unplaced
    for x, y in re.findall(r'cx="([-0-9.]+)" cy="([-0-9.]+)"', page):
        assert 0 <= float(x) <= 400
        assert 0 <= float(y) <= 260
    for x, y, u, v in re.findall(r'd="M([-0-9.]+) ([-0-9.]+)L([-0-9.]+) ([-0-9.]+)"', page):
        assert all(0 <= float(each) <= 400 for each in (x, y, u, v)), "a pair stands on one map"


def test_near_programs_share_a_map_and_far_ones_have_their_own() -> None:
    mine: list[Place] = [("A", "Los Angeles", "CA", 34.05, -118.24), ("B", "Newark", "NJ", 40.74, -74.17)]
    theirs: list[Place] = [("C", "Torrance", "CA", 33.84, -118.34), ("D", "New York", "NY", 40.71, -74.01)]
    page = str(pair_maps(("rosa", "sam"), (mine, theirs), [((34.05, -118.24, "CA"), (33.84, -118.34, "CA"))]))
    assert page.count("<svg") == 2
    assert page.count('class="pair"') == 1
    assert "Around Los Angeles, CA, 1 program of rosa and 1 of sam" in page
    # A circle is at least four pixels wide in half on a phone of 360.
    assert {float(each) for each in re.findall(r' r="([0-9.]+)"', page)} == {5.5}
