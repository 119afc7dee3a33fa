"""Letters, ties and interviews for a profile with any words in it: always an answer, and the words as they are."""

from typing import Any

from guidance.people import BASE, TODAY, merged
from hypothesis import given, settings
from hypothesis import strategies as st

from smartpick.facts import open_facts
from smartpick.guidance.interview import plan_interviews
from smartpick.guidance.letters import plan_letters
from smartpick.guidance.ties import Listed, plan_ties
from smartpick.profile import Profile
from smartpick.programs import load_directory
from smartpick.vocabulary import SignalTier

FACTS = open_facts()
DIRECTORY = load_directory(FACTS, ["family_medicine"])
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"])
WORDS = st.text(LETTERS, min_size=1, max_size=30) | st.sampled_from(
    ["in", ",", "Orange County", "{exam}", "%s", "'; --", "in , in", "chair", "\\b(", "١٩٩"]
)
STATE = st.sampled_from(["CA", "ZZ", "PR", "OH"])
DAYS = st.sampled_from([None, "1990-01-01", "2024-02-29", "2026-09-10"])


@st.composite
def persons(draw: st.DrawFn) -> dict[str, Any]:
    dated = {name: day for name in ("start", "end") if (day := draw(DAYS)) is not None}
    return {
        "ties": [
            {"kind": draw(st.sampled_from(["family", "partner", "other"])), "place": draw(WORDS), "state": draw(STATE)}
        ],
        "service": [{"title": draw(WORDS), "place": draw(WORDS), "state": draw(STATE), "note": draw(WORDS), **dated}],
        "work": [{"theme": draw(WORDS)}],
        "languages": [{"name": draw(WORDS), "level": draw(st.sampled_from(["native", "basic"]))}],
        "letters": [
            {"writer_role": draw(WORDS), "specialty": draw(WORDS), "weeks_supervised": draw(st.floats(0, 260))}
        ],
        "clerkships": [{"name": draw(WORDS), "grade": draw(WORDS)}],
        "us_experience": [{"kind": "hands_on", "place": draw(WORDS), "state": draw(STATE), "specialty": draw(WORDS)}],
        "training": [{"specialty": draw(WORDS)}],
        "setbacks": [{"kind": "other", "note": draw(WORDS), "is_private": draw(st.booleans())}],
        "gaps": [{"start": "2024-01-01", "reason": draw(WORDS), "is_private": draw(st.booleans())}],
        "goals": {"areas": {"tier1": [draw(WORDS)]}, "practice_area": draw(WORDS)},
        "own_facts": [
            {
                "program_code_nrmp": DIRECTORY.programs[0].program_code_nrmp,
                "field": "mission",
                "value": draw(WORDS),
                "source": draw(WORDS),
                "date": "2026-08-01",
            }
        ],
    }


@given(changes=persons(), answer=st.text(st.characters(codec="utf-8"), max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_words_are_taken_as_they_are(changes: dict[str, Any], answer: str) -> None:
    profile = Profile.model_validate(merged(BASE, changes))
    letters = plan_letters(FACTS, DIRECTORY, profile, TODAY)
    assert len(letters.answer) == 3
    assert letters.sheets[0].to == changes["letters"][0]["writer_role"].strip()
    listed = [Listed(each, 1, SignalTier.NONE, is_signal_decided=False) for each in DIRECTORY.programs[:3]]
    ties = plan_ties(FACTS, DIRECTORY, profile, TODAY, listed=listed)
    assert len(ties.answer) == 3
    assert sum(len(batch.programs) for batch in ties.batches) == 3
    quotes = [quote.text for batch in ties.batches for quote in batch.quotes]
    assert quotes == [changes["own_facts"][0]["value"].strip()]
    interview = plan_interviews(FACTS, DIRECTORY, profile, TODAY, answer=answer)
    assert len(interview.answer) == 3
    assert interview.spoken is not None
