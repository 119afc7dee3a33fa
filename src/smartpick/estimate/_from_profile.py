"""Reads from a profile what the chance model is told, and which programs rule her out by a rule that is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from smartpick.estimate._applicant import Applicant, Earlier, GroupShare, Heard, OwnRule
from smartpick.estimate.own._age import Age, Ages
from smartpick.estimate.own._use import Effect, FactUse, facts_about, uses_of
from smartpick.profile import Attempt, OwnFact, Practice, Profile, Tie
from smartpick.profile.answers import answers_of, came_last
from smartpick.programs import Program

__all__ = ["applicant_of", "heard_of", "rules_for"]

_VISA_FIELDS = {"sponsors_j1", "sponsors_h1b"}

START_OF_RESIDENCY = (7, 1)

LAST_PRACTICE_TESTS = 2
"""How many practice tests are averaged: the last ones, since scores rise with study."""

STEP2_SCALE = (150, 300)

_NO_VISA = {"us_citizen", "permanent_resident", "daca", "has_work_permit"}


def applicant_of(profile: Profile, season: int) -> Applicant:
    """Return what the chance model is told about the applicant; what is not in the profile stays unknown.

    Parameters
    ----------
    season
        Year of the Match; residency starts in its July.
    """
    exams = profile.exams
    graduation = profile.applicant.graduation_date
    years = None
    if graduation is not None:
        years = max(0.0, (date(season, *START_OF_RESIDENCY) - graduation).days / 365.25)
    has_usmle = any(each.result == "pass" or each.score is not None for each in (*exams.step1, *exams.step2_ck))
    status = profile.visa.status
    return Applicant(
        applicant_type=profile.applicant.type,
        step2_ck=_score(exams.step2_ck),
        comlex2=_score(exams.comlex2),
        step2_practice=_practice(exams.practice),
        is_comlex_only=bool(exams.comlex1 or exams.comlex2) and not has_usmle,
        step1_fails=_fails(exams.step1) + _fails(exams.comlex1),
        step2_fails=_fails(exams.step2_ck) + _fails(exams.comlex2),
        is_step1_unpassed=_is_unpassed(exams.step1, exams.comlex1),
        is_step2_unpassed=_is_unpassed(exams.step2_ck, exams.comlex2),
        is_step1_made_good=_is_made_good(exams.step1, exams.comlex1),
        is_step2_made_good=_is_made_good(exams.step2_ck, exams.comlex2),
        years_since_graduation=years,
        needs_visa=True if status == "needs_visa" else False if status in _NO_VISA else None,
        school_state=profile.applicant.school_state,
        tie_states=_ties(profile.ties),
        home_institutions=frozenset(profile.applicant.home_institutions),
        rotated_at=frozenset(
            experience.program_code_nrmp
            for experience in profile.us_experience
            if experience.program_code_nrmp and experience.kind in {"away_rotation", "sub_internship"}
        ),
        signals={(signal.institution_code, signal.specialty): signal.tier for signal in profile.signals},
        earlier=_earlier(profile, season),
    )


def _earlier(profile: Profile, season: int) -> Earlier | None:
    """Return what the last season before this one told; None where its offers or applications are not known."""
    told = [each for each in profile.earlier_seasons if each.season < season]
    for each in sorted(told, key=lambda earlier: -earlier.season):
        named = each.programs if each.interviewed_at or each.interviews == 0 or each.outcome == "no_interviews" else ()
        sent = each.applications or len(each.programs)
        offered = 0 if each.outcome == "no_interviews" else each.interviews
        if offered is None and each.interviewed_at:
            offered = len(each.interviewed_at)
        if not sent or offered is None:
            continue
        return Earlier(
            each.season, each.specialties, max(sent, offered), offered, named, frozenset(each.interviewed_at)
        )
    return None


def _score(attempts: Sequence[Attempt]) -> float | None:
    """Return the score of the passed attempt, which is the one on the transcript that counts."""
    passed = [attempt.score for attempt in attempts if attempt.result == "pass" and attempt.score is not None]
    unlabelled = [attempt.score for attempt in attempts if attempt.result is None and attempt.score is not None]
    scores = passed or unlabelled
    return float(scores[-1]) if scores else None


def _practice(tests: Sequence[Practice]) -> float | None:
    """Return the mean of the last practice tests for Step 2 CK; None without any."""
    # Some tests report a percentage instead: only scores on the exam's own scale can stand in for one.
    low, high = STEP2_SCALE
    on_scale = [test for test in tests if test.exam == "step2_ck" and low <= test.score <= high]
    taken = sorted(on_scale, key=lambda test: test.date)
    last = [test.score for test in taken[-LAST_PRACTICE_TESTS:]]
    return sum(last) / len(last) if last else None


def _fails(attempts: Sequence[Attempt]) -> int:
    return sum(attempt.result == "fail" for attempt in attempts)


def _is_unpassed(*exams: Sequence[Attempt]) -> bool:
    """Tell whether every attempt with a result was failed at two exams that stand for each other, and there is one."""
    results = [attempt.result for exam in exams for attempt in exam if attempt.result or attempt.score is not None]
    return "fail" in results and all(result in {"fail", "incomplete"} for result in results)


def _is_made_good(*exams: Sequence[Attempt]) -> bool:
    """Tell whether every exam with a failed attempt has a pass too, and there is one."""
    failed = [exam for exam in exams if _fails(exam)]
    return bool(failed) and all(any(attempt.result == "pass" for attempt in exam) for exam in failed)


def _ties(ties: Sequence[Tie]) -> dict[str, str]:
    """Return, by state, what the bonds are; private ones count without a word, so a text may be empty."""
    shown: dict[str, list[str]] = {}
    for tie in ties:
        is_private = tie.kind == "partner" if tie.is_private is None else tie.is_private
        texts = shown.setdefault(tie.state, [])
        if not is_private:
            texts.append(f"{tie.kind.replace('_', ' ')}, {tie.place}")
    return {state: "; ".join(dict.fromkeys(texts)) for state, texts in shown.items()}


_GIVEN_UP = {"declined", "withdrawn"}


def heard_of(profile: Profile, opens: date | None, today: date) -> dict[str, Heard]:
    """Return, by track code, what programs have answered this season.

    Parameters
    ----------
    opens
        Day on which programs may begin to read applications; None when unknown, so that silence tells nothing.

    Notes
    -----
    A waitlist place tells neither way and is passed over; silence counts where she logged that she applied. Of an
    invitation and a rejection the later one stands: by their days where both have one, else by their place in the log.
    """
    events: dict[str, list[tuple[str, date | None]]] = {}
    for event in profile.season_log:
        events.setdefault(event.program_code_nrmp, []).append((event.event, event.date))
    days = None if opens is None else float(max((today - opens).days, 0))
    heard: dict[str, Heard] = {}
    offered = set(answers_of(profile, today).received)
    for code, told in events.items():
        kinds = {kind for kind, _ in told}
        if code in offered:
            is_turned_down = "rejected" in kinds and came_last(told, "rejected")
            heard[code] = Heard("invited", is_declined=bool(kinds & _GIVEN_UP), is_turned_down=is_turned_down)
        elif "rejected" in kinds:
            heard[code] = Heard("rejected")
        elif "applied" in kinds and "waitlisted" not in kinds and "withdrawn" not in kinds:
            heard[code] = Heard("silent", days)
    return heard


def rules_for(
    profile: Profile, applicant: Applicant, programs: Sequence[Program], ages: Ages | None = None
) -> dict[str, OwnRule]:
    """Return, by track code, what a known rule or an own fact says about her chances there.

    Parameters
    ----------
    ages
        When a fact is too old to count; None where facts do not age.

    Notes
    -----
    Own facts go over program pages, and those under an earlier code of a track count for it. A page that sponsors none
    of the visas she would come on rules a program out only when every page with a reading says so; pages carry their
    age, and the text asks her to check.
    """
    own: dict[str, list[OwnFact]] = {}
    for fact in profile.own_facts:
        own.setdefault(fact.program_code_nrmp, []).append(fact)
    rules: dict[str, OwnRule] = {}
    for program in programs:
        uses = uses_of(profile, applicant, facts_about(program, own), ages)
        rule = _own_rule(uses) if uses else None
        says_visa = any(use.fact.field in _VISA_FIELDS and use.effect is not Effect.STALE for use in uses)
        if rule is None or not (rule.rules_out or says_visa):
            page = _page_rule(profile, applicant, program)
            rule = page or rule
        if rule is not None:
            rules[program.program_code_nrmp] = rule
    return rules


def _own_rule(uses: Sequence[FactUse]) -> OwnRule:
    texts, rate, share = [], None, None
    for use in uses:
        fact = use.fact
        aged = ", ageing: ask again" if use.age is Age.AGEING else ""
        told = "yes" if fact.value is True else "no" if fact.value is False else fact.value
        texts.append(
            f"{fact.field.replace('_', ' ')}: {told} (your own fact: {fact.source}, {fact.date}{aged}); {use.why}"
        )
        if use.effect is Effect.SETS_CHANCE:
            rate = use.value
        if use.effect is Effect.MOVES_CHANCE and use.value is not None:
            share = GroupShare(use.value, use.group)
    return OwnRule(any(use.effect is Effect.RULES_OUT for use in uses), rate, "; ".join(texts), share)


def _page_rule(profile: Profile, applicant: Applicant, program: Program) -> OwnRule | None:
    if not applicant.needs_visa or not profile.visa.accepts:
        return None
    wanted = {"j1": "sponsors_j1", "h1b": "sponsors_h1b"}
    readings = [
        [getattr(page, wanted[visa]) for visa in profile.visa.accepts]
        for page in program.pages
        if any(getattr(page, wanted[visa]) is not None for visa in profile.visa.accepts)
    ]
    if not readings or not all(all(answer is False for answer in reading) for reading in readings):
        return None
    page = next(page for page in program.pages if page.sponsors_j1 is not None or page.sponsors_h1b is not None)
    text = f"its page ({page.vintage}) sponsors none of the visas you would come on: check at {page.url}"
    return OwnRule(rules_out=True, interview_rate=None, text=text)
