"""On which line something stands: for every way in which TOML can be written."""

from typing import Any

from smartpick.profile import template
from smartpick.profile._lines import lines_of, nearest_line

TEXT = '''# a note
season = 2027
"goals" . 'areas' = {tier1 = ["a # b"]}

[exams]   # a header
note = """
[not.a.header]
x = 1
"""

[[exams.step1]]
date = 2024-01-01
[[exams.step1]]
date = 2025-01-01
result = 'it''s'
[a.b]
c.d = [
  "x]",   # ]
  [1, 2],
  {y = 2},
]
e = \'\'\'
f = 1\'\'\'
g = 2
'''


def test_each_field_has_its_line() -> None:
    lines = lines_of(TEXT.replace("'it''s'", "'its'"))
    wanted: dict[tuple[str | int, ...], int] = {
        ("season",): 2,
        ("goals", "areas"): 3,
        ("exams",): 5,
        ("exams", "note"): 6,
        ("exams", "step1", 0): 11,
        ("exams", "step1", 0, "date"): 12,
        ("exams", "step1", 1): 13,
        ("exams", "step1", 1, "date"): 14,
        ("exams", "step1", 1, "result"): 15,
        ("a", "b"): 16,
        ("a", "b", "c", "d"): 17,
        ("a", "b", "c", "d", 0): 18,
        ("a", "b", "c", "d", 1): 19,
        ("a", "b", "c", "d", 2): 20,
        ("a", "b", "e"): 22,
        ("a", "b", "g"): 24,
    }
    assert {at: lines.get(at) for at in wanted} == wanted
    assert ("not", "a") not in lines
    assert nearest_line(lines, ("exams", "step1", 1, "score")) == 13
    assert nearest_line(lines, ("nowhere",)) is None


def test_problems_come_in_the_order_of_the_file(check: Any) -> None:
    """A tie with two slips before the goals, one of which only a rule can see."""
    text = template().replace("[goals]", '[[ties]]\nkind = "x"\nplace = "y"\nstate = "ZZ"\n\n[goals]\nfoo = 1')
    goals = template().splitlines().index("[goals]") + 1
    assert [problem.where for problem in check(text, with_least=False)] == [
        f"me.toml, line {goals + 1}, ties[0].kind",
        f"me.toml, line {goals + 6}, goals.foo",
    ]
    text = text.replace('kind = "x"', 'kind = "born"\nstart = 3')
    assert [problem.where for problem in check(text, with_least=False)] == [
        f"me.toml, line {goals + 2}, ties[0].start",
        f"me.toml, line {goals + 4}, ties[0].state",
        f"me.toml, line {goals + 7}, goals.foo",
    ]
