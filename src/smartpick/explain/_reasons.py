"""What speaks for a program and against it, in the applicant's order of what counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from smartpick.estimate import Applicant, Term
from smartpick.explain._candidates import Placed
from smartpick.explain._types import Reason
from smartpick.profile import Profile
from smartpick.programs import Page, Program
from smartpick.vocabulary import ApplicantType, SignalTier, Track

__all__ = ["MOST_SPECIALTIES", "met_there", "program_reasons"]

_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth")
MOST_SPECIALTIES = len(_ORDER)

_TOPIC_OF_TERM = {
    "in_state": "location",
    "out_of_state": "location",
    "tie": "location",
    "home_program": "rotation",
    "away_rotation": "rotation",
    "openness": "openness",
    "unfilled": "record",
    "cutoff": "program",
    "heard": "own_fact",
    "own_fact": "own_fact",
}
_PRIORITY_OF_TOPIC = {
    "location": ("location", "ties"),
    "specialty": ("specialty",),
    "openness": ("img", "do"),
    "record": ("fill_rate", "soap"),
    "signal": ("signals",),
    "rotation": ("us_experience",),
    "own_fact": ("visa", "exams", "attempts", "graduation"),
    "stated": ("visa", "exams", "attempts", "graduation"),
    "program": ("program_type",),
}
_MIDDLE_PRIORITY = 3
_FELT = 0.02
"""Below this change in log-odds an effect is neither for nor against."""

_MD = {ApplicantType.US_MD_SENIOR, ApplicantType.US_MD_GRADUATE}


def program_reasons(
    placed: Placed,
    terms: Sequence[Term],
    signal: SignalTier,
    signal_ids: tuple[str, ...],
    specialty_name: str,
    specialty_number: int,
    applicant: Applicant,
    priorities: Mapping[str, int],
    *,
    is_signal_given: bool,
) -> tuple[Reason, ...]:
    """Return the reasons of one program, what the applicant cares about most first.

    Parameters
    ----------
    is_signal_given
        Whether the signal is one that she has decided on, rather than one suggested here.
    """
    program = placed.program
    reasons = [
        Reason("location", placed.why, program.fact_ids_for("location")),
        Reason(
            "specialty",
            f"{specialty_name}, your {_ORDER[specialty_number]} specialty",
            program.fact_ids_for("identity"),
        ),
    ]
    if signal is not SignalTier.NONE:
        word = "signal" if signal is SignalTier.SINGLE else f"{signal} signal"
        text = f"your {word} goes here" if is_signal_given else f"suggested for a {word}: it adds most to the list here"
        reasons.append(Reason("signal", text, signal_ids))
    reasons += _of_terms(placed, terms, applicant)
    reasons += [
        Reason("stated", f"its page ({page.vintage}) on {about}: “{text}”; verify at {page.url}", (page.fact_id,))
        for about, text, page in _stated(program, applicant)
    ]
    if program.track is Track.ADVANCED:
        text = "advanced position: starts in the second year; the first year is matched separately"
        reasons.append(Reason("program", text, program.fact_ids_for("identity")))
    if program.is_new:
        text = f"new in the Match since {program.first_year_in_match}: little record, and no board results yet"
        reasons.append(Reason("program", text, program.fact_ids_for("positions")))

    def weight(reason: Reason) -> int:
        said = [priorities[key] for key in _PRIORITY_OF_TOPIC[reason.topic] if key in priorities]
        return max(said, default=_MIDDLE_PRIORITY)

    # A stable sort: what she gave no weight to keeps its place.
    return tuple(sorted(reasons, key=lambda reason: -weight(reason)))


def met_there(profile: Profile, code: str, today: date) -> tuple[Reason, ...]:
    """Return that she was at its open house, or means to be; by her log, and without weight in the chance."""
    days = [each.date for each in profile.season_log if each.program_code_nrmp == code and each.event == "open_house"]
    told = sorted(day for day in days if day is not None)
    past = [day for day in told if day <= today]
    if past or (days and not told):
        when = f" ({past[-1]:%Y-%m-%d})" if past else ""
        return (Reason("own_fact", f"you were at its open house{when}, by your log", ()),)
    if told:
        return (Reason("own_fact", f"its open house is on {told[0]:%Y-%m-%d}, by your log", ()),)
    return ()


def _of_terms(placed: Placed, terms: Sequence[Term], applicant: Applicant) -> Iterator[Reason]:
    """Yield what the chance model says, with private bonds left out."""
    state = placed.program.state
    for term in terms:
        # The tier may have said already what the bond is.
        if term.key == "tie" and (not applicant.tie_states[state] or placed.why.startswith("you have a tie")):
            continue
        text = term.text
        if term.key == "openness":
            text += _direction(term.effect, applicant.applicant_type)
        effect = None if term.key in {"own_fact", "heard"} else term.effect
        yield Reason(_TOPIC_OF_TERM.get(term.key, "program"), text, term.fact_ids, effect)


def _direction(effect: float, kind: ApplicantType) -> str:
    """Say which way a share of positions is taken to point."""
    if abs(effect) < _FELT:
        return ""
    if kind in _MD:
        # No table counts who applies where; that a full house of US MDs is harder to enter is a judgement of ours.
        return f"; assumed to {'help' if effect > 0 else 'count against'} a US MD there"
    return "; more of them than elsewhere" if effect > 0 else "; fewer of them than elsewhere"


def _stated(program: Program, applicant: Applicant) -> Iterator[tuple[str, str, Page]]:
    """Yield what program pages state on what matters to her: the topic, the words, the page.

    Wordings on scores that name a number of an exam which she does not take are left out.
    """
    is_img = applicant.applicant_type.is_img
    has_fails = applicant.step1_fails + applicant.step2_fails > 0
    wanted = (
        ("scores", "score_rule", True),
        ("attempts and exams", "exam_attempts", has_fails or applicant.is_comlex_only),
        ("visas", "visa", applicant.needs_visa is True),
        ("years since graduation", "years_since_graduation_max", is_img),
        ("US experience", "us_experience_rule", is_img),
    )
    for about, column, is_wanted in wanted:
        for page in program.pages:
            text = getattr(page, column) if is_wanted else None
            if text is None or points_elsewhere(text):
                continue
            if column == "score_rule" and applicant.is_comlex_only and any(letter.isdigit() for letter in text):
                continue
            yield about, text, page


def points_elsewhere(text: str) -> bool:
    """Say whether a page's words only send the reader to another page."""
    return text.lower().startswith("see ")
