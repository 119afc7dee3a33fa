"""Words that make a sentence private: health, partners, a family's misfortune, status, faith, orientation.

The lists ask for no "I" or "my": "Medication helped." tells as much. A sentence of a patient's illness is lost with
them, which costs a remark; what is left in wrongly cannot be called back. A list finds its words and nothing else.
"""

from __future__ import annotations

import re

__all__ = ["TOPICS", "is_about"]

_POPULATION = r"(?!\s(?:clinics?|patients?|health|families|communit\w+|populations?|medicine|resettlement|care)\b)"
"""Behind "refugee" and "immigrant": whom a text serves, not what the applicant is."""

_HEALTH = r"""
health(?!\s(?:care|cent(?:er|re)s?|department|fairs?|policy|policies|services?|systems?|insurance|equity|education)\b)\
(?!\s(?:workers?|educators?|professionals?|literacy|disparit\w+|sciences?)\b)(?<!public\shealth)(?<!rural\shealth)\
(?<!global\shealth)(?<!population\shealth)(?<!community\shealth)(?<!immigrant\shealth)(?<!refugee\shealth)
ill|illness\w*|unwell|sick\w*|ailments?|diagnos\w+|prognos\w+|symptom\w*|relaps\w+|flare(?:-|\s)?ups?|remission
hospitali[sz]\w+|inpatient|in-patient|intensive\scare|coma|operation|operated|underwent|biops\w+|transplant\w*
surger(?:y|ies)(?!\s(?:clerkship|rotation|residen\w+|shelf|interest|department|sub-?internship))(?<!general\ssurgery)
transfus\w+|dialysis|cancers?|cancerous|tumou?rs?|lymphoma\w*|leuk\w+|melanoma\w*|carcinoma\w*|sarcoma\w*|myeloma\w*
malignan\w+|benign|chemo\w*|radiotherap\w+|mastectom\w+|scoliosis|sarcoid\w*|remitting
depress\w+|anxi(?:ety|ous)|bipolar|mania|manic|panic\w*|obsessive|post-?traumatic|psychos[ie]s|psychotic|schizo\w+
trauma(?!\s(?:cent\w+|surg\w+|bay|team))\w*|dissociat\w+|burn(?:t|ed)?(?:-|\s)?out|breakdowns?|insomnia
suicid\w+|self-?harm\w*|overdos\w+|mental(?:ly)?|eating\sdisorders?|anorexi\w*|bulimi\w*|binge\w*|body\simage
adhd|ptsd|dyslex\w+|dyscalcul\w+|dysgraph\w+|autis\w+|asperger\w*|neurodiver\w+|neuropsych\w+|tourette\w*
attention\sdeficit|learning\sdifferences?|stutter\w*|stammer\w*|speech\simpediment
disab\w+|disorders?|impair\w+|handicap\w*|wheelchairs?|prosthe\w+|amput\w+|paraly\w+|paraplegi\w+|blind(?:ness)?|deaf\w*
hearing\s(?:loss|aids?)|chronic(?:ally)?\s\w+|condition|(?:medical|health)\sconditions
miscarr\w+|stillb\w+|pregnan\w+|postpartum|maternity|paternity|parental\sleave|abortion\w*|infertil\w+|fertility
menopaus\w+|endometrio\w+|birth\sof|gave\sbirth|(?:my|our)\s(?:newborn|baby|infant|unborn)\w*|breast-?fe\w+
injur\w+|concuss\w+|fractur\w+|whiplash|accidents?|crash(?:es|ed)?|seizures?|epilep\w+|strokes?|migraine\w*|headaches?
multiple\ssclerosis|parkinson\w*|narcolep\w+|back\spain|fibromyalg\w+|arthrit\w+|lupus|crohn\w*|colitis
celiac|diabet\w+|insulin|thyroid\w*|asthma\w*|cystic\sfibrosis|an(?:a)?emi\w+|sickle\w*|ha?emophil\w+
hiv|hepatitis|tubercul\w+|covid\w*|long-covid|lyme|mononucleosis|meningit\w+|sepsis|endocardit\w+
heart\s(?:attack|failure|surgery|defect)|arrhythm\w+|pacemaker\w*
therap(?:y|ies|ist|ists|eutic)|psychiatrists?|psychologists?|counsel(?:or|lor|ing|ling)\w*|psychotherap\w+
medicat\w+|medicines|pills?|antidepress\w+|ssris?|lithium|stimulants?|adderall|ritalin|opioids?
rehab\w*|addict\w+|alcohol\w*|sober|sobriety|recover(?:y|ed|ing)|substance\s(?:use|abuse)|withdrawal
(?:i|we)\s(?:saw|see|visited|consulted|was\ssent\sto)\s(?:an?|the|my)\s(?:\w+\s)?\w+ologists?
treated|treatment|evaluated|accommodations?|extra\stime|(?:medical|sick|personal|health)\sleave|leave\sof\sabsence
abus(?:e|ed|ive)|assault\w*|rape\w*|domestic\sviolence|my\s(?:doctor|physician|specialist|neurologist)s?
"""
_PARTNER = r"""
husbands?|wife|wives|spous\w+|fianc\w+|boyfriends?|girlfriends?|divorc\w+|(?:re)?marri(?:ed|age\w*)|wedding\w*|widow\w*
my\sex|ex-?(?:husband|wife|partner|boyfriend|girlfriend)|engaged\sto|breakup|break-up|(?:my|our|a|the|life|domestic)\s(?:\w+\s)?partner|partner\sand\s(?:i|me)
"""
_KIN = r"""
mother['’]?s?|father['’]?s?|mom['’]?s?|mum['’]?s?|dad['’]?s?|parents?['’]?s?|sister\w*|brother\w*|siblings?
sons?|daughter\w*|child|children|grand\w+|aunts?|uncles?|cousins?|family['’]?s?|families|nieces?|nephews?
"""
_MISFORTUNE = r"""
died|dies|deaths?|dying|dead|passed\saway|passing|loss|lost|killed|murder\w*|ill\w*|sick\w*|funeral|buried|burial
grie\w+|mourn\w*|hospice|dementia|alzheimer\w*|diagnos\w+|prison|jail|incarcerat\w+|arrest\w*|detain\w*|deport\w+
evict\w+|bankrupt\w*|foreclos\w+|divorc\w+|abus\w+
"""
_ALONE = r"""
custody|orphan\w*|foster\s(?:care|home|child\w*|famil\w+)
"""
_STATUS = rf"""
undocumented|daca|dreamers?|visas?|green\scards?|asylum|immigration|immigrat(?:e|ed|ing)|citizenship|naturali[sz]\w+
work\s(?:permit|authori[sz]ation)s?|deport\w+|permanent\sresiden\w+|temporary\sprotected|stateless|non-?citizens?
without\spapers|border\spatrol|uscis|j-1|h-?1b|f-1|o-1
refugees?{_POPULATION}|immigrants?{_POPULATION}
faith\w*|religio\w+|spiritual\w*|church\w*|mosques?|synagog\w+|temples?|parish\w*|pastors?|priests?|imams?|rabbis?
missionar(?:y|ies)|congregation\w*|gods?|jesus|christ|allah|bible\w*|qur['’]?an\w*|koran\w*|torah|scriptur\w+|pray\w*
worship\w*|christian\w*|catholic\w*|protestant\w*|evangelical\w*|baptis\w+|orthodox|mormon\w*|adventist\w*|quaker\w*
jehovah\w*|muslim\w*|islam\w*|moslem\w*|shi['’]?a|sunni\w*|ramadan|hijab\w*|headscar\w+|jew|jews|jewish|judaism|sabbath
shabbat|kosher|halal|hindu\w*|sikh\w*|turban\w*|buddhis\w+|jain\w*|bah[aá]['’]?[ií]\w*|atheis\w+|agnostic\w*
sunday\sschool|ministr(?:y|ies)|sermon\w*|convert(?:ed|s)?\sto|baptized
gays?|lesbian\w*|bisexual\w*|pansexual\w*|asexual\w*|heterosexual\w*|homosexual\w*|homophob\w*|transphob\w*|queer\w*
trans|transgender\w*|transsexual\w*|non-?binary|genderqueer|gender\s?-?(?:identity|fluid|affirming|transition)
intersex|cisgender|lgbt\w*|same-?sex|sexual(?:ity|\sorientation)|sexual\sminorit\w+|my\sorientation|coming\sout
came\sout|the\scloset|closeted|(?:they|them)/(?:them|theirs)|pronouns|pride\s(?:parade|march|month)
"""
_CAPITALS = {"health": "ADD|ADA|AIDS|OCD|IVF|AA", "status": "LDS|OPT|EAD|TPS"}
"""Short forms that are other words, or nothing, in small letters."""


