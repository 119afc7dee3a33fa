"""What is typed for practice: taken, or refused with everything that is wrong with it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.errors import RequestError
from smartpick.guidance.interview import scored

TODAY = date(2026, 10, 1)


def test_a_score_is_read_as_typed() -> None:
    made = scored(" What happened, and why? , 4,3,5, 80 ,peer", TODAY)
    assert (made.question, made.honest, made.specific, made.confident) == ("What happened, and why?", 4, 3, 5)
    assert (made.seconds, made.by, made.date) == (80, "peer", TODAY)
    bare = scored("exam_1_story,1,2,3,,", TODAY)
    assert (bare.seconds, bare.by) == (None, None)


def test_everything_wrong_with_a_score_is_told_at_once() -> None:
    with pytest.raises(RequestError) as told:
        scored(",0,six,٣,-5,my mother", TODAY)
    texts = [str(each) for each in told.value.problems]
    assert len(texts) == 6
    for word in ("honest", "specific", "confident", "seconds", "by is 'my mother'", "question"):
        assert any(word in text for text in texts), word
    with pytest.raises(RequestError, match="has 2 parts, not 6"):
        scored("exam_1_story,4", TODAY)


@given(
    text=st.text(st.characters(codec="utf-8"), max_size=80)
    | st.lists(st.sampled_from(["", "1", "5", "6", "٣", "1e3", "peer", "\x1b[31m", '"', "\u202e", "exam_1_story"])).map(
        ",".join
    )
)
@settings(max_examples=400, deadline=None)
def test_any_text_is_a_score_or_refused_politely(text: str) -> None:
    made, problems = None, []
    try:
        made = scored(text, TODAY)
    except RequestError as error:
        problems = list(error.problems)
    assert (made is None) == bool(problems)
    for each in problems:
        assert each.where == "--score"
        assert "\x1b" not in str(each)
    if made is not None:
        assert made.question.isprintable()
        assert {made.honest, made.specific, made.confident} <= {1, 2, 3, 4, 5}
