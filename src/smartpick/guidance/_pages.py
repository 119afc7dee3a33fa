"""Where a task is done: the page that each kind of task belongs to, for whoever shows pages; a terminal ignores it."""

from __future__ import annotations

__all__ = ["PAGES", "page_of"]

PAGES = {
    "again": "last-season",
    "answer": "season",
    "apply_at_all": "packet",
    "ask_hands_on": "plan",
    "ask_letters": "letters",
    "ask_people": "season",
    "ask_rotation": "plan",
    "ask_visa": "routes",
    "certify_first": "rank",
    "certify_last": "rank",
    "clash": "interviews",
    "clerkship": "plan",
    "debrief": "last-season",
    "disclosure_talk": "packet",
    "ecfmg": "routes",
    "exam": "plan",
    "find_open_houses": "season",
    "first_year_interviews": "season",
    "first_year_letters": "letters",
    "first_year_list": "list",
    "first_year_ranks": "rank",
    "follow_up": "season",
    "go_or_delay": "plan",
    "interview": "interviews",
    "letter": "letters",
    "list": "list",
    "log_applied": "season",
    "match_day": "soap",
    "match_monday": "soap",
    "move_exam": "plan",
    "next_season_begins": "plan",
    "open_house": "interviews",
    "order": "plan",
    "plan_exam": "plan",
    "practice_interviews": "interview",
    "prepare": "interview",
    "programs_read": "plan",
    "rank_deadline": "rank",
    "ranking_opens": "rank",
    "readiness": "plan",
    "register_nrmp": "plan",
    "research": "ties",
    "result": "profile",
    "rotation": "plan",
    "season_begins": "plan",
    "second_specialty": "list",
    "service": "ties",
    "signals": "list",
    "soap": "soap",
    "soap_ready": "soap",
    "statement": "texts",
    "step3": "plan",
    "study": "plan",
    "submit": "list",
    "tell": "profile",
    "watch_offers": "season",
}
"""Kind of task → page. A kind is a task's key, or what it begins with where each of a kind has a key of its own."""


def page_of(key: str) -> str:
    """Return the page that a task belongs to; empty for a kind of task that is not known here, which a test refuses.

    Examples
    --------
    >>> page_of("answer_1033110C0"), page_of("again"), page_of("study_step3_week_2"), page_of("submit_now")
    ('season', 'last-season', 'plan', 'list')
    """
    parts = key.split("_")
    for size in range(len(parts), 0, -1):
        page = PAGES.get("_".join(parts[:size]))
        if page is not None:
            return page
    return ""
