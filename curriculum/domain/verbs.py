"""Verbs of learning outcomes: what can be seen being done, by level of Bloom, in French and English.

An outcome is assessed by what somebody does. "Know" and "understand" cannot be seen; the lists are advice
and no law, because no list of verbs is ever whole.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple


class Bloom(StrEnum):
    """How much an outcome asks of the mind, lowest first (Anderson and Krathwohl 2001)."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"
    EVALUATE = "evaluate"
    CREATE = "create"


class Doubt(StrEnum):
    """What may be wrong with the verb of an outcome."""

    VAGUE = "vague"
    UNKNOWN = "unknown"
    TOO_LOW = "too_low"


class Verb(NamedTuple):
    """A verb as it was found, with the doubt about it, if there is one."""

    word: str
    doubt: Doubt | None


_ENGLISH: Final = {
    Bloom.REMEMBER: """
        cite enumerate label list memorise memorize name quote recall recite recognise recognize repeat
        reproduce state tell
    """,
    Bloom.UNDERSTAND: """
        clarify describe discuss exemplify explain express generalise give illustrate indicate interpret
        locate outline paraphrase recount report restate summarise summarize translate
    """,
    Bloom.APPLY: """
        accompany act activate adapt administer advise answer apply assist brief calculate carry chair
        check co-deliver co-facilitate collect communicate complete comply conduct configure consult
        coordinate declare deliver demonstrate direct draw employ enforce enter execute exercise
        facilitate file fill flag follow guide handle host implement inform instruct interview investigate
        issue keep lead listen maintain manage mentor moderate negotiate notify obtain operate organise
        organize orient patrol perform pilot practise practice present process protect provide record
        refer register report request respond run schedule search secure serve show sign solve steer store
        support train transfer transmit treat use vary warn write
    """,
    Bloom.ANALYSE: """
        align analyse analyze ascertain attribute break categorise categorize characterise classify
        compare contrast correlate deconstruct deduce delimit detect diagnose differentiate discriminate
        dissect distinguish document examine explore extract find identify infer inspect inventory link
        locate map match observe organise parse probe profile read recognise relate research sequence sort
        spot structure survey trace verify conduct draw
    """,
    Bloom.EVALUATE: """
        appraise approve arbitrate argue assess audit certify challenge check choose conclude control
        convince correct criticise critique debate decide defend define determine estimate evaluate follow
        formulate give grade harmonise harmonize judge justify keep lead mark measure monitor prioritise
        prioritize rank rate rationalise rationalize recommend reconcile reject review revise score select
        settle steer supervise support test use validate value weigh present pilot
    """,
    Bloom.CREATE: """
        arrange assemble author build combine compile compose conceive construct create define design
        develop devise draft draw elaborate establish formulate found frame generate imagine innovate
        integrate introduce invent model negotiate originate plan prepare produce program propose redesign
        reform rewrite set simulate structure synthesise synthesize write
    """,
}
_FRENCH: Final = {
    Bloom.REMEMBER: """
        citer dénommer enumérer énumérer énoncer lister mémoriser nommer rappeler réciter reconnaître
        répéter reproduire restituer
    """,
    Bloom.UNDERSTAND: """
        clarifier commenter décrire dire discuter expliciter expliquer exposer exprimer généraliser
        illustrer indiquer interpréter paraphraser rapporter reformuler résumer situer traduire
    """,
    Bloom.APPLY: """
        accompagner accueillir activer adapter administrer agir aider alerter animer appliquer assister
        auditionner calculer classer co-animer coanimer collecter communiquer compléter conduire
        configurer conseiller consigner consulter contrôler coordonner déclarer démontrer déployer déposer
        diffuser diriger dispenser documenter donner écouter effectuer employer encadrer enquêter
        enregistrer enseigner entretenir envoyer exécuter exercer exploiter faciliter faire former fournir
        gérer guider informer installer instruire interroger intervenir jouer justifier manipuler mener
        mettre mobiliser modérer montrer négocier notifier obtenir opérer organiser orienter patrouiller
        piloter planifier porter pratiquer présenter prévenir produire protéger qualifier réagir réaliser
        recevoir recueillir référer remettre remplir renseigner répondre représenter résoudre respecter
        saisir sécuriser signaler signer suivre superviser tenir traiter transmettre utiliser varier
        vérifier
    """,
    Bloom.ANALYSE: """
        aligner analyser apparier articuler associer attribuer caractériser cartographier catégoriser
        classer classifier comparer conduire constater contraster corréler croiser diagnostiquer
        différencier discerner discriminer disséquer distinguer dresser décoder décomposer décortiquer
        déduire délimiter détecter déterminer examiner explorer extraire hiérarchiser identifier inspecter
        inventorier lire localiser mettre observer ordonner profiler rapprocher recenser rechercher
        reconnaître relever relier repérer scinder situer sonder structurer sérier tester trier trouver
        vérifier étudier
    """,
    Bloom.EVALUATE: """
        accompagner apprécier approuver arbitrer argumenter attester auditer calibrer certifier chiffrer
        choisir conclure contester contrôler convaincre corriger critiquer débattre décider défendre
        définir démontrer déterminer diagnostiquer estimer étalonner évaluer exploiter expertiser formuler
        harmoniser homologuer hiérarchiser juger justifier mesurer noter pondérer piloter présenter
        prioriser rationaliser réconcilier recommander rejeter retenir réviser sélectionner soutenir
        suivre superviser tenir trancher valider vérifier
    """,
    Bloom.CREATE: """
        adapter agencer articuler assembler bâtir combiner compiler composer concevoir construire créer
        définir développer dresser écrire édifier élaborer établir formuler générer imaginer innover
        instituer intégrer inventer modéliser monter planifier préparer produire programmer projeter
        proposer réaménager rédiger réformer réorganiser scénariser simuler structurer synthétiser
    """,
}
_VAGUE: Final = {
    "en": """
        acquire appreciate be become believe consider cover discover enjoy experience familiarise
        familiarize feel gain get grasp have internalise know learn master perceive ponder realise realize
        respect see study think understand
    """,
    "fr": """
        acquérir admettre apprendre appréhender assimiler avoir cerner comprendre concéder connaître
        considérer croire découvrir devenir être envisager familiariser intérioriser maîtriser percevoir
        penser posséder pouvoir prendre réfléchir ressentir savoir sensibiliser voir
    """,
}
_OPENINGS: Final = {
    "en": re.compile(r"(?:(?:the )?\w+ (?:is|are|will be) able to|(?:be )?able to|can|to) ", re.IGNORECASE),
    "fr": re.compile(
        r"(?:(?:être|est|sont|sera|seront) (?:capables?|en mesure) (?:de |d['’])|se |s['’])", re.IGNORECASE
    ),
}
"""What may stand before the verb."""
_WORD: Final = re.compile(r"[\w-]+")
_ORDER: Final = tuple(Bloom)


