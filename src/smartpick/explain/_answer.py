"""The answer in three plain sentences: what to send, what to expect, and what it is to be compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from smartpick.estimate import Level
from smartpick.explain._types import ApplicationList, Summary
from smartpick.profile import Profile
from smartpick.tongues import Tongue, tongue
from smartpick.uncertainty import Estimate, in_words, whole_percent

__all__ = ["and_list", "answer_of", "dollars", "rates_text"]

_NOT_PUBLISHED = {
    "years_since_graduation": "years_since_graduation",
    "needs_visa": "visa",
    "does_not_need_visa": "visa",
    "comlex_only": "comlex_only",
}


def answer_of(made: ApplicationList, profile: Profile, say: Tongue | None = None) -> tuple[str, str, str]:
    """Return three sentences: what to send, what to expect, and against which base rate.

    Parameters
    ----------
    say
        In which language; English, which is the contract, when none is given.
    """
    say = say or tongue("en")
    return _what_to_send(made, say), _what_to_expect(made, say), _base_rate(made, profile, say)


def dollars(summary: Summary, say: Tongue | None = None) -> str:
    """Return the bill of a list in words, a lower bound marked as one."""
    cost = f"${summary.cost.total_usd:,.0f}"
    return (say or tongue("en"))("answer.at_least", cost=cost) if summary.cost.is_lower_bound else cost


def and_list(texts: Sequence[str]) -> str:
    """Join texts as a sentence does.

    Examples
    --------
    >>> and_list(["a", "b", "c"])
    'a, b and c'
    """
    return tongue("en").listed(texts)


def _what_to_send(made: ApplicationList, say: Tongue) -> str:
    summary = made.summary
    names = {note.specialty: note.name for note in made.specialties}
    counts = [say("answer.count_in", n=count, specialty=names[key]) for key, count in summary.by_specialty.items()]
    if len(counts) > 1:
        where = say("answer.in_several", counts=say.listed(counts))
    else:
        where = say("answer.in_one", specialty=names[next(iter(summary.by_specialty))])
    if summary.first_years:
        where += say.count("answer.first_years", summary.first_years)
    key = "apply" if made.is_planning else "over" if made.stage.is_closed else "late"
    return say(
        f"answer.{key}",
        programs=say.count("answer.programs", summary.programs),
        where=where,
        cost=dollars(summary, say),
        offers=_offers(summary.outcome.expected_interviews, say),
    )


def _offers(offers: Estimate, say: Tongue) -> str:
    """Say an expected number of interview offers with its interval, in whole ones where there are some.

    Examples
    --------
    >>> import numpy as np
    >>> _offers(Estimate(np.array([2.0, 6.4, 14.0]), "interviews"), tongue("en"))
    'about 7 interview offers (2 to 13)'
    >>> _offers(Estimate(np.array([0.01, 0.6, 1.4]), "interviews"), tongue("en"))
    'about 0.7 interview offers (0.1 to 1.3)'
    """
    shown = f"{{:.{0 if offers.mean >= 2 else 1}f}}"
    mean, low, high = (shown.format(value) for value in (offers.mean, offers.low, offers.high))
    if float(mean) == 0:
        return say("answer.offers.hardly")
    number = "one" if mean in {"1", "1.0"} else "other"
    return say(f"answer.offers.{number}", mean=mean, low=low, high=high)


def _what_to_expect(made: ApplicationList, say: Tongue) -> str:
    outcome = made.summary.outcome
    key = "expect" if made.is_planning else "expect_over" if made.stage.is_closed else "expect_late"
    text = say(f"answer.{key}", words=say.chance(in_words(outcome.p_match)), shown=_with_interval(outcome.p_match, say))
    if made.is_img:
        ranked, given = _shown(outcome.p_any_rank, say), _shown(outcome.p_match_given_ranked, say)
        text += say("answer.img", ranked=ranked, given=given)
    if made.preferred_area and outcome.p_match_preferred.mean < outcome.p_match.mean - 1e-9:
        key = "area_img" if made.is_img else "area"
        text += say(f"answer.{key}", area=made.preferred_area, chance=_shown(outcome.p_match_preferred, say))
    return text + say("answer.end")


def rates_text(levels: Iterable[tuple[str, Level]], say: Tongue | None = None) -> str:
    """Return the published match rates of some specialties, those of one group together; empty without any."""
    say = say or tongue("en")
    rates: dict[str, list[str]] = {}
    for name, level in levels:
        if level.base_rate is not None:
            rates.setdefault(say.group(level.base_text), []).append(f"{name} {whole_percent(level.base_rate)}")
    said = (say("answer.rate_in_group", rates=", ".join(shares), group=group) for group, shares in rates.items())
    return "; ".join(said)


def _base_rate(made: ApplicationList, profile: Profile, say: Tongue) -> str:
    rates = rates_text(((note.name, note.basis.level) for note in made.specialties), say)
    text = say("answer.rates", rates=rates) if rates else say("answer.no_rates")
    if rates and made.is_img:
        text += say("answer.rates_img")
    basis = made.specialties[0].basis
    if basis.score.points is None:
        text += say("answer.no_score")
    elif basis.score.is_held_down:
        text += say("answer.held_down", basis=basis.score.basis)
    elif not any(attempt.score for attempt in (*profile.exams.step2_ck, *profile.exams.comlex2)):
        text += say("answer.other_score", basis=basis.score.basis)
    unpublished = list(dict.fromkeys(_named(effect.key, profile, say) for effect in basis.effects))
    if unpublished:
        text += say("answer.unpublished", what=say.listed(unpublished))
    return text + say("answer.end")


def _named(key: str, profile: Profile, say: Tongue) -> str:
    """Name a part of the record, exams as this applicant took them."""
    exams = profile.exams
    first = "Level 1" if any(attempt.result == "fail" for attempt in exams.comlex1) else "Step 1"
    second = "Level 2-CE" if any(attempt.result == "fail" for attempt in exams.comlex2) else "Step 2 CK"
    failed = {"step1_fail": first, "step2_fail": second}
    if key in failed:
        return say("unpublished.failed", exam=failed[key])
    return say(f"unpublished.{_NOT_PUBLISHED[key]}") if key in _NOT_PUBLISHED else key.replace("_", " ")


def _with_interval(estimate: Estimate, say: Tongue) -> str:
    return say.interval(estimate.mean, estimate.low, estimate.high, "chance.interval")


def _shown(estimate: Estimate, say: Tongue) -> str:
    return say.interval(estimate.mean, estimate.low, estimate.high)
