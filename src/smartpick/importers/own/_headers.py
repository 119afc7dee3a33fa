"""Which field of own facts does a column's header stand for? By its words; what is not sure is left to the reader.

Directories publish no layout of what a user exports for herself, so these are the words that such columns go by; any
other column is mapped by hand.
"""

from __future__ import annotations

import re

__all__ = ["field_of"]

_HEADERS = {
    "minimum_step1": "minimum step 1|min step 1|step 1 minimum|step 1 cutoff|minimum usmle step 1|minimum step 1 score"
    "|usmle step 1 minimum score|usmle step 1 minimum|minimum usmle step 1 score|step 1 minimum score",
    "minimum_step2_ck": "minimum step 2|min step 2|minimum step 2 ck|min step 2 ck|step 2 minimum|step 2 ck minimum"
    "|step 2 cutoff|step 2 ck cutoff|minimum usmle step 2|minimum usmle step 2 ck|minimum step 2 score"
    "|minimum step 2 ck score|usmle step 2 minimum score|usmle step 2 ck minimum score|usmle step 2 ck minimum"
    "|minimum usmle step 2 score|minimum usmle step 2 ck score|step 2 ck minimum score|minimum score|score cutoff",
    "minimum_comlex2": "minimum comlex 2|min comlex 2|comlex 2 minimum|comlex level 2 minimum|minimum comlex level 2"
    "|minimum comlex level 2 ce|comlex level 2 ce minimum|minimum comlex level 2 score|comlex level 2 minimum score"
    "|minimum comlex level 2 ce score|comlex level 2 ce minimum score",
    "max_failed_attempts": "max attempts|maximum attempts|attempts limit|max failed attempts|attempts allowed"
    "|failed attempts allowed|maximum failed attempts",
    "accepts_comlex_only": "accepts comlex|comlex accepted|accepts comlex only|accepts comlex without usmle",
    "requires_step3": "step 3 required|requires step 3|step 3 needed",
    "requires_ecfmg_at_application": "ecfmg required|requires ecfmg|ecfmg certification required"
    "|ecfmg required at application|ecfmg certificate required",
    "sponsors_j1": "j1|j 1|j1 visa|j 1 visa|j1 sponsored|sponsors j1|sponsors j 1|accepts j 1 visa|j 1 visa sponsored"
    "|j 1 sponsorship|j1 sponsorship",
    "sponsors_h1b": "h1b|h 1b|h1b visa|h 1b visa|h1b sponsored|sponsors h1b|sponsors h 1b|accepts h 1b visa"
    "|h 1b visa sponsored|h 1b sponsorship|h1b sponsorship",
    "max_years_since_graduation": "max years since graduation|maximum years since graduation|years since graduation"
    "|yog limit|yog cutoff|graduation cutoff|max yog|years since graduation limit",
    "min_us_experience_months": "usce|usce months|us experience|us clinical experience months|months of usce"
    "|usce required months|minimum us clinical experience|us clinical experience required months",
    "has_holistic_review": "holistic review|holistic",
    "program_type": "type of program|program setting|academic or community",
    "is_safety_net": "safety net|safety net hospital",
    "img_share": "img|img share|percent img|imgs|percent imgs|img percent|percentage of imgs|percent of imgs"
    "|international medical graduates",
    "us_citizen_img_share": "us img share|percent us img|us citizen img share|percent us imgs|us img percent",
    "non_us_citizen_img_share": "non us img share|percent non us img|non us citizen img share|percent non us imgs"
    "|non us img percent",
    "do_share": "do share|percent do|dos|percent dos|do percent|percentage of dos|percent of dos",
    "interview_rate": "interview rate|chance of interview|interview share",
    "applications_received": "applications received|number of applications|applicants|applications"
    "|total applications received",
    "interviews_offered": "interviews offered|number of interviews|interviews|applicants interviewed"
    "|total applicants interviewed|number of interviews conducted",
    "board_pass_rate": "board pass rate|boards pass rate|board passage rate|percent passing boards",
    "salary_usd": "salary|first year salary|pgy 1 salary|pgy1 salary|salary pgy 1",
    "mission": "mission|mission statement",
    "thank_you_policy": "thank you policy|thank you letters|thank you|post interview communication",
    "source": "fact source|source",
    "date": "date found|as of|date of fact|last updated|date",
    "strict": "strict|is strict|hard cutoff|rule or preference",
}
_FIELDS = {header: field for field, headers in _HEADERS.items() for header in headers.split("|")}


def field_of(header: str) -> str | None:
    """Return the field that a header stands for, ``source``, ``date`` or ``strict`` besides; None when it is not sure.

    Examples
    --------
    >>> field_of("Min. Step 2 CK"), field_of("Min Step 1 score"), field_of("% IMG"), field_of("Vibe")
    ('minimum_step2_ck', 'minimum_step1', 'img_share', None)
    """
    if len(header) > 80:
        return None
    lowered = header.lower().replace("%", " percent ").replace("u.s.", "us")
    bare = " ".join(re.findall(r"[a-z0-9]+", lowered))
    whole = " ".join({"min": "minimum", "max": "maximum"}.get(word, word) for word in bare.split())
    # A field's own name is a header too: that is what a sheet of ours has.
    return (
        _FIELDS.get(bare)
        or _FIELDS.get(whole)
        or next((field for field in _HEADERS if field.replace("_", " ") == bare), None)
    )
