"""Which theme does an experience answer? Words weighted by how rare they are among the themes (TF-IDF), with the words.

An embedding model was tried beside it and did no better (``docs/texts.md``), so that none is shipped. Themes and their
words are ours: what programs write about themselves names them often. A theme is a claim about words, not about worth.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["NAMED", "THEMES", "Fit", "ThemeWords", "stem"]

THEMES: Mapping[str, tuple[str, str]] = {
    "underserved_care": (
        "care for underserved patients",
        (
            "care for underserved patients and people without insurance or money: free clinic, community health "
            "center, sliding scale, low-income families, uninsured, coverage, Medi-Cal, neighborhood without a "
            "doctor, donated, payment"
        ),
    ),
    "safety_net": (
        "safety-net hospital",
        (
            "safety-net hospital: county hospital, public hospital, emergency department and emergency room that "
            "takes everybody, trauma center, county health services, patients without a payer"
        ),
    ),
    "primary_care": (
        "primary care",
        (
            "primary care and family medicine: continuity clinic, the same patients and families over years, "
            "general practice, chronic disease, diabetes and high blood pressure, check-ups, wellness and home "
            "visits, family doctor"
        ),
    ),
    "community_psychiatry": (
        "community psychiatry",
        (
            "community psychiatry and mental health: depression, psychosis, schizophrenia, suicide, crisis line, "
            "hotline, psychiatric ward, therapist, counseling, peer support, antipsychotic"
        ),
    ),
    "public_health": (
        "public health",
        (
            "public health and prevention: vaccination, screening, outbreaks, epidemiology, health department, "
            "health education, environment, water, air and lead, population data and maps, asthma"
        ),
    ),
    "advocacy": (
        "advocacy and policy",
        (
            "advocacy and health policy: legislators, bill, city council, testimony, testified, resolution, "
            "campaign, voters, rights, laws that change health, letters, march, delegate"
        ),
    ),
    "homelessness": (
        "care for people without homes",
        (
            "care for people experiencing homelessness: homeless, unhoused, shelter, street medicine, tents and "
            "encampments, housing, sleeping outside, people without an address"
        ),
    ),
    "immigrant_health": (
        "immigrant health and language",
        (
            "immigrant and refugee health: asylum, undocumented, language access, interpreter, interpreted, "
            "translation, bilingual, newly arrived families, farm workers, Spanish, Korean, Tagalog, Mandarin, "
            "Armenian, Vietnamese"
        ),
    ),
    "addiction": (
        "addiction medicine",
        (
            "addiction medicine: opioids, alcohol, naloxone, overdose, buprenorphine and methadone, needle "
            "exchange, recovery, smoking, smokers, substance use, withdrawal"
        ),
    ),
    "rural_health": (
        "rural health",
        (
            "rural health: small town, farm, ranch, village, frontier, mountain and remote county, long drive to "
            "care, few doctors, critical access hospital, telehealth, miles, valley"
        ),
    ),
    "teaching": (
        "teaching",
        (
            "teaching and medical education: tutor, mentoring, students, lectures, curriculum, simulation, near-"
            "peer teacher, chalk talk, practice questions, course, interns"
        ),
    ),
}
"""Theme → its name, and the words by which it is known."""

NAMED: Mapping[str, str] = {
    "underserved_care": r"under-?served|uninsured|under-?insured|low-income|poverty|health\sequity|disparit\w+|"
    r"marginali[sz]ed|vulnerable|those\sin\sneed|disadvantaged|left\sbehind|without\s(?:health\s)?insurance|"
    r"diverse\s(?:\w+\s)?(?:population|communities|patients|urban)|free\sclinics?",
    "safety_net": r"safety[\s-]net|county\shospitals?|public\shospitals?|county\sprogram",
    "primary_care": r"primary\scare|continuity\sof\scare|continuity\sclinic",
    "community_psychiatry": r"community\spsychiatry|mental\s(?:health|illness\w*)|(?:severe|serious)\smental|"
    r"psychiatric\scare",
    "public_health": r"public\shealth|population\shealth|preventi(?:on|ve)|vaccinat\w+",
    "advocacy": r"advocacy|advocat\w+|health\spolicy|social\sjustice|legislat\w+|health\slaws?",
    "homelessness": r"homeless\w*|unhoused|street\smedicine|without\s(?:a\s)?homes?|(?:live|living|sleep|sleeping)"
    r"\son\sthe\sstreets?",
    "immigrant_health": r"immigrants?|refugees?|undocumented|asylum|migrants?|farm-?\s?workers?|"
    r"language\s(?:access|barriers?)|language-concordant|limited\senglish|newcomers?",
    "addiction": r"addict(?:ion|ions|ed)|substance\s(?:use|abuse)|opioids?|recovery\smedicine|harm\sreduction|"
    r"overdos\w+|alcoholism|people\swho\suse\sdrugs|drug\suse",
    "rural_health": r"rural|small[\s-]towns?|farm(?:ing)?\scommunit\w+",
    "teaching": r"medical\seducation|academic\smedicine|teach(?:ing)?\s(?:residents|students|medicine|others|"
    r"the\snext)|become\san?\s(?:teacher|educator)|(?:teaching|mentoring)\sis|clinician[\s-]educator",
}
"""Theme → the words by which a text claims it; fewer than those of an experience, so that a claim is one."""

_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "her",
        "his",
        "i",
        "in",
        "into",
        "is",
        "it",
        "its",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "she",
        "so",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "was",
        "we",
        "were",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "with",
        "without",
        "would",
        "your",
        "you",
        "not",
        "no",
        "never",
        "every",
        "each",
        "all",
        "after",
        "before",
        "over",
        "more",
        "other",
        "two",
        "three",
        "four",
        "six",
        "one",
        "how",
        "why",
        "what",
        "until",
        "use",
        "about",
    ]
)
_ENDINGS = ("ization", "ations", "ation", "ings", "ing", "ies", "ment", "ers", "er", "ed", "es", "s", "ly", "e")
_LEAST_STEM = 4
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Fit:
    """How near a text is to a theme, between 0 and 1, and by which words."""

    theme: str
    score: float
    words: tuple[str, ...]


def stem(word: str) -> str:
    """Return a word without its usual endings.

    Examples
    --------
    >>> stem("interpreters"), stem("vaccination"), stem("bus")
    ('interpret', 'vaccin', 'bus')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


