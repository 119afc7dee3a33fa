"""How many programs: the list's own figures beside the guide's range, and what moves the number, item by item."""

from __future__ import annotations

from smartpick.guidance._exams import effect_fields, exam_name, first_to_pass, next_number, score_fields
from smartpick.guidance._finding import Answer, Condition, ListFigures, Range
from smartpick.guidance._ground import Ground, factor_text, odds_factor
from smartpick.guidance._rules import list_by
from smartpick.guidance._sent import late_sending, logged_as_sent
from smartpick.guidance._support import support_lines
from smartpick.guidance.questions._words import CLOSED, counted, percent, where
from smartpick.guidance.routes import is_la_only, low_fields, p_specialty
from smartpick.uncertainty import EVEN
from smartpick.vocabulary import ApplicantType, Stage

__all__ = ["how_many"]

_STOPPED = {
    "gain": "The list ends where one more would add next to nothing.",
    "candidates": "Every program that fits is on it.",
    "budget": "The budget ends the list.",
    "number": "Your limit on the number ends the list.",
    "wishes": "The share that you want outside your first area ends the list.",
}


def how_many(ground: Ground, figures: ListFigures) -> Answer:
    """FAQ 4: how many programs? The guide's range and this list's own figures side by side."""
    question = "How many programs should I apply to?"
    ordinary = any(key in {"family_medicine", "internal_medicine"} for key in figures.by_specialty)
    if ground.stage in CLOSED:
        # In the week of the answer and after it nobody knows here whether the news is good.
        best = max((p_specialty(basis).mean for basis in ground.basis.values()), default=1.0)
        is_calm = ground.stage is Stage.RANKING and best >= EVEN
        support = () if is_calm else support_lines(ground.facts)
        return Answer("how_many", question, "too late", _closed(ground, figures), (), "", None, {}, (), support)
    part = "programs_less_competitive" if ordinary else "programs"
    low, high = ground.benchmarks.get(f"{part}_low"), ground.benchmarks.get(f"{part}_high")
    spread = ", ".join(f"{count} in {_name(ground, key)}" for key, count in figures.by_specialty.items())
    least = "at least " if figures.is_cost_lower_bound else ""
    said = (
        "The list that `smartpick list` makes has"
        if figures.is_planning
        else "The list that would have done most for you, sent in time, has"
    )
    comes = "It comes to" if figures.is_planning else "Sent in time, it comes to"
    last = f"The program that adds least adds {_points(figures.smallest_gain)} to that."
    lines = [
        f"{said} {counted(figures.programs, 'program')} to apply to ({spread}), for {least}${figures.cost_usd:,.0f}.",
        (
            f"{comes} {figures.expected_interviews.mean:.1f} interview offers"
            f" ({figures.expected_interviews.low:.1f} to {figures.expected_interviews.high:.1f}) and a chance of"
            f" matching of {percent(figures.p_match)}."
        ),
        f"{last} {_STOPPED.get(figures.stopped_by, '')}".strip(),
        *figures.beside,
    ]
    if figures.is_planning:
        lines += _usual(ground, figures, low.value, high.value)
        if figures.p_match.mean < EVEN:
            lines.append(_bad_news(ground))
    if not figures.is_planning:
        # What can still be done comes before figures that nobody can choose any more.
        lines.insert(0, late_sending(ground))
        lines += [f"{title}. {text}" for title, text in figures.now]
        if figures.p_match.mean < EVEN:
            lines.append(
                "On these figures the season is more likely to end without a match than with one. That is a figure for"
                " a record like yours, and no verdict on you. Be ready for SOAP as well: `smartpick soap"
                " PROFILE`."
            )
    open_one = first_to_pass(ground)
    if open_one:
        lines.insert(0, f"Nothing of this holds before {exam_name(open_one)} is passed: that comes first.")
    short = ground.benchmarks.get("programs_la_only")
    if figures.area_programs is not None and figures.area_p_match is not None:
        warn = figures.area_programs <= short.value and bool(low_fields(ground))
        alone = (
            f"All of it lies in {where(figures)}."
            if (figures.area_programs, figures.area_p_match) == (figures.programs, figures.p_match)
            else f"The best list in {where(figures)} alone has {counted(figures.area_programs, 'program')} and comes to"
            f" {percent(figures.area_p_match)}."
        )
        lines.append(f"{alone} That is little to rest a season on." if warn else alone)
    shown: dict[str, Range | float | int | str] = {
        "programs": figures.programs,
        "expected_interviews": figures.expected_interviews,
        "p_match": figures.p_match,
        "cost_usd": figures.cost_usd,
        "smallest_gain": figures.smallest_gain,
        "guide_low": low.value,
        "guide_high": high.value,
    }
    conditions, ids = _items(ground, figures)
    ids = tuple(dict.fromkeys((low.fact_id, high.fact_id, *ids)))
    return Answer(
        "how_many",
        question,
        _verdict(ground, figures),
        tuple(lines),
        conditions,
        _action(figures),
        list_by(ground) if figures.is_planning else None,
        shown,
        ids,
        support_lines(ground.facts) if figures.p_match.mean < EVEN else (),
    )


def _verdict(ground: Ground, figures: ListFigures) -> str:
    """Return the number while it can be chosen; then what the log knows of what was sent."""
    if figures.is_planning:
        return f"{figures.programs}"
    return "applications are in" if logged_as_sent(ground) else "programs have begun to read"


def _action(figures: ListFigures) -> str:
    """Return what comes next; what the list says comes before any fee goes first."""
    if not figures.is_planning:
        return ""
    return figures.before_paying or "Make the list, and take out what you would not rank."


