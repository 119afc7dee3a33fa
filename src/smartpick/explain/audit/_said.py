"""The answer in three plain sentences, and what else has to be said about a list made elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from smartpick.explain._answer import and_list
from smartpick.explain._types import Summary
from smartpick.explain.audit._types import Audit, LineState
from smartpick.uncertainty import Estimate, in_words

__all__ = ["answer_of", "notes_of"]

_LEAST_POINTS = 0.001
_OPEN = (LineState.ASK, LineState.NOT_FOUND)
_GONE = (LineState.CLOSED, LineState.OTHER_MATCH)


def answer_of(made: Audit) -> tuple[str, str, str]:
    """Return three sentences: what the list holds and costs, what to expect of it, and what would be better."""
    return _what_it_holds(made), _what_to_expect(made), _what_is_better(made)


def lines_text(numbers: list[int]) -> str:
    """Name lines of the list.

    Examples
    --------
    >>> lines_text([3]), lines_text([3, 9])
    ('line 3', 'lines 3 and 9')
    """
    return f"line{'' if len(numbers) == 1 else 's'} {and_list([str(number) for number in numbers])}"


def _what_it_holds(made: Audit) -> str:
    total = len(made.lines)
    programs = sum(line.match.program is not None and line.state is not LineState.DUPLICATE for line in made.lines)
    text = f"Of {total} line{'' if total == 1 else 's'}, {programs} name a program once"
    if total == 1:
        text = f"The one line {'names a program' if programs else 'names no program that could be found'}"
    least = "at least " if made.cost.is_lower_bound else ""
    if programs:
        text += f", for {least}${made.cost.total_usd:,.0f} in all"
    said = []
    if doubled := len(made.in_state(LineState.DUPLICATE)):
        said.append(f"{doubled} name{'s' if doubled == 1 else ''} one again")
    if ruled := len(made.in_state(LineState.RULED_OUT)):
        said.append(
            f"{ruled} rule{'s' if ruled == 1 else ''} you out by a rule of {'its' if ruled == 1 else 'their'} own"
        )
    if unsettled := len(made.in_state(*_OPEN)):
        said.append(f"{unsettled} could not be matched to a program for sure")
    if gone := len(made.in_state(*_GONE)):
        said.append(f"{gone} {'is' if gone == 1 else 'are'} not in the {made.directory_season} Match")
    return f"{text}{'; ' + and_list(said) if said else ''}."


def _what_to_expect(made: Audit) -> str:
    if made.summary is None:
        return "No line has a chance that could be worked out, so nothing can be said about the list as a whole."
    outcome = made.summary.outcome
    start = "If you send it, your" if made.is_planning else "Sent in time, the"
    text = f"{start} chance of matching is {in_words(outcome.p_match)} ({_inside(outcome.p_match)})"
    if made.preferred_area and outcome.p_match_preferred.mean < outcome.p_match.mean - 1e-9:
        text += f", in {made.preferred_area} {outcome.p_match_preferred}"
    little = sum(line.adds_little for line in made.lines)
    if made.lost is not None and little:
        text += (
            f"; leaving out the {little} line{'' if little == 1 else 's'} that add{'s' if little == 1 else ''} next to"
            f" nothing saves ${made.saved_usd:,.0f} and changes that by {_points(made.lost, -1)}"
        )
    return f"{text}."


def _what_is_better(made: Audit) -> str:
    best, gained = made.recommended, made.gained
    if best is None:
        return "There is no list to compare it with."
    size = f"{best.programs} program{'' if best.programs == 1 else 's'} for {_bill(best)}"
    if gained is None:
        return f"The list that does most for you at that number and cost has {size}: {best.outcome.p_match}."
    text = f"The list that does most for you within the same number and cost has {size} and comes to"
    text += f" {best.outcome.p_match}, {_points(gained)}"
    if not gained.is_clear:
        return f"{text}: no clear difference in the chance of matching."
    return f"{text}."


def notes_of(made: Audit) -> tuple[str, ...]:
    """Return what else has to be said, each a sentence or two."""
    return tuple(_notes(made))


def _notes(made: Audit) -> Iterator[str]:
    if made.in_state(*_OPEN):
        yield (
            "Lines that are not settled are in no figure: neither in the cost nor in the chances. Settle them with"
            " --choose LINE=CODE."
        )
    for group in made.several_tracks:
        yield (
            f"{lines_text(list(group)).capitalize()} name different tracks of one institution and specialty: each is"
            " ranked, and counted here, on its own."
        )
    if made.in_state(LineState.ONE_YEAR):
        yield "Positions of one year are in the cost, and in no chance of matching."
    if made.in_state(LineState.RULED_OUT):
        yield (
            "A rule is what a program's page or your own facts say; pages age. Check it with the program before you"
            f" strike it: those lines cost ${made.ruled_out_usd:,.0f}."
        )
    if any(line.unknowns for line in made.lines):
        yield (
            "What is not known of a program counts as unknown: it widens the range, and no line is advised against for"
            " it."
        )
    if made.summary is not None and made.summary.cost.is_lower_bound:
        yield "The cost is a lower bound: a fee in it is not published."


def _bill(summary: Summary) -> str:
    return f"{'at least ' if summary.cost.is_lower_bound else ''}${summary.cost.total_usd:,.0f}"


def _inside(estimate: Estimate) -> str:
    """Return a chance with its interval as it stands inside brackets."""
    mean, rest = str(estimate).split(" % (", 1)
    return f"{mean} %; {rest.removesuffix(')')}"


def _points(gap: Estimate, sign: int = 1) -> str:
    low, high = sorted((sign * gap.low, sign * gap.high))
    if max(abs(low), abs(high)) < _LEAST_POINTS:
        return "less than 0.1 points"
    mean, low, high = (round(100 * value, 1) + 0.0 for value in (sign * gap.mean, low, high))
    return f"{mean:+.1f} points (90 % interval {low:+.1f} to {high:+.1f})"
