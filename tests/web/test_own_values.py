"""What is typed on the page is read as a value of its field, as on the command line."""

import pytest

from smartpick.present.web._program_routes import OWN_FACTS, _value
from smartpick.profile.own import field_rules


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("img_share", "25 %", 0.25),
        ("minimum_step2_ck", " 220 ", 220),
        ("sponsors_j1", "yes", True),
        ("thank_you_policy", "none wished", "none wished"),
        ("minimum_step2_ck", "high", "high"),
        ("img_share", "300", 300),
    ],
)
def test_a_value_is_that_of_its_field_or_is_left_to_be_told(field: str, text: str, value: object) -> None:
    assert _value(field, text) == value


def test_every_field_of_the_page_is_one() -> None:
    assert set(OWN_FACTS) <= set(field_rules())
