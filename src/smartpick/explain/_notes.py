"""What else has to be said about a list: its length, its signals, its bill, and what it does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from smartpick.explain._candidates import Candidates, Places
from smartpick.explain._stages import APPLYING_LATE
from smartpick.explain._types import ApplicationList
from smartpick.explain._worth import MIDDLE, priorities_said
from smartpick.explain.look import UsualRange
from smartpick.portfolio import INCLUDED_RANKS, CostLine
from smartpick.profile import Profile
from smartpick.uncertainty import EVEN, RARE

__all__ = ["before_paying", "beside_figures", "notes_of"]


_POINTS_SHOWN = 0.05
"""Percentage points below which a figure of one decimal would read as nothing."""


def notes_of(
    made: ApplicationList,
    profile: Profile,
    found: Candidates,
    places: Places,
    extra_rank: CostLine,
    usual: Sequence[UsualRange],
    least_gain: float,
) -> tuple[str, ...]:
    """Return what else has to be said, each a sentence or two.

    Parameters
    ----------
    extra_rank
        What each rank above the included ones costs.
    usual
        Numbers of applications that advice names, the first for a low score.
    least_gain
        What an application has to add to be on the list, in worth (0-1).
    """
    notes = [_number_note(made, places, usual, least_gain), *filter(None, (*made.beside, made.before_paying))]
    if made.is_planning and (said := "; ".join(priorities_said(profile))):
        notes.append(f"Your priorities move the choice: {said}. The others order the reasons.")
    given = profile.goals.priorities.get("location", 0)
    if made.is_planning and given > MIDDLE and not profile.goals.where_over_whether:
        notes.append(
            f"location {given} moves nothing here: your dial stands at matching anywhere (0)."
            " A dial above 0 lets places count."
        )
    if made.is_planning:
        notes += _signal_notes(made, profile)
    notes += _money_notes(made, extra_rank)
    notes += _place_notes(made, profile, found, places)
    notes += _record_notes(made, profile)
    return tuple(notes)


def beside_figures(made: ApplicationList, profile: Profile, first: str, name: str, *, is_open: bool) -> tuple[str, ...]:
    """Return what a reader has to know with the figures, wherever these are shown: the list, and the answers.

    Parameters
    ----------
    first, name
        Key and name of the specialty that she put first.
    is_open
        Whether any program of it is open to her where she would go.
    """
    if not made.is_planning:
        return tuple(_sent_signals(made, profile))
    longer = (text,) if (text := _why_no_longer(made)) else ()
    if made.summary.by_specialty.get(first, 0):
        return longer
    # A reader would else take it for advice against the specialty she wants.
    text = f"No program of {name}, your first specialty, is on the list"
    if not is_open:
        return (f"{text}: none is open to you where you would go.", *longer)
    text += ": by the model each of them adds less than those that are."
    if made.summary.outcome.p_match.mean < RARE:
        text += " Between chances that small the model cannot tell specialties apart; take its choice for no advice."
    return (f"{text} `smartpick list PROFILE --specialty '{name}'` shows it alone.", *longer)


def _why_no_longer(made: ApplicationList) -> str:
    """Say what the programs left out would add and cost, against the number that is usual; empty without any."""
    count = sum(each.kind != "ruled_out" for each in made.dropped)
    if not count or made.lost is None:
        return ""
    mean, low, high = (100 * value for value in (made.lost.mean, made.lost.low, made.lost.high))
    points = f"{mean:.1f} points ({low:.1f} to {high:.1f})" if mean >= _POINTS_SHOWN else "less than 0.1 points"
    is_one = count == 1
    text = (
        f"Against {made.baseline}, {count} {'is' if is_one else 'are'} left out:"
        f" {'it' if is_one else 'together they'} would raise the chance of matching by {points}, for"
        f" ${made.saved_usd:,.0f} more."
    )
    if made.stopped_by == "gain" and made.summary.outcome.p_match.mean < EVEN:
        text += " What holds the chance down is not the length of the list."
    return text


def before_paying(made: ApplicationList) -> str:
    """Return what comes before any fee where the chance is near nothing; empty elsewhere."""
    if not made.is_planning or made.summary.outcome.p_match.mean >= RARE:
        return ""
    return "Talk with an advisor before you pay: what this season could bring, and what another year could."


def _round(number: float) -> int:
    """Return a number by its first two digits.

    Examples
    --------
    >>> _round(2000.0), _round(13_482.0)
    (2000, 13000)
    """
    return int(float(f"{number:.1e}"))


def _number_note(made: ApplicationList, places: Places, usual: Sequence[UsualRange], least_gain: float) -> str:
    count = made.summary.programs
    where = "in the area asked for" if places.is_asked else "where you would go"
    if not made.is_planning:
        late = " What an application sent now would add is not worked out." if made.stage in APPLYING_LATE else ""
        which = "These are the programs" if count > 1 else "This is the program"
        return f"{which} that would have done most for you, sent in time: {count}.{late}"
    if made.stopped_by == "candidates":
        which = f"These {count} are all the programs" if count > 1 else "This is the only program"
        return f"{which} of these specialties {where}; more places would add to the list."
    text = {
        "gain": f"After these {count}, one more application would add less than 1 in"
        f" {_round(1 / least_gain):,} to what you want.",
        "budget": f"The budget is spent after {count}; more applications would still add a little.",
        "wishes": f"After these {count}, the share that you want outside your first area leaves no room for one more;"
        " without it, more applications would still add a little.",
        "number": f"The list ends at the number you set, {count}; more applications would still add a little.",
    }[made.stopped_by]
    if not usual:
        return text
    advised = f"{usual[0].low} to {usual[0].high} or more"
    return f"{text} Common advice is {advised} applications, depending on the specialty; this number is for your case."


def _signal_notes(made: ApplicationList, profile: Profile) -> Iterator[str]:
    names = {note.specialty: note.name for note in made.specialties}
    for note in made.specialties:
        budget = note.signals
        sent = Counter(signal.tier for signal in profile.signals if signal.specialty == note.specialty)
        if not budget.season:
            yield f"{note.name}: no number of signals is published; ask the programs."
            continue
        if not budget.counts:
            yield f"{note.name} takes no signals ({budget.season} season)."
            continue
        counts = " and ".join(
            f"{number} {'' if tier == 'single' else tier}".strip() for tier, number in budget.counts.items()
        )
        text = f"{note.name}: {counts} signal{'' if budget.total == 1 else 's'} ({budget.season} season"
        text += ", carried forward)" if budget.is_carried_forward else ")"
        others = [names.get(key, key.replace("_", " ")) for key in budget.shared_with]
        if others:
            text += f", shared with {' and '.join(others)}"
        if budget.is_doubtful:
            text += "; read in one uncertain place, so check the number before you rely on it"
        if budget.without_home:
            text += "; home programs and those where you rotated get none, as this specialty asks"
        over = [f"{number} {tier}" for tier, number in sent.items() if number > budget.counts.get(tier, 0)]
        if over:
            text += f"; your profile gives more than that: {', '.join(over)}"
        yield f"{text}."


def _sent_signals(made: ApplicationList, profile: Profile) -> Iterator[str]:
    if not profile.signals and any(note.signals.counts for note in made.specialties):
        yield (
            "No signals stand in your profile, so none is counted. If you sent any, put them into your profile"
            " (`docs/profile.md` shows how)."
        )


def _money_notes(made: ApplicationList, extra_rank: CostLine) -> Iterator[str]:
    if made.summary.outcome.expected_interviews.mean > INCLUDED_RANKS:
        price = "an amount that is not published" if extra_rank.usd is None else f"${extra_rank.usd:,.0f} each"
        yield (
            f"More than {INCLUDED_RANKS} interviews may come. Ranking more than {INCLUDED_RANKS} programs costs"
            f" {price}; that is not in the bill, and nobody has to rank more."
        )
    if made.summary.cost.is_lower_bound:
        unknown = [line.text for line in made.summary.cost.lines if line.usd is None]
        yield f"The cost is a lower bound: {'; '.join(unknown)}."


def _place_notes(made: ApplicationList, profile: Profile, found: Candidates, places: Places) -> Iterator[str]:
    if places.preferred and not any(each.tier == 1 for each in found.placed):
        yield f"No program of these specialties that is open to you lies in {places.preferred}."
    if found.one_year and profile.goals.include_preliminary is not False and made.years is None:
        count = len(found.one_year)
        yield (
            f"{count} preliminary track{'s' if count > 1 else ''} in {places.preferred} (one year of training, which is"
            " no match to the specialty) are not on the list; `smartpick programs --track preliminary` shows them."
        )
    unwanted = {wish.program_code_nrmp for wish in profile.goals.programs if wish.is_never}
    for each in made.programs:
        program = each.program
        if program.program_code_nrmp in unwanted or any(area.contains(program) for area in places.never):
            yield (
                f"{program.name} is on the list since you asked for it, though your profile says that you would not go"
                " there. A match binds you."
            )
    placed = {each.program.program_code_nrmp for each in found.placed}
    lost = [each.program_code_nrmp for each in profile.goals.programs if each.is_always]
    lost = [code for code in lost if code not in placed]
    if lost:
        why = "the area asked for" if places.is_asked else "a known rule, or its specialty,"
        yield f"Pinned in your profile, and yet not on the list, since {why} leaves it out: {', '.join(lost)}."
    if found.outside:
        where = "outside the area asked for" if places.is_asked else "where you would not go"
        many = found.outside > 1
        yield f"{found.outside} program{'s' if many else ''} {where} {'were' if many else 'was'} not looked at."


def _record_notes(made: ApplicationList, profile: Profile) -> Iterator[str]:
    if made.specialties[0].basis.score.points is None and profile.exams.practice:
        yield (
            "Practice tests do not enter the chances: if the score comes out below your group's average, expect less"
            " than is shown here."
        )
    applied = [season for season in profile.earlier_seasons if season.applications]
    if applied:
        last = max(applied, key=lambda season: season.season)
        heard = "" if last.interviews is None else f" and had {last.interviews} interview offers"
        yield (
            f"In {last.season} you sent {last.applications} applications{heard}."
            + (
                " These chances do not know of that: the profile does not tell how many of them brought an interview."
                if last.interviews is None and not last.interviewed_at
                else " That counts a little in these chances (assumed), as far as it was for the same specialties."
            )
            + " If little has changed since, expect less; if much has, show it in the application. `smartpick reapply`"
            " puts the two seasons side by side."
        )
    if profile.training:
        yield "Residency training that you have done already is not in the chances."
    if profile.season_log:
        yield (
            "What programs answered so far is in the chances: it tells something of how you come across everywhere. A"
            " place on a waitlist tells neither way and is not counted."
        )
    if profile.military.in_military_match:
        yield "The military match is outside the NRMP: a match there withdraws you from this one."
    yield (
        "The list is for one applicant; a couple's joint chances and the NRMP's fee for couples are in a list for"
        " two, `smartpick list A --with B`."
    )
