"""The answer in three plain sentences: what to send, what to expect, and what it is to be compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from smartpick.estimate import Level
from smartpick.explain._types import ApplicationList, Summary
from smartpick.profile import Profile
from smartpick.uncertainty import CENTRAL, Estimate, in_words, whole_percent
from smartpick.vocabulary import Stage

__all__ = ["and_list", "answer_of", "dollars", "rates_text"]

_NOT_PUBLISHED = {
    "years_since_graduation": "years since graduation",
    "needs_visa": "visa need",
    "does_not_need_visa": "visa need",
    "comlex_only": "taking COMLEX alone",
}


def answer_of(made: ApplicationList, profile: Profile) -> tuple[str, str, str]:
    """Return three sentences: what to send, what to expect, and against which base rate."""
    return _what_to_send(made), _what_to_expect(made), _base_rate(made, profile)


def dollars(summary: Summary) -> str:
    """Return the bill of a list in words, a lower bound marked as one."""
    return f"{'at least ' if summary.cost.is_lower_bound else ''}${summary.cost.total_usd:,.0f}"


def and_list(texts: Sequence[str]) -> str:
    """Join texts as a sentence does.

    Examples
    --------
    >>> and_list(["a", "b", "c"])
    'a, b and c'
    """
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _what_to_send(made: ApplicationList) -> str:
    summary = made.summary
    names = {note.specialty: note.name for note in made.specialties}
    counts = [f"{count} in {names[key]}" for key, count in summary.by_specialty.items()]
    programs = f"{summary.programs} program{'' if summary.programs == 1 else 's'}"
    where = f" ({and_list(counts)})" if len(counts) > 1 else f" in {names[next(iter(summary.by_specialty))]}"
    offers = _offers(summary.outcome.expected_interviews)
    cost = dollars(summary)
    if summary.first_years:
        where += f" and to {summary.first_years} first year{'' if summary.first_years == 1 else 's'} beside them"
    if made.is_planning:
        return f"Apply to {programs}{where} for {cost} in all, and expect {offers}."
    if made.stage is Stage.OVER:
        return f"The list that would have done most for you was {programs}{where} for {cost} in all, with {offers}."
    return f"The list that would do most for you, sent in time: {programs}{where} for {cost} in all, with {offers}."


def _offers(offers: Estimate) -> str:
    """Say an expected number of interview offers with its interval, in whole ones where there are some.

    Examples
    --------
    >>> import numpy as np
    >>> _offers(Estimate(np.array([2.0, 6.4, 14.0]), "interviews"))
    'about 7 interview offers (2 to 13)'
    >>> _offers(Estimate(np.array([0.01, 0.6, 1.4]), "interviews"))
    'about 0.7 interview offers (0.1 to 1.3)'
    """
    shown = f"{{:.{0 if offers.mean >= 2 else 1}f}}"
    mean, low, high = (shown.format(value) for value in (offers.mean, offers.low, offers.high))
    if float(mean) == 0:
        return "hardly any interview offer (fewer than 1 in 20 lists like it get one)"
    return f"about {mean} interview offer{'' if mean in {'1', '1.0'} else 's'} ({low} to {high})"


def _what_to_expect(made: ApplicationList) -> str:
    outcome = made.summary.outcome
    share = f"{100 * CENTRAL:.0f} %"
    verb = "was" if made.stage is Stage.OVER else "is"
    start = "If you send these" if made.is_planning else "With these sent in time"
    chance = f"{_percent(outcome.p_match)}; {share} interval {_interval(outcome.p_match)}"
    text = f"{start}, your chance of matching {verb} {in_words(outcome.p_match)} ({chance})"
    has_area = made.preferred_area and outcome.p_match_preferred.mean < outcome.p_match.mean - 1e-9
    if made.is_img:
        text += (
            f": {_shown(outcome.p_any_rank)} to have a program to rank at all, and from there"
            f" {_shown(outcome.p_match_given_ranked)} to match"
        )
    if has_area:
        join = "; in" if made.is_img else ", and of matching in"
        text += f"{join} {made.preferred_area} {_shown(outcome.p_match_preferred)}"
    return text + "."


def rates_text(levels: Iterable[tuple[str, Level]]) -> str:
    """Return the published match rates of some specialties, those of one group together; empty without any."""
    rates: dict[str, list[str]] = {}
    for name, level in levels:
        if level.base_rate is not None:
            rates.setdefault(level.base_text, []).append(f"{name} {whole_percent(level.base_rate)}")
    return "; ".join(f"{', '.join(shares)} ({group})" for group, shares in rates.items())


def _base_rate(made: ApplicationList, profile: Profile) -> str:
    rates = rates_text((note.name, note.basis.level) for note in made.specialties)
    if rates:
        text = f"Match rates to compare that with: {rates}"
        if made.is_img:
            text += ", which count only those with a program to rank"
    else:
        text = "No match rate is published for your group"
    basis = made.specialties[0].basis
    if basis.score.points is None:
        text += "; your score is not known yet, so the group's average stands in for it"
    elif not any(attempt.score for attempt in (*profile.exams.step2_ck, *profile.exams.comlex2)):
        text += f"; no score is known yet, so {basis.score.basis} stand in for it"
    unpublished = list(dict.fromkeys(_named(effect.key, profile) for effect in basis.effects))
    if unpublished:
        text += f"; nobody publishes them by {and_list(unpublished)}, so what that does to yours is our assumption"
    return text + "."


def _named(key: str, profile: Profile) -> str:
    """Name a part of the record, exams as this applicant took them."""
    exams = profile.exams
    first = "Level 1" if any(attempt.result == "fail" for attempt in exams.comlex1) else "Step 1"
    second = "Level 2-CE" if any(attempt.result == "fail" for attempt in exams.comlex2) else "Step 2 CK"
    failed = {"step1_fail": f"failed {first} attempts", "step2_fail": f"failed {second} attempts"}
    return failed.get(key) or _NOT_PUBLISHED.get(key, key.replace("_", " "))


def _percent(estimate: Estimate) -> str:
    return str(estimate).split(" % ")[0] + " %"


def _interval(estimate: Estimate) -> str:
    return str(estimate).split(" interval ")[1].removesuffix(")")


def _shown(estimate: Estimate) -> str:
    return f"{_percent(estimate)} ({_interval(estimate)})"
