"""Which value does each field of an own fact take?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from smartpick.profile._finding import shown
from smartpick.profile._season import OwnFactField

__all__ = ["OWN_FACTS", "ValueRule", "asks_for_something", "value_trouble"]

HUGE = 10**12

Value = bool | int | float | str


@dataclass(frozen=True, slots=True)
class ValueRule:
    """The value that one field of an own fact takes.

    Attributes
    ----------
    is_requirement
        Whether a program may ask for it of an applicant, as a rule or as a preference; then which of the two is said.
    open_when
        The value at which a yes-or-no requirement asks for nothing.
    low, high
        Bounds of a number, ends included; of a share, as a part of one.
    """

    kind: Literal["yes or no", "whole number", "number", "share", "one of", "text"]
    meaning: str
    is_requirement: bool = False
    open_when: bool | None = None
    low: float = 0
    high: float = 1
    words: tuple[str, ...] = ()

    @property
    def wanted(self) -> str:
        """How the value is written."""
        bounds = f"from {self.low:g} to {self.high:g}"
        return {
            "yes or no": "true or false, without quotes",
            "whole number": f"a whole number {bounds}, without quotes",
            "number": f"a number {bounds}, without quotes",
            "share": "a share: 0.25, or 25 for percent, without quotes",
            "one of": f"one of {', '.join(self.words)}, in quotes",
            "text": "a text in quotes",
        }[self.kind]


OWN_FACTS: dict[OwnFactField, ValueRule] = {
    "minimum_step1": ValueRule(
        "whole number", "lowest Step 1 score considered", is_requirement=True, low=100, high=300
    ),
    "minimum_step2_ck": ValueRule(
        "whole number", "lowest Step 2 CK score considered", is_requirement=True, low=100, high=300
    ),
    "minimum_comlex2": ValueRule(
        "whole number", "lowest COMLEX Level 2-CE score considered", is_requirement=True, low=9, high=999
    ),
    "max_failed_attempts": ValueRule(
        "whole number", "most failed attempts considered, all exams together", is_requirement=True, low=0, high=20
    ),
    "accepts_comlex_only": ValueRule(
        "yes or no", "whether COMLEX without USMLE is enough", is_requirement=True, open_when=True
    ),
    "requires_step3": ValueRule(
        "yes or no", "whether Step 3 must be passed at application", is_requirement=True, open_when=False
    ),
    "requires_ecfmg_at_application": ValueRule(
        "yes or no", "whether ECFMG certification must be there by then", is_requirement=True, open_when=False
    ),
    "sponsors_j1": ValueRule(
        "yes or no", "whether it takes residents on a J-1 visa", is_requirement=True, open_when=True
    ),
    "sponsors_h1b": ValueRule("yes or no", "whether it sponsors H-1B visas", is_requirement=True, open_when=True),
    "max_years_since_graduation": ValueRule(
        "number", "most years since graduation considered", is_requirement=True, low=0, high=60
    ),
    "min_us_experience_months": ValueRule(
        "number", "fewest months of US clinical experience considered", is_requirement=True, low=0, high=60
    ),
    "has_holistic_review": ValueRule("yes or no", "whether it says that it reviews holistically"),
    "program_type": ValueRule("one of", "what kind it is", words=("academic", "community", "hybrid")),
    "is_safety_net": ValueRule("yes or no", "whether its hospital is a safety-net hospital"),
    "img_share": ValueRule("share", "share of its residents who are IMGs"),
    "us_citizen_img_share": ValueRule("share", "share who are US-citizen IMGs"),
    "non_us_citizen_img_share": ValueRule("share", "share who are other IMGs"),
    "do_share": ValueRule("share", "share who are DOs"),
    "interview_rate": ValueRule("share", "share of applicants like you who were interviewed"),
    "applications_received": ValueRule("whole number", "applications in a season", low=0, high=50_000),
    "interviews_offered": ValueRule("whole number", "interviews in a season", low=0, high=50_000),
    "board_pass_rate": ValueRule("share", "share of graduates who passed their board exam"),
    "salary_usd": ValueRule("number", "first-year salary, US dollars a year", low=10_000, high=500_000),
    "mission": ValueRule("text", "its mission, quoted"),
    "thank_you_policy": ValueRule("text", "what it says about letters after interviews"),
    "note": ValueRule("text", "anything else"),
}


def asks_for_something(field: OwnFactField, value: Value) -> bool:
    """Say whether an own fact is something that a program asks of applicants."""
    rule = OWN_FACTS[field]
    return rule.is_requirement and (rule.open_when is None or value is not rule.open_when)


def value_trouble(field: OwnFactField, value: Value) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the value of an own fact, and how to mend it."""
    rule = OWN_FACTS[field]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_right = {
        "yes or no": isinstance(value, bool),
        "whole number": isinstance(value, int) and is_number,
        "number": is_number,
        "share": is_number,
        "one of": isinstance(value, str),
        "text": isinstance(value, str),
    }[rule.kind]
    if not is_right or (rule.kind == "one of" and str(value) not in rule.words):
        yield f"{_said(value)} for {field}", f"Write {rule.wanted}"
    elif rule.kind == "text" and not value:
        yield "an empty text", "Write something, or take the block out"
    elif rule.kind == "share" and isinstance(value, int | float):
        if isinstance(value, int) and value == 1:
            yield f"1 for {field} may be one percent or all", "Write 0.01 or 1.0"
        elif not 0 <= value <= 100:
            yield f"{_said(value)} for {field}", f"Write {rule.wanted}"
    elif is_number and isinstance(value, int | float) and not rule.low <= value <= rule.high:
        yield f"{_said(value)} for {field}", f"Write {rule.wanted}"


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"the text '{shown(value)}'"
    return str(value) if abs(value) < HUGE else "a huge number"
