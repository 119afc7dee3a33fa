"""Research by asking, open houses, invitations and messages, within the NRMP's rules; where none is at hand, ask.

People are never named, and what they are to the applicant stays private: tasks about contacts are in no export.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from smartpick.guidance._finding import Finding
from smartpick.guidance._ground import Ground, ground_of
from smartpick.guidance._rules import THANKS_RULES, rule_of
from smartpick.guidance._season_days import Desk, said_day
from smartpick.guidance._tasks import Task, in_time, task_ahead
from smartpick.vocabulary import Stage

if TYPE_CHECKING:
    import sqlite3

    from smartpick.facts import Facts
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["contact_notes", "contact_tasks", "thanks_notes"]

_MET = ("interviewed",)


def contact_tasks(desk: Desk) -> list[Task]:
    """Return what the contact log and the season log ask for from today on."""
    if desk.ground.stage.is_closed:
        return []
    return [
        *_questions(desk),
        *_follow_ups(desk),
        *_open_houses(desk),
        *_invitations(desk),
        *_clashes(desk),
        *_interviews(desk),
    ]


def contact_notes(ground: Ground) -> list[Finding]:
    """Return what the logs say, and which messages are allowed; nothing once the lists are closed."""
    if ground.stage.is_closed:
        return []
    return [*_answers(ground), *_attended(ground), *_interest(ground), *_thanks(ground)]


def thanks_notes(facts: Facts, directory: Directory, profile: Profile, today: date) -> list[Finding]:
    """Return what the plan says about thanks; it rests on no chance, so that none is worked out.

    Raises
    ------
    RequestError
        For an unknown specialty.
    """
    ground = ground_of(facts, directory, profile, today, has_basis=False)
    return [] if ground.stage.is_closed else _thanks(ground)


def _name(ground: Ground, code: str | None) -> str:
    if code is None:
        return "no program named"
    return next((p.name for p in ground.directory.programs if p.program_code_nrmp == code), code)


def _questions(desk: Desk) -> list[Task]:
    """Return the questions to ask residents, graduates and mentors, while their answers can still change the list."""
    ground = desk.ground
    reading = desk.ahead("programs_may_review")
    if reading is None or not desk.has_time_to_ask:
        return []
    due = in_time(desk.today, reading.day - timedelta(days=28), reading.day - timedelta(days=1))
    profile = ground.profile
    lines = [
        "What does a usual week of a first-year resident look like?",
        "What happened to those who left or struggled?",
    ]
    if any(
        each.result == "fail"
        for exam in ("step1", "step2_ck", "comlex1", "comlex2")
        for each in getattr(profile.exams, exam)
    ):
        lines.insert(0, "Is there a rule on failed attempts, and is it always kept?")
    if profile.applicant.type.is_do:
        lines.insert(0, "Is COMLEX alone enough, or is a USMLE score expected?")
    if profile.applicant.type.is_img:
        lines.insert(0, "How many years after graduation, and how many months of US work, are looked at?")
    if profile.visa.status == "needs_visa":
        lines.insert(0, "Which visas were taken last year, and this year?")
    return task_ahead(
        desk.today,
        key="ask_people",
        topic="contact",
        title="Ask residents, graduates and mentors",
        text=(
            f"Two or three for each program that you care about ({len(profile.contacts)} in your log). Write each"
            " answer down in your profile, with who said it and when: it then counts in the list."
        ),
        start=due - timedelta(days=56),
        due=due,
        fields=("contacts", "own_facts", "applicant.type", "visa.status", "exams"),
        confidence="assumed",
        effort="half an hour each",
        checklist=tuple(lines),
    )


def _follow_ups(desk: Desk) -> list[Task]:
    tasks: list[Task] = []
    for at, each in enumerate(desk.ground.profile.contacts, 1):
        day = each.follow_up_date
        if day is None:
            continue
        # A day that has passed is not overdue: the question is simply still open, today.
        due = max(day, desk.today)
        tasks += task_ahead(
            desk.today,
            key=f"follow_up_{at}",
            topic="contact",
            title=f"Ask again: {each.role}",
            text=f"{_name(desk.ground, each.program_code_nrmp)}. {each.note or ''}".strip(),
            start=due,
            due=due,
            fields=("contacts",),
            confidence="yours",
            effort="ten minutes",
            is_private=True,
        )
    return tasks


def _open_houses(desk: Desk) -> list[Task]:
    ground = desk.ground
    tasks: list[Task] = []
    for at, each in enumerate(ground.profile.season_log, 1):
        if each.event == "open_house" and each.date is not None and each.date >= desk.today:
            tasks += task_ahead(
                desk.today,
                key=f"open_house_{at}",
                topic="contact",
                title=f"Open house: {_name(ground, each.program_code_nrmp)}",
                text=(
                    "Two questions that its page does not answer; two lines of notes the same evening."
                    f" {each.note or ''}".rstrip()
                ),
                start=each.date,
                due=each.date,
                fields=("season_log",),
                confidence="yours",
                effort="one hour",
            )
    reading = desk.ahead("programs_may_review")
    if reading is not None and desk.has_time_to_ask:
        tasks += task_ahead(
            desk.today,
            key="find_open_houses",
            topic="contact",
            title="Open houses and information sessions",
            text=(
                "Look on the pages of the programs you care about and log each with its date: `smartpick log PROFILE"
                " CODE open_house DAY`. Their dates are not published in one place."
            ),
            start=reading.day - desk.weeks("plan_open_house_weeks"),
            due=reading.day - timedelta(days=1),
            fields=("season_log", "season"),
            confidence="assumed",
            effort="one hour each",
        )
    return tasks


def _invitations(desk: Desk) -> list[Task]:
    ground = desk.ground
    later = {
        each.program_code_nrmp
        for each in ground.profile.season_log
        if each.event in {"scheduled", "declined", "interviewed", "ranked", "withdrawn"}
    }
    rule = rule_of(ground, "time to answer an interview offer")
    tasks: list[Task] = []
    for _at, each in enumerate(ground.profile.season_log, 1):
        if each.event != "invited" or each.program_code_nrmp in later or ground.stage is Stage.RANKING:
            continue
        answer_by = max(desk.today, (each.date or desk.today) + timedelta(days=2))
        tasks += task_ahead(
            desk.today,
            key=f"answer_{each.program_code_nrmp}",
            topic="interview",
            title=f"Answer the offer of {_name(ground, each.program_code_nrmp)}",
            text=(
                "An offer means that your record was read and was enough to ask for more: the rest is yours to tell."
                " The chances of the list already count this offer."
                + desk.ruled(
                    "time to answer an interview offer", "nrmp_communication", " Programs have to give at least {}."
                )
            ),
            start=desk.today,
            due=answer_by,
            fields=("season_log",),
            confidence="published",
            effort="ten minutes",
            fact_ids=(rule["fact_id"],) if rule is not None else (),
        )
    return tasks


def _clashes(desk: Desk) -> list[Task]:
    """Return the days on which two interviews are set: one of them needs another day."""
    ground = desk.ground
    gone = {
        each.program_code_nrmp
        for each in ground.profile.season_log
        if each.event in {"declined", "withdrawn", "rejected", "interviewed"}
    }
    days: dict[date, list[str]] = {}
    for each in ground.profile.season_log:
        codes = days.setdefault(each.date, []) if each.event == "scheduled" and each.date is not None else None
        if codes is not None and each.program_code_nrmp not in {*codes, *gone}:
            codes.append(each.program_code_nrmp)
    tasks: list[Task] = []
    for day, codes in sorted(days.items()):
        if len(codes) > 1:
            names = " and ".join(_name(ground, code) for code in codes)
            tasks += task_ahead(
                desk.today,
                key=f"clash_{day:%Y_%m_%d}",
                topic="interview",
                title=f"{'Two' if len(codes) == 2 else len(codes)} interviews on {said_day(day)}: ask for another day",
                text=f"{names}. Ask the one that you would rather lose, should it have no other day, and ask soon.",
                start=desk.today,
                due=min(day, desk.today + timedelta(days=2)),
                fields=("season_log",),
                confidence="yours",
                effort="ten minutes",
            )
    return tasks


def _interviews(desk: Desk) -> list[Task]:
    ground = desk.ground
    prepare = timedelta(days=ground.benchmarks["plan_prepare_interview_days"])
    tasks: list[Task] = []
    for at, each in enumerate(ground.profile.season_log, 1):
        if each.event != "scheduled" or each.date is None or each.date < desk.today:
            continue
        name = _name(ground, each.program_code_nrmp)
        tasks += task_ahead(
            desk.today,
            key=f"prepare_{each.program_code_nrmp}_{at}",
            topic="interview",
            title=f"Prepare: {name}",
            text="Its page once more, three questions of your own, the hard answer aloud.",
            start=each.date - prepare,
            due=max(desk.today, each.date - timedelta(days=1)),
            fields=("season_log",),
            confidence="yours",
            effort="two hours",
        )
        tasks += task_ahead(
            desk.today,
            key=f"interview_{each.program_code_nrmp}_{at}",
            topic="interview",
            title=f"Interview: {name}",
            text="Write down the same evening what you liked and what you asked.",
            start=each.date,
            due=each.date,
            fields=("season_log",),
            confidence="yours",
            effort="half a day",
        )
    return tasks


def _answers(ground: Ground) -> list[Finding]:
    contacts = ground.profile.contacts
    if not contacts:
        return []
    about = {each.program_code_nrmp for each in contacts if each.program_code_nrmp}
    facts = {each.program_code_nrmp for each in ground.profile.own_facts}
    silent = sorted(_name(ground, code) for code in about - facts)
    text = f"People in your log: {len(contacts)}. "
    text += (
        f"No answer is written down yet for {', '.join(silent[:4])}: write down what was said, with who and when."
        if silent
        else "For each program you asked about, an answer is written down."
    )
    severity = "watch" if silent else "strength"
    change = "write answers down as own_facts" if silent else ""
    return [Finding("contact_log", "contact", severity, text, ("contacts", "own_facts"), (), change, is_private=True)]


def _attended(ground: Ground) -> list[Finding]:
    met = [
        each
        for each in ground.profile.season_log
        if each.event == "open_house" and each.date is not None and each.date < ground.today
    ]
    if not met:
        return []
    names = ", ".join(dict.fromkeys(_name(ground, each.program_code_nrmp) for each in met))
    bare = sum(not each.note for each in met)
    text = f"Open houses attended: {names}."
    if bare:
        text += f" {bare} without notes: two lines each are what you will need in the interview."
    return [Finding("open_houses", "contact", "watch" if bare else "strength", text, ("season_log",))]


def _interest(ground: Ground) -> list[Finding]:
    """Say what may be said to a program about interest and ranking, with the rule and its year."""
    said, ids = [], []
    for item, words in (
        (
            "applicant volunteers own applications or ranking plan",
            "you may tell a program of your interest, and even how you mean to rank it",
        ),
        ("either side asks the other for a ranking commitment", "neither side may ask the other for a promise"),
        (
            "program requires or solicits contact after the interview",
            "a program may not ask you to write after the interview",
        ),
    ):
        row = rule_of(ground, item, "nrmp_communication")
        if row is not None:
            said.append(f"{words} ({row['effective']})")
            ids.append(row["fact_id"])
    text_rule = rule_of(ground, "text of the Match Participation Agreement")
    if not said:
        text = "Letters of interest: no rule of the NRMP is at hand. Unknown: ask the NRMP before you write."
        return [Finding("interest_rules", "contact", "unknown", text, ("season",))]
    text = f"Letters of interest, by the NRMP: {'; '.join(said)}."
    if text_rule is not None:
        text += (
            f" The agreement for {ground.season} was not seen here: read its text when you register. If you write that"
            " you rank a program first, write it to one program, and only if it is so; it moves nothing on your list."
        )
        ids.append(text_rule["fact_id"])
    return [Finding("interest_rules", "contact", "note", text, ("season",), tuple(ids))]


def _thanks(ground: Ground) -> list[Finding]:
    """Say for each interview whether thanks are wanted: the program's own wish, its society's, else optional."""
    findings = []
    default = rule_of(ground, "default for a tool", "post_interview_advice")
    own = {each.program_code_nrmp: each for each in ground.profile.own_facts if each.field == "thank_you_policy"}
    programs = {p.program_code_nrmp: p for p in ground.directory.programs}
    done: dict[str, date | None] = {
        each.program_code_nrmp: each.date for each in ground.profile.season_log if each.event in _MET
    }
    for code in done:
        fields: tuple[str, ...] = ("season_log", "own_facts")
        program = programs.get(code)
        if code in own:
            text = f"{_name(ground, code)}, thanks: it says “{own[code].value}” ({own[code].source}). Do as it says."
            findings.append(Finding("thanks", "contact", "note", text, fields))
            continue
        rule = rule_of(ground, THANKS_RULES.get(program.specialty, ""), "post_interview_advice") if program else None
        findings.append(_thanks_by_rule(ground, code, rule, default, fields))
    if not done:
        said = []
        ids = [default["fact_id"]] if default is not None else []
        for specialty in ground.specialties:
            row = rule_of(ground, THANKS_RULES.get(specialty.key, ""), "post_interview_advice")
            if row is not None and row["value"] != "not_published":
                said.append(f"in {specialty.name} the society advises that {row['value']} ({row['effective']})")
                ids.append(row["fact_id"])
        text = "Thank-you notes: first look at what the program says" + (f"; {'; '.join(said)}" if said else "")
        text += ". Where nobody says anything a short note is optional, and counts for little."
        findings.append(
            Finding("thanks_rule", "contact", "note", text, ("goals.specialties", "season_log"), tuple(ids))
        )
    return findings


def _thanks_by_rule(
    ground: Ground, code: str, rule: sqlite3.Row | None, default: sqlite3.Row | None, fields: tuple[str, ...]
) -> Finding:
    name = _name(ground, code)
    if rule is not None and rule["value"] != "not_published":
        text = (
            f"{name}, thanks: do not send one unless it asks. Its wish is not noted, and its society advises that"
            f" {rule['value']} ({rule['effective']})."
        )
        return Finding("thanks", "contact", "note", text, fields, (rule["fact_id"],))
    text = (
        f"{name}, thanks: its wish is not noted. Ask the coordinator or look on its page; else a short note is"
        " optional: one thing you liked, one thing you will bring, no word about ranks."
    )
    ids = (default["fact_id"],) if default is not None else ()
    return Finding("thanks", "contact", "note", text, fields, ids)
