"""Which stretches of time after graduation does the record leave open? Found from the dates, and never guessed.

An entry without dates covers nothing here, and is named so that its dates can be added. Ranges include both days.
"""

from __future__ import annotations

from datetime import date, timedelta

from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground

__all__ = ["gaps"]

_MOST_SHOWN = 4


def gaps(ground: Ground) -> list[Finding]:
    """Return unexplained gaps, gaps told without a reason, and entries that lack dates."""
    return [*_told(ground), *_open(ground), *_undated(ground)]


def _told(ground: Ground) -> list[Finding]:
    findings = []
    for gap in ground.profile.gaps:
        span = f"{gap.start:%B %Y}" + (f" to {gap.end:%B %Y}" if gap.end else " until now")
        if gap.reason:
            text = f"Time away, {span}: explained. Say it in one sentence, and what you did since."
            findings.append(Finding("gap_explained", "gaps", "note", text, ("gaps",), is_private=gap.is_private))
        else:
            text = f"Time away, {span}: told without a reason. A reader will ask; decide what you want to say."
            findings.append(
                Finding(
                    "gap_no_reason",
                    "gaps",
                    "watch",
                    text,
                    ("gaps",),
                    can_change="write one sentence about it",
                    by=ground.reading_day,
                    is_private=gap.is_private,
                )
            )
    return findings


def _covered(ground: Ground) -> list[tuple[date, date]]:
    profile, end = ground.profile, ground.today
    spans = [
        (
            each.start,
            each.end or (each.start + timedelta(days=round(30.44 * each.months)) if each.months else each.start),
        )
        for each in profile.us_experience
        if each.start
    ]
    for part in (profile.research, profile.service, profile.work, profile.training):
        spans += [(each.start, each.end or end) for each in part if each.start]
    spans += [(gap.start, gap.end or end) for gap in profile.gaps]
    return sorted(spans)


def _open(ground: Ground) -> list[Finding]:
    graduation = ground.profile.applicant.graduation_date
    limit = ground.benchmarks.get("gap_days")
    if graduation is None or graduation >= ground.today:
        return []
    reached, found = graduation, []
    for start, end in [*_covered(ground), (ground.today, ground.today)]:
        if (start - reached).days > limit.value and start <= ground.today:
            found.append((reached, start))
        reached = max(reached, end)
    fields = ("applicant.graduation_date", "gaps", "work", "us_experience", "research", "service", "training")
    total = sum((end - start).days for start, end in found)
    if not found:
        text = "Time since graduation: every month has an entry."
        return [Finding("gaps_none", "gaps", "strength", text, fields, (limit.fact_id,))]
    spans = "; ".join(f"{start:%B %Y} to {end:%B %Y}" for start, end in found[:_MOST_SHOWN])
    text = (
        f"Time since graduation without an entry of more than {limit.value:g} days: {spans}"
        f" (about {round(total / 30.44)} months in all). If you worked, studied for exams or cared for somebody,"
        " enter it"
        " with its dates; an honest line is better read than a blank."
    )
    return [
        Finding(
            "gaps_open",
            "gaps",
            limit.flag,
            text,
            fields,
            (limit.fact_id,),
            can_change="enter what you did, with dates",
            by=ground.reading_day,
        )
    ]


def _undated(ground: Ground) -> list[Finding]:
    profile = ground.profile
    names = {
        name
        for name in ("us_experience", "research", "service", "work", "training")
        if any(each.start is None for each in getattr(profile, name))
    }
    graduation = profile.applicant.graduation_date
    if not names or graduation is None or graduation >= ground.today:
        return []
    listed = ", ".join(sorted(each.replace("_", " ").replace("us ", "US ") for each in names))
    text = f"Entries without dates ({listed}) cannot fill a month here."
    return [Finding("gaps_undated", "gaps", "unknown", text, tuple(sorted(names)), can_change="add the dates")]