def _read(lists: Mapping[Bloom, str]) -> Mapping[str, int]:
    """Each verb with its highest level."""
    return MappingProxyType(
        {word: _ORDER.index(level) for level, words in lists.items() for word in words.split()}
    )


_HIGHEST: Final = MappingProxyType({"en": _read(_ENGLISH), "fr": _read(_FRENCH)})
_UNSEEN: Final = MappingProxyType({language: frozenset(words.split()) for language, words in _VAGUE.items()})


def leading(text: str, language: str) -> str:
    """The verb an outcome begins with, in small letters; empty where there is no word."""
    plain = unicodedata.normalize("NFC", text).strip()
    opening = _OPENINGS[language].match(plain)
    found = _WORD.search(plain, opening.end() if opening else 0)
    return found[0].lower() if found else ""


def examined(text: str, language: str, level: Bloom | None) -> Verb | None:
    """The verb of an outcome and what is doubtful about it; nothing where nothing is written."""
    word = leading(text, language)
    return Verb(word, _doubt(word, language, level)) if word else None


def _doubt(word: str, language: str, level: Bloom | None) -> Doubt | None:
    highest = _HIGHEST[language].get(word)
    if highest is None:
        return Doubt.VAGUE if word in _UNSEEN[language] else Doubt.UNKNOWN
    return Doubt.TOO_LOW if level is not None and highest < _ORDER.index(level) else None


def known(language: str) -> tuple[str, ...]:
    """Every verb that can be seen being done, in the order of the alphabet, for whoever looks for one."""
    return tuple(sorted(_HIGHEST[language]))