def _pattern(words: str, capitals: str = "") -> re.Pattern[str]:
    """Return what finds any of the words, one or more a line; a line that ends in a backslash goes on."""
    listed = "|".join(words.replace("\\\n", "").split("\n")[1:-1])
    more = f"|(?:{_CAPITALS[capitals]})" if capitals else ""
    return re.compile(rf"(?<![^\W_])(?:(?i:{listed}){more})(?![^\W_])")


_FAMILY = "a sentence about a family's misfortune"
TOPICS: tuple[tuple[str, frozenset[str], tuple[re.Pattern[str], ...]], ...] = (
    ("a sentence about health", frozenset({"illness", "learning_difference"}), (_pattern(_HEALTH, "health"),)),
    ("a sentence about a partner", frozenset({"partner"}), (_pattern(_PARTNER),)),
    (_FAMILY, frozenset({"family"}), (_pattern(_KIN), _pattern(_MISFORTUNE))),
    (_FAMILY, frozenset({"family"}), (_pattern(_ALONE),)),
    ("a sentence about status, faith or orientation", frozenset(), (_pattern(_STATUS, "status"),)),
)
"""Name, kinds of the profile that open it where all of them are said not to be private, and its
words: a sentence that holds one of each list is about it."""


def is_about(patterns: tuple[re.Pattern[str], ...], text: str) -> bool:
    """Say whether a readable text holds a word of each of the lists of a topic."""
    return all(pattern.search(text) for pattern in patterns)
