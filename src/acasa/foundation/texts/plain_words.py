"""What makes official texts hard in Romanian and in English: phrases with their plain form, and word shapes.

Collected by us after the advice of the European Commission's “How to write clearly” (2015) and Romania's own
drafting rule that a law be “clear, fluent and intelligible” (Legea 24/2000, art. 8).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OFFICIAL_PHRASES: dict[str, dict[str, str]] = {
    "ro": {
        "în vederea": "pentru",
        "în cadrul": "la, în",
        "în conformitate cu": "după",
        "cu privire la": "despre",
        "referitor la": "despre",
        "privind": "despre",
        "în situația în care": "dacă",
        "în cazul în care": "dacă",
        "datorită faptului că": "pentru că",
        "având în vedere": "pentru că",
        "pe parcursul": "în timpul",
        "în prealabil": "înainte",
        "ulterior": "apoi",
        "anterior": "înainte",
        "prezenta cerere": "cererea",
        "subsemnatul": "eu",
        "subsemnata": "eu",
        "menționat anterior": "de mai sus",
        "mai sus menționat": "de mai sus",
        "se va proceda": "spuneți ce face cine",
        "este necesar să": "trebuie să",
        "este obligatoriu să": "trebuie să",
        "aveți obligația de a": "trebuie să",
        "aveți posibilitatea de a": "puteți",
        "a efectua": "a face",
        "efectuați": "faceți",
        "achitați": "plătiți",
        "solicitați": "cereți",
        "a beneficia de": "a avea",
        "beneficiați de": "aveți",
        "vă prezentați la": "mergeți la",
        "prezentați-vă la": "mergeți la",
        "aferent": "pentru",
        "aferentă": "pentru",
        "aferente": "pentru",
        "în speță": "aici",
        "conform prevederilor": "după",
        "prevederile": "regulile",
        "sus-numitul": "el",
        "titularul dreptului": "spuneți cine",
        "în mod obligatoriu": "trebuie",
        "în mod corespunzător": "tăiați sau spuneți cum",
    },
    "en": {
        "in order to": "to",
        "prior to": "before",
        "subsequent to": "after",
        "subsequently": "then",
        "in the event of": "if",
        "in the event that": "if",
        "with regard to": "about",
        "with respect to": "about",
        "in accordance with": "by, under",
        "pursuant to": "under",
        "in respect of": "for, about",
        "for the purpose of": "for, to",
        "due to the fact that": "because",
        "at the time of": "when",
        "utilise": "use",
        "commence": "start",
        "terminate": "end",
        "purchase": "buy",
        "reside": "live",
        "residing": "living",
        "obtain": "get",
        "require": "need",
        "requires": "needs",
        "assist": "help",
        "assistance": "help",
        "regarding": "about",
        "concerning": "about",
        "in addition": "also",
        "the aforementioned": "this",
        "shall": "must",
        "it is necessary to": "you must",
        "it is mandatory to": "you must",
        "you are entitled to": "you may, you have the right to",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shapes:
    """How a language shows, in its letters, what makes a sentence heavy."""

    passive: re.Pattern[str]
    adjectives: frozenset[str]
    """Words that have the shape of a participle and are none, or no longer."""
    abstract: re.Pattern[str]
    common: frozenset[str]
    """Words that have the shape of an abstract noun and are none, or that nobody can avoid."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHAPES: dict[str, Shapes] = {
    # "este eliberat", "sunt trimise", "va fi respins", "a fost depusă"; the reflexive "se eliberează".
    "ro": Shapes(
        passive=re.compile(
            r"\b(?:este|sunt|era|erau|fi|fost|fiind)\s+\w{3,}(?:at|ată|ați|ate|it|ită|iți|ite|ut|ută|uți|ute|ât|âtă|âți|âte)\b"
            r"|\b(?:este|sunt|era|erau|fi|fost|fiind)\s+(?:depu|trimi|respin|admi|scri|închi|deschi|emi)(?:s|să|și|se)\b"
            r"|\bse\s+(?:va\s+|vor\s+|poate\s+|pot\s+)?(?:depun|eliber|acord|emit|achit|efectu|solicit|stabil|realiz|comunic|respinge|aprob)\w*",
            re.IGNORECASE,
        ),
        adjectives=_words(
            "gratuit gratuită gratuiți gratuite refugiat refugiată refugiați refugiate căsătorit căsătorită "
            "căsătoriți căsătorite angajat angajată angajați angajate student studentă comodat limitat limitată "
            "sănătate cetate jumătate facultate libertate calitate autoritate unitate state date "
            "privat privată privați private potrivit potrivită potriviți potrivite diferit diferită diferite"
        ),
        abstract=re.compile(r"\b\w{3,}(?:are|area|ării|ărilor|ere|erea|erii|erilor|ire|irea|irii|irilor|âre|ârea|ârii)\b", re.IGNORECASE),
        common=_words(
            "mare soare care oare tare sare pare doare moare apare dispare fiecare oricare careva floare stare "
            "cere cereri cerere cererea cererii face vedere vederea putere puterea durere avere părere muiere "
            "ședere șederea șederii fire știre trimitere naștere naștere nașterea nașterii căsătorire tușire "
            "muncitoare următoare lucrătoare sărbătoare sărbătorile numere următoarea lucrătoarea viitoare "
            "programare programarea programării închiriere închirierea învățare mâncare mâncarea culoare piscare "
            "câștigătoare vânzare salvare salvarea ajutoare intrare intrarea intrării ieșire ieșirea "
            "inscripționare asigurare asigurarea asigurării scrisoare scrisoarea scrisorile răcoare "
            "oare interioare exterioare anterioare superioare inferioare ulterioare privitoare libere criterii primire"
        ),
    ),
    "en": Shapes(
        passive=re.compile(
            r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s)?(?:\w{3,}ed|given|taken|made|sent|shown|written|paid|held|kept|found|known|seen|told|done|issued)\b",
            re.IGNORECASE,
        ),
        adjectives=_words("married limited united need interested tired disabled scared worried"),
        abstract=re.compile(r"\b\w{3,}(?:tion|tions|ment|ments|ance|ances|ence|ences|ity|ities)\b", re.IGNORECASE),
        common=_words(
            "apartment appointment appointments city cities university universities document documents "
            "question questions station stations information identity difference insurance station facility "
            "moment comment government department community communities ambulance distance entrance police "
            "option options reception nation location pregnancy absence allowance experience licence "
            "evidence residence section mention institution institutions employment"
        ),
    ),
}  # fmt: skip
