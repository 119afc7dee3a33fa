"""A pasted page: what it states, what can only be inferred, what it does not say; hostile text is survived."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.importers.own import residents_of
from smartpick.importers.own._page import TOPICS, page_of


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Applicants must have a Step 2 CK score of 220 or higher.", [("minimum_step2_ck", 220, "stated")]),
        (
            "USMLE Step 2 CK: minimum 215; COMLEX Level 2: minimum 450.",
            [("minimum_step2_ck", 215, "stated"), ("minimum_comlex2", 450, "stated")],
        ),
        ("The average Step 2 CK score of our residents is 238.", [("minimum_step2_ck", 238, "inferred")]),
        ("We have no minimum score for Step 2 CK.", [("minimum_step2_ck", None, "stated")]),
        ("All exams must be passed on the first attempt.", [("max_failed_attempts", 0, "stated")]),
        ("Passing on the first attempt is preferred.", [("max_failed_attempts", 0, "inferred")]),
        ("No more than one failed attempt on any Step.", [("max_failed_attempts", 1, "stated")]),
        ("At most 2 attempts at each Step are accepted.", [("max_failed_attempts", 1, "stated")]),
        ("Graduation within the last five years.", [("max_years_since_graduation", 5, "stated")]),
        ("Within 3 years of graduation is recommended.", [("max_years_since_graduation", 3, "inferred")]),
        ("There is no cut-off for year of graduation.", [("max_years_since_graduation", None, "stated")]),
        ("Call 310-555-0220 for the 220 bed hospital.", []),
        ("We interview 120 applicants for 12 positions.", []),
        (
            "Applicants with more than one failed attempt will not be considered.",
            [("max_failed_attempts", 1, "stated")],
        ),
        ("Applicants with two or more failures will not be considered.", [("max_failed_attempts", 1, "stated")]),
        ("Applicants with multiple failures are not considered.", [("max_failed_attempts", 1, "stated")]),
        ("Applicants with any failed attempts are not considered.", [("max_failed_attempts", 0, "stated")]),
        ("We accept applicants with up to two failures.", [("max_failed_attempts", 2, "stated")]),
        ("We do not accept failures.", [("max_failed_attempts", 0, "stated")]),
        ("Scores below 220 on Step 2 CK are not considered.", [("minimum_step2_ck", 220, "stated")]),
        ("We don't require a minimum Step 1 score.", [("minimum_step1", None, "stated")]),
        ("Applicants who graduated over 5 years ago are not accepted.", [("max_years_since_graduation", 5, "stated")]),
        # With a condition, or for some applicants: no rule for everybody.
        ("We require Step 2 CK above 215 for IMGs.", [("minimum_step2_ck", 215, "inferred")]),
        ("Minimum Step 1 of 210 if taken before 2022.", [("minimum_step1", 210, "inferred")]),
        (
            "Graduation in the last 3 years unless you have US experience.",
            [("max_years_since_graduation", 3, "inferred")],
        ),
        # What a program tells of itself, what it takes back, and what is no score.
        ("94% of graduates passed the ABFM exam on the first try.", []),
        ("Our residents pass the boards on their first attempt.", []),
        ("In the past 5 years all of our graduates passed the boards.", []),
        ("Residents must pass Step 3 within 2 years after graduation.", []),
        ("We do not require passing on the first attempt.", []),
        ("A Step 2 CK score of 220 is not required.", []),
        ("Applicants more than 5 years since graduation are considered.", []),
        ("The hospital has 220 beds, and Step 2 CK is required.", []),
    ],
)
def test_what_a_sentence_says(text: str, said: list[tuple[str, int | None, str]]) -> None:
    found = page_of(text, "page.txt")
    assert [(each.field, each.value, each.kind) for each in found.said] == said
    assert all(each.quote in text and each.line == 1 for each in found.said)
    assert set(found.unknown) == set(TOPICS) - {field for field, _, _ in said}


def test_only_counts_of_residents_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "residents.txt"
    file.write_text(
        "Jane Roe, Alpha School of Medicine\nJohn Doe - Beta College (DO)\n\nA. Other, Elsewhere\n", "utf-8"
    )
    count = residents_of(file, {"Alpha School of Medicine": "US-MD", "Beta College": "US-DO"})
    assert (count.us_md, count.us_do, count.unplaced) == (1, 1, 1)
    assert "Roe" not in repr(count)


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    found = page_of(text, "page.txt")
    assert {each.field for each in found.said} | set(found.unknown) == set(TOPICS)
    for each in found.said:
        assert each.quote.isprintable()
        assert each.value is None or 0 <= each.value <= 800
