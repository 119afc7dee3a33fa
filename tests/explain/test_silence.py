"""What waiting does to a chance is said: how long, by which calendar, and what can be done."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from smartpick.estimate import Assumptions
from smartpick.explain import ListRequest
from smartpick.explain.season import log_change
from smartpick.explain.tracker import effect_of
from smartpick.facts import Facts
from smartpick.profile import Profile
from smartpick.programs import Directory

HERS, CODE = "us-md-la-step1-fail", "1047120C0"
SENT = date(2026, 9, 24)
Example = Callable[[str], Profile]


def logged(profile: Profile, *events: tuple[str, str, date | None]) -> Profile:
    tree = profile.model_dump(exclude_none=True)
    tree["season_log"] = [
        {"program_code_nrmp": code, "event": event, **({} if day is None else {"date": day})}
        for code, event, day in events
    ]
    return Profile.model_validate(tree)


def test_nine_weeks_of_silence_are_named_with_their_calendar(
    example: Example, facts: Facts, directory: Directory
) -> None:
    hers, day = example(HERS), date(2026, 11, 26)
    request = ListRequest(today=day)
    made = log_change(facts, directory, hers, logged(hers, (CODE, "applied", SENT)), request, CODE, "applied", SENT)
    silence = made.effect.silence
    assert silence is not None
    assert (silence.programs, silence.days) == (1, 64)
    assert made.answer[2].endswith(": 64 days without an answer lower it.")
    assert made.answer[2].startswith("Over the one program of your log")
    for said in ("64 days (about 9 weeks)", "assumed", "day 30 ± 8", "16 ± 4 days", "docs/model.md", "advisor"):
        assert said in silence.text
    # By hand, from the assumptions alone: a logistic curve with slope 1.702.
    assumptions = Assumptions(facts)
    middle = assumptions.draw("interview_offer_day", request.seed)
    spread = np.abs(assumptions.draw("interview_offer_day_spread", request.seed))
    by_hand = 1 / (1 + np.exp(-1.702 * (64 - middle) / spread))
    assert silence.sent.mean == pytest.approx(by_hand.mean(), abs=1e-3)
    assert 0.9 < silence.sent.mean < 0.99
    assert len(silence.fact_ids) == 2


def test_what_can_be_done_about_silence_goes_with_the_day(example: Example, facts: Facts, directory: Directory) -> None:
    hers = example(HERS)
    after = logged(hers, (CODE, "applied", SENT))
    texts = {}
    for day in (date(2026, 10, 7), date(2026, 11, 26), date(2027, 2, 10), date(2027, 3, 10)):
        effect = effect_of(facts, directory, hers, after, ListRequest(today=day))
        assert effect.silence is not None
        texts[day.month] = effect.silence.text
    assert "nothing has to be done about this yet" in texts[10]
    assert "write to the programs" in texts[11]
    for late in (texts[2], texts[3]):
        assert "write to the programs" not in late
    assert "SOAP" in texts[2]
    assert "SOAP" not in texts[3]


def test_no_silence_is_named_where_it_did_nothing(example: Example, facts: Facts, directory: Directory) -> None:
    hers, request = example(HERS), ListRequest(today=date(2026, 11, 26))
    waiting = logged(hers, (CODE, "applied", SENT))
    offered = logged(hers, (CODE, "applied", SENT), (CODE, "invited", date(2026, 11, 20)))
    assert effect_of(facts, directory, waiting, offered, request).silence is None
    assert effect_of(facts, directory, waiting, waiting, request).silence is None
    # An offer taken out again leaves the silence that was there before it.
    back = effect_of(facts, directory, offered, waiting, request).silence
    assert back is not None
    assert back.programs == 1
    # Her own calendar, with offers that begin late: silence now says next to nothing.
    tree = waiting.model_dump(exclude_none=True)
    tree["assumptions"] = {"interview_offer_day": {"mean": 150.0, "sd": 1.0}}
    slow = Profile.model_validate(tree)
    before = Profile.model_validate({**tree, "season_log": []})
    assert effect_of(facts, directory, before, slow, request).silence is None
