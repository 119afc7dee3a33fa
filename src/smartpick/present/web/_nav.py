"""Where one can go: the groups of the main bar, and the pages of the group one is in."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GROUPS", "Group", "group_of"]


@dataclass(frozen=True)
class Group:
    """Pages that belong together.

    Parameters
    ----------
    name
        What the main bar calls them.
    pages
        Address and name of each; the first is where the main bar leads.
    """

    name: str
    pages: tuple[tuple[str, str], ...]

    @property
    def home(self) -> str:
        """The address that the main bar leads to."""
        return self.pages[0][0]


GROUPS = (
    Group("Now", (("/now", "Now"),)),
    Group("List", (("/", "List"),)),
    Group(
        "Prepare",
        (
            ("/record", "Your record"),
            ("/routes", "Routes"),
            ("/plan", "Plan"),
            ("/letters", "Letters"),
            ("/texts", "Texts"),
            ("/ties", "Ties"),
            ("/interview", "Interview"),
            ("/questions", "Questions"),
            ("/packet", "For an advisor"),
        ),
    ),
    Group(
        "Season",
        (
            ("/season", "Tracker"),
            ("/season/interviews", "Interviews"),
            ("/rank", "Rank order"),
            ("/soap", "SOAP week"),
            ("/couple", "The two of you"),
            ("/last-season", "Against last season"),
        ),
    ),
    Group("You", (("/start", "Answers"), ("/profiles", "Profiles"), ("/profile", "Everything in the profile"))),
    Group(
        "Help",
        (
            ("/help", "What the numbers mean"),
            ("/help/glossary", "Words"),
            ("/pages/model", "Methods"),
            ("/pages/calibration", "Track record"),
            ("/pages/limits", "Limits"),
            ("/sources", "Sources"),
        ),
    ),
)
"""In the order of the main bar. A page of its own stands in exactly one group."""


def group_of(path: str) -> Group | None:
    """Return the group of an address; the longest page address that it begins with decides.

    Examples
    --------
    >>> group_of("/sources/charting").name
    'Help'
    >>> group_of("/compare") is None
    True
    """
    best: tuple[int, Group | None] = (0, None)
    for group in GROUPS:
        for address, _ in group.pages:
            is_inside = path == address or (address != "/" and path.startswith(f"{address}/"))
            if is_inside and len(address) > best[0]:
                best = len(address), group
    return best[1]