class ThemeWords:
    """Compares texts with themes.

    Examples
    --------
    >>> fit = ThemeWords().best("Handed out naloxone and taught how to use it.")
    >>> fit.theme, fit.words
    ('addiction', ('naloxone',))
    >>> ThemeWords().best("Played the violin in a community orchestra.") is None
    True
    """

    LEAST = 0.1
    """Nearness from which a theme counts as answered; set on the first labelled set."""

    def __init__(self, themes: Mapping[str, tuple[str, str]] = THEMES) -> None:
        documents = {key: _stems(words) for key, (_, words) in themes.items()}
        self._rarity = Counter(word for words in documents.values() for word in set(words))
        self._count = len(documents)
        self._themes = {key: self._weights(words) for key, words in documents.items()}

    def fits(self, text: str) -> tuple[Fit, ...]:
        """Return how near a text is to each theme that shares a word with it, the nearest first."""
        told = {stem(word): word for word in reversed(_WORD.findall(text.lower()))}
        weights = self._weights(_stems(text))
        found = []
        for key, theirs in self._themes.items():
            shared = [word for word in weights if word in theirs]
            if shared:
                score = sum(weights[word] * theirs[word] for word in shared)
                shared.sort(key=lambda word: (-weights[word] * theirs[word], word))
                found.append(Fit(key, score, tuple(told[word] for word in shared)))
        return tuple(sorted(found, key=lambda fit: (-fit.score, fit.theme)))

    def best(self, text: str) -> Fit | None:
        """Return the theme that a text is nearest to; None when none is near."""
        fits = self.fits(text)
        return fits[0] if fits and fits[0].score >= self.LEAST else None

    def _weights(self, words: Sequence[str]) -> dict[str, float]:
        counts = Counter(words)
        raw = {
            word: (1 + math.log(count)) * (math.log((1 + self._count) / (1 + self._rarity[word])) + 1)
            for word, count in counts.items()
        }
        size = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {word: value / size for word, value in raw.items()}


def _stems(text: str) -> list[str]:
    return [stem(word) for word in _WORD.findall(text.lower()) if word not in _STOP]
