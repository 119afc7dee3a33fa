"""The packet holds what an advisor needs, never what is private, and nothing of a part that is taken out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from guidance.people import TODAY, Person

from smartpick.errors import RequestError
from smartpick.facts import Facts
from smartpick.guidance import ListFigures, assess
from smartpick.guidance.packet import REDACTIONS, Packet, make_packet
from smartpick.guidance.plan import make_plan
from smartpick.profile import public_view
from smartpick.programs import Directory

FULL: dict[str, Any] = {
    "exams": {
        "step1": [{"date": "2024-05-21", "result": "fail"}, {"date": "2024-10-15", "result": "pass"}],
        "step2_ck": [{"date": "2026-04-14", "result": "pass", "score": 233}],
    },
    "letters": [{"writer_role": "attending in Lompoc", "status": "agreed", "weeks_supervised": 6}],
    "clerkships": [{"name": "Family Medicine", "grade": "Superior", "is_honors": True}],
    "us_experience": [{"kind": "sub_internship", "place": "Hospital in Fontana", "is_done": True}],
    "service": [{"title": "Saturday clinic in Pacoima", "hours": 260.0}],
    "ties": [
        {"kind": "grew_up", "place": "Bell Gardens", "state": "CA"},
        {"kind": "partner", "place": "Tarzana", "state": "CA"},
    ],
    "languages": [{"name": "Armenian", "level": "native"}],
    "setbacks": [{"kind": "illness", "note": "Ulcerative colitis", "is_resolved": True, "is_documented": True}],
    "remediation": [
        {"kind": "evaluation", "note": "Testing at Loma Linda"},
        {"kind": "tutoring", "note": "Weekly in Encino"},
    ],
    "contacts": [{"role": "resident named after a saint", "follow_up_date": "2026-10-01"}],
    "earlier_seasons": [{"season": 2026, "applications": 142, "interviews": 2, "outcome": "unmatched"}],
    "budget": {"usd": 1777.0},
}
PRIVATE = ("colitis", "illness", "Tarzana", "Loma Linda", "evaluation", "saint")

Made = Callable[..., Packet]


@pytest.fixture(scope="session")
def packet(facts: Facts, directory: Directory, person: Person) -> Made:
    """Return the packet of somebody whose profile is full."""

    def made(*redact: str, figures: ListFigures | None = None, today: date = TODAY, **changes: Any) -> Packet:
        shown = public_view(person(**{**FULL, **changes}))
        read = assess(facts, directory, shown, today)
        return make_packet(shown, read, make_plan(facts, directory, shown, today), figures, redact)

    return made


def text_of(made: Packet) -> str:
    return "\n".join(text for section in made.sections for text, _ in section.lines)


def test_a_packet_is_for_twenty_minutes(packet: Made, figures: ListFigures) -> None:
    made = packet(figures=figures)
    keys = [section.key for section in made.sections]
    assert keys[0] == "who"
    assert {"reading", "doubts", "list", "next", "unknown", "questions"} <= set(keys)
    assert keys[-1] == "questions"
    # Read at 200 words a minute it leaves more than half of the talk.
    assert len(text_of(made).split()) < 1600
    text = text_of(made)
    assert "61 programs" in text
    assert "83 % (61 to 95 %)" in text
    assert "What has to differ from last season" in text


def test_nothing_private_is_in_it(packet: Made, figures: ListFigures) -> None:
    text = text_of(packet(figures=figures))
    for word in PRIVATE:
        assert word.lower() not in text.lower(), word
    assert "Bell Gardens" in text or "Armenian" in text or "Pacoima" in text


HIDDEN = {
    "exams": ("233", "Step 1", "Step 2"),
    "visa": ("us citizen",),
    "grades": ("Superior", "Top grade"),
    "letters": ("Lompoc", "from somebody who worked with you for"),
    "rotations": ("Fontana",),
    "work": ("Pacoima",),
    "ties": ("Bell Gardens", "Armenian"),
    "remediation": ("Encino", "tutoring"),
    "graduation": ("May 2027",),
    "earlier": ("142", "last season"),
    "season": ("signals",),
    "money": ("$1,312", "1777"),
    "list": ("61 programs", "Wants:", "Where:", "Greater Los Angeles"),
}


def test_every_switch_is_tried() -> None:
    assert set(HIDDEN) == set(REDACTIONS)


@pytest.mark.parametrize("switch", sorted(HIDDEN))
def test_a_switch_takes_out_whatever_rests_on_its_part(packet: Made, figures: ListFigures, switch: str) -> None:
    made = packet(switch, figures=figures)
    assert made.redacted == (switch,)
    text = text_of(made)
    for word in HIDDEN[switch]:
        assert word.lower() not in text.lower(), (switch, word)
    assert [section.key for section in made.sections][-1] == "questions"


def test_switches_come_with_commas_and_unknown_ones_are_told(packet: Made) -> None:
    assert packet("visa, exams").redacted == ("exams", "visa")
    with pytest.raises(RequestError) as error:
        packet("exam", "names")
    assert len(error.value.problems) == 2
    assert "exams" in str(error.value.problems[0])


def test_questions_fit_the_stage(packet: Made) -> None:
    early, late = text_of(packet(today=date(2026, 6, 20))), text_of(packet(today=date(2026, 11, 20)))
    assert "Who could write a letter" in early
    assert "Who could write a letter" not in late
    assert "practice first" in late
