"""Reads the log by program: which offers came, which interviews lie ahead or are over, which were given up.

An interview that is scheduled, held or ranked had an offer before it, whether the log has that entry or not. So an
offer is counted once for its program, and each is in exactly one of four places: ahead, attended, declined, taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smartpick.profile._model import Profile

__all__ = ["Answers", "answers_of", "came_last"]

_OFFERED = frozenset({"invited", "scheduled", "interviewed", "ranked"})
_GIVEN_UP = frozenset({"declined", "withdrawn"})
_ATTENDED = frozenset({"interviewed", "ranked"})


@dataclass(frozen=True, slots=True)
class Answers:
    """Codes of programs by what the log says of them, each in the order of the log.

    Attributes
    ----------
    received
        An interview was offered: logged as such, or as scheduled, held, ranked or declined.
    ahead
        Of those, the interview still lies ahead, with a day or without one.
    attended
        Of those, the interview is over: logged as held or ranked, or its last scheduled day is past.
    declined
        Of those, given up by her before an interview.
    taken_back
        Of those, turned down by the program before an interview.
    held
        Ahead or attended, and neither side has ended it since: what a rank order list can hold.
    ranked
        Logged as ranked.
    """

    received: tuple[str, ...]
    ahead: tuple[str, ...]
    attended: tuple[str, ...]
    declined: tuple[str, ...]
    taken_back: tuple[str, ...]
    held: tuple[str, ...]
    ranked: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the counts in words, each saying which it is.

        Examples
        --------
        >>> Answers(("A", "B", "C"), ("A",), ("B",), ("C",), (), ("A", "B"), ()).text
        '3 interview offers received: 1 interview ahead, 1 attended, 1 declined'
        >>> Answers((), (), (), (), (), (), ()).text
        'no interview offer received'
        """
        if not self.received:
            return "no interview offer received"
        number, ahead = len(self.received), len(self.ahead)
        parts = [
            f"{ahead} interview{'' if ahead == 1 else 's'} ahead" if ahead else "no interview ahead",
            *(
                f"{len(codes)} {word}"
                for codes, word in ((self.attended, "attended"), (self.declined, "declined"))
                if codes
            ),
            *([f"{len(self.taken_back)} taken back by the program"] if self.taken_back else []),
        ]
        text = f"{number} interview offer{'' if number == 1 else 's'} received: {', '.join(parts)}"
        return text + (f"; {len(self.ranked)} logged as ranked" if self.ranked else "")


def answers_of(profile: Profile, today: date) -> Answers:
    """Return what programs have answered by the log of this season."""
    by_code: dict[str, list[tuple[str, date | None]]] = {}
    for each in profile.season_log:
        by_code.setdefault(each.program_code_nrmp, []).append((each.event, each.date))
    place: dict[str, list[str]] = {name: [] for name in Answers.__slots__}
    for code, events in by_code.items():
        kinds = {event for event, _ in events}
        if "ranked" in kinds:
            place["ranked"].append(code)
        if not kinds & (_OFFERED | {"declined"}):
            continue
        place["received"].append(code)
        is_taken_back = "rejected" in kinds and came_last(events, "rejected")
        is_given_up = bool(kinds & _GIVEN_UP)
        days = [day for event, day in events if event == "scheduled"]
        # A scheduled day without a date is one to come; of several the last counts, for interviews are moved.
        is_past = bool(days) and all(day is not None and day < today for day in days)
        if kinds & _ATTENDED:
            place["attended"].append(code)
        elif is_given_up:
            place["declined"].append(code)
        elif is_taken_back:
            place["taken_back"].append(code)
        else:
            place["attended" if is_past else "ahead"].append(code)
        if not is_given_up and not is_taken_back:
            place["held"].append(code)
    return Answers(**{name: tuple(codes) for name, codes in place.items()})


def came_last(events: Sequence[tuple[str, date | None]], kind: str) -> bool:
    """Tell whether an event of a kind came after every offer of its program.

    Parameters
    ----------
    events
        Event and day, of one program, in the order of the log; they hold one of that kind.

    Notes
    -----
    By their days where both have one, else by their place in the log.
    """
    at = max(i for i, (event, _) in enumerate(events) if event == kind)
    day = events[at][1]
    return all(
        other <= day if other is not None and day is not None else i < at
        for i, (event, other) in enumerate(events)
        if event in _OFFERED
    )
