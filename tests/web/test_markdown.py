"""Pages of the documentation as HTML: only what is meant as a mark becomes one, whatever a text holds."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from smartpick.present.web._markdown import page_html

ALLOWED = set(
    "h1 h2 h3 h4 h5 h6 p ul li pre code div table thead tbody tr th td strong em a details summary".split()  # noqa: SIM905
)
MARKS = ("# ", "|", "|-|", "```", "    ", "* ", "1. ", "`", "**", "[a](https://b.c)")
HOSTILE = ("[a](javascript:x)", "<script>", '"', "'", "&", "\n")


class Seen(HTMLParser):
    """What tags and addresses a browser would find."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.targets += [value or "" for name, value in attrs if name == "href"]


@given(st.lists(st.sampled_from(MARKS + HOSTILE) | st.text(max_size=12), max_size=40).map("".join))
def test_nothing_hostile_becomes_a_mark(text: str) -> None:
    seen = Seen()
    seen.feed(str(page_html(text)))
    assert seen.tags <= ALLOWED
    assert seen.names <= {"tabindex", "scope", "class", "role", "aria-label", "href", "rel", "target"}
    assert all(each.startswith(("https://", "/pages/")) for each in seen.targets)


def test_a_table_of_many_rows_is_folded_and_says_how_many() -> None:
    head = "## Rates of all\n\n| a | b |\n|---|---|\n"
    short, long = (page_html(head + "| 1 | 2 |\n" * rows) for rows in (60, 61))
    assert "<details>" not in short
    assert 'aria-label="Table: Rates of all"' in short
    assert "<details><summary>All 61 rows</summary>" in long
    assert long.count("<tr>") == 62