def _usual(ground: Ground, figures: ListFigures, low: float, high: float) -> list[str]:
    """Hold the number against what is advised and what is usual, and say what to make of a difference."""
    counts = {f"{count:.0f}" for count in figures.usual.values()}
    by_specialty = "; ".join(f"{_name(ground, key)} {count:.0f}" for key, count in figures.usual.items())
    usual = f"{counts.pop()}, all specialties together" if len(counts) == 1 else by_specialty
    common = ground.benchmarks["programs_low"], ground.benchmarks["programs_high"]
    span = f"{common[0]:.0f} to {common[1]:.0f} or more"
    if (low, high) != common:
        span += f" (less competitive specialties, such as family medicine: {low:.0f} to {high:.0f} or more)"
    guide = f"Common advice for low scores is {span}; it is informal."
    if not low_fields(ground):
        guide = f"Common advice, {span}, is meant for low scores, and none of yours reads as low by the benchmarks."
    if usual:
        guide += f" What one applicant of your group sends on average: {usual}."
    if figures.open_programs is not None and figures.open_programs < low:
        fit = counted(figures.open_programs, "program")
        return [f"{guide} Where you would go there {'is' if figures.open_programs == 1 else 'are'} {fit} in all."]
    differ = (
        "Where the two differ, the number of the list is worked out for your profile; the others are not. If you"
        " doubt the model, a longer list costs money and does your chances no harm."
    )
    return [guide, differ]


def _closed(ground: Ground, figures: ListFigures) -> tuple[str, ...]:
    """Say what stands in the place of a number once applications are behind: the season's own next step."""
    first = "For this season that is behind you: no number of applications changes anything now."
    if ground.stage is Stage.OVER:
        year = ground.season + 1
        return (first, f"For the next, set the season of your profile to {year}: the number is then worked out anew.")
    if ground.stage is Stage.MATCH_DAY:
        return (first, "Today asks for no numbers. If you did not match, the next season can wait for another day.")
    if figures.now:
        title, text = figures.now[0]
        return (first, f"{title}. {text}")
    if ground.stage is Stage.RANKING:
        return (first, "What counts now is the rank list: every place where you would go, in the order of your wish.")
    return (first, "This week asks for no numbers. If you did not match, SOAP has its own list and its own limit.")


def _bad_news(ground: Ground) -> str:
    """Say plainly that the list alone is more likely to fail, and what could move that more than its length."""
    ways = []
    if len(ground.specialties) < 2:
        ways.append("a second specialty with a higher base rate")
    if is_la_only(ground):
        ways.append("more places where you would go")
    if ground.profile.visa.status == "needs_visa":
        ways.append("knowing which programs take your visa before you pay")
    open_one = first_to_pass(ground)
    if open_one:
        ways.append(f"a pass in {exam_name(open_one)}")
    elif next_number(ground) in {"step2_ck", "comlex2"}:
        ways.append("the exam that is still ahead")
    ready = sum(each.status in {"agreed", "uploaded"} for each in ground.profile.letters)
    if ready < ground.benchmarks["few_letters"]:
        ways.append(f"letters from people who saw you work ({ready} agreed or uploaded so far)")
    ways.append("a talk with an advisor about what else a year could hold")
    return (
        "On these figures this list is more likely to end without a match than with one. That is a figure for a record"
        f" like yours, and no verdict on you. What could move it more than its length: {'; '.join(ways)}."
    )


def _points(gain: float) -> str:
    return "less than 0.01 percentage points" if gain < 0.0001 else f"{100 * gain:.2f} percentage points"


def _name(ground: Ground, key: str) -> str:
    return next((each.name for each in ground.specialties if each.key == key), key.replace("_", " "))


def _items(ground: Ground, figures: ListFigures) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
    """Return what moves the number, item by item: group, score, failed attempts, years, visa, COMLEX alone."""
    rows: list[Condition] = []
    ids: list[str] = []
    kind = ground.profile.applicant.type.label
    for key, basis in figures.basis.items():
        name, level = _name(ground, key), basis.level
        rate = "unknown" if level.base_rate is None else f"{100 * level.base_rate:.0f} %"
        rows.append(
            Condition(
                f"{name}, your group", "counted", ("applicant.type", "goals.specialties"), f"{kind}: base rate {rate}."
            )
        )
        ids += level.fact_ids
        if basis.score.points is not None:
            moved = odds_factor(level.slope * (basis.score.points - level.centre) / 15)
            lent = (
                "; an assumption: no table by score is published for US-citizen IMGs, so that of other IMGs stands in"
                if ground.profile.applicant.type is ApplicantType.US_CITIZEN_IMG
                else ""
            )
            why = f"{factor_text(moved)} of matching, against the average of your group ({basis.score.basis}){lent}."
            fields = score_fields(ground, basis)
            rows.append(Condition(f"{name}, how the score stands", "counted", fields, why))
        else:
            rows.append(
                Condition(
                    f"{name}, how the score stands",
                    "unknown",
                    (f"exams.{next_number(ground) or 'step2_ck'}",),
                    "no score yet: the group's level, with a wider range.",
                )
            )
    first = next(iter(figures.basis.values()), None)
    for effect in first.effects if first else ():
        why = f"{factor_text(odds_factor(effect.draws))} of matching; an assumption."
        text = effect.text[0].upper() + effect.text[1:]
        rows.append(Condition(text, "counted", effect_fields(ground, effect.key), why))
        ids += effect.fact_ids
    return tuple(rows), tuple(ids)
