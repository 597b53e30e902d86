"""ontology/lang/XX/frames → Frames: which words, with which roles, state which relation."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from kg.errors import LexiconError
from kg.lexicon import LOADER, Lexicon, load_lexicon, split_words
from kg.model import EntityType
from kg.ontology import load_ontology
from kg.resources import ontology_directory

TRIGGER_KINDS = ("adjective", "noun", "verb")
PLAIN_ROLES = frozenset({
    "alias", "appointer", "apposition", "area", "bearer", "bracketed", "clause-subject", "closer", "count",
    "count-before", "date", "doer", "employer", "firm", "fronted", "gapped", "headline", "held", "holder", "indirect",
    "industry", "introduced", "itself", "labelled", "leader", "leaver", "minor-share", "minus-money",
    "minus-money-before", "modified", "money", "money-before", "name-trade", "nested", "object", "opened", "origin",
    "outside", "owner", "phrase", "place", "previous", "price", "remaining", "sector", "sectored", "setting", "share",
    "size", "staff", "staff-before", "staff-share", "subject", "taker", "topic", "town", "trigger", "within",
})  # fmt: skip
KEYS = frozenset({
    "barring", "confidence", "direct", "event", "examples", "former", "frame", "modality", "named", "not-under",
    "object-as", "object-words", "only", "polarity", "qualifiers", "relation", "requires", "requires-object", "requires-phrase",
    "roles", "specific", "trigger", "under", "unless", "unnamed", "with", "without", "without-bare", "without-modifier",
    "without-object", "without-object-words", "without-subject",
})  # fmt: skip
MIN_EXAMPLES = 2
DEFAULT_CONFIDENCE = Decimal("0.85")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word of a kind, or a phrase that begins with one ("mettre au point")."""

    kind: str
    words: tuple[str, ...]
    is_reflexive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence with the pairs that its frame finds in it; none for a near miss."""

    text: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # one of a name: compared by identity
class Frame:
    """One way of saying a relation."""

    name: str
    relation: str  # local name
    triggers: tuple[Trigger, ...]
    readings: tuple[tuple[str, str], ...]  # (role of the subject, role of the object), the first that is filled holds
    qualifiers: tuple[tuple[str, str], ...]  # (name, role)
    without: frozenset[str]  # roles that must not be filled
    with_: frozenset[str]  # roles that must be filled
    requires: frozenset[str]  # words of which one must stand in the sentence
    under: frozenset[str]  # verbs and nouns of which one must govern the trigger: "ouvre trois boutiques"
    not_under: frozenset[str]  # words of which none may govern it
    barring: tuple[tuple[str, ...], ...]  # words or phrases of which none may stand in the sentence
    subject_types: frozenset[EntityType]  # empty: what the relation takes
    object_types: frozenset[EntityType]
    named: frozenset[str]  # "subject", "object": only what has a name in the article
    object_nouns: str  # a word list that an unnamed object's noun must be of; "" for any
    barred_object_nouns: tuple[str, ...]  # word lists that it must not be of
    object_words: str  # a word list of which the names of the object must hold one ("l’école X", "HEC")
    barred_object_words: str  # one of which they must hold none
    barred_bare_nouns: str  # a word list that an object of one word must not be of ("ses produits")
    is_direct: bool  # the noun must stand beside the name: "X, constructeur automobile", not "le constructeur" later on
    unnamed: frozenset[str]  # "object": only what has no name in the article
    barred_subject_nouns: str  # a word list that the noun of the subject must not be of
    barred_modifiers: str  # a word list of which none may stand right behind the trigger ("bénéfice d’exploitation")
    needs_phrase: bool  # the trigger noun must have a complement or an adjective of trade ("réseau social")
    object_as: EntityType | None  # the type that the object has by this frame
    is_specific: bool  # the trigger must be one thing or known ones: "une usine à Lyon", not "40 sites en Espagne"
    is_negative: bool
    is_planned: bool
    is_former: bool
    is_event: bool  # a noun that names an event ("rachat"): it takes the status of the verb that governs it
    unless: tuple[str, ...]  # frames that say it more precisely: none may hold of the same word
    confidence: Decimal
    examples: tuple[Example, ...]
    where: str  # file:line


@cache
def load_frames(language: str = "fr", directory: Path | None = None) -> tuple[Frame, ...]:
    """Return all frames of a language in the order of their names.

    Raises LexiconError with file and line for an unknown relation or role, a name used twice, a frame without two
    examples that match and one near miss.
    """
    root = directory or ontology_directory()
    lexicon = load_lexicon(language, directory)
    relations = load_ontology(root / "core.ttl").relations
    frames: dict[str, Frame] = {}
    for path in sorted((root / "lang" / language / "frames").glob("*.yaml")):
        for line, entry in _entries(path):
            frame = _frame(f"{path.name}:{line}", entry, frozenset(relations), lexicon)
            if frame.name in frames:
                raise LexiconError(f"{frame.where}: the frame '{frame.name}' is also at {frames[frame.name].where}")
            frames[frame.name] = frame
    if not frames:
        raise LexiconError(f"lang/{language}/frames: no frame found")
    for frame in frames.values():
        for name in frame.unless:
            if name not in frames:
                raise LexiconError(f"{frame.where}: there is no frame '{name}'{_hint(name, frozenset(frames))}")
    return tuple(frames[name] for name in sorted(frames))


@cache
def index_frames(frames: tuple[Frame, ...]) -> Mapping[tuple[str, str], tuple[tuple[Trigger, Frame], ...]]:
    """Return the frames by kind and first word of their triggers, longest trigger first."""
    found: dict[tuple[str, str], list[tuple[Trigger, Frame]]] = {}
    for frame in frames:
        for trigger in frame.triggers:
            found.setdefault((trigger.kind, trigger.words[0]), []).append((trigger, frame))
    return MappingProxyType(
        {
            key: tuple(sorted(pairs, key=lambda pair: (-len(pair[0].words), pair[1].name)))
            for key, pairs in found.items()
        }
    )


def _entries(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Return the frames of a file with their lines."""
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=LOADER)
        loaded = yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe loader, in C where there is one
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path.name}: not UTF-8 at byte {error.start}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LexiconError(f"{path.name}:{line}: not YAML ({error.problem})") from error
    if not isinstance(root, yaml.SequenceNode):
        raise LexiconError(f"{path.name}:1: expected a list of frames ('- frame: NAME')")
    entries = []
    for node, entry in zip(root.value, loaded, strict=True):
        line = node.start_mark.line + 1
        if not isinstance(entry, dict):
            raise LexiconError(f"{path.name}:{line}: expected a frame ('- frame: NAME'), found {entry!r}")
        if len(entry) < len(node.value):  # YAML would let the last of two win
            keys = [str(key.value) for key, _ in node.value]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise LexiconError(f"{path.name}:{line}: the frame has '{twice}' twice")
        entries.append((line, entry))
    return entries


def _frame(where: str, entry: dict[str, Any], relations: frozenset[str], lexicon: Lexicon) -> Frame:
    for key in entry:
        if key not in KEYS:
            raise LexiconError(f"{where}: unknown key '{key}'{_hint(key, KEYS)}")
    for key in ("frame", "relation", "trigger", "roles", "examples"):
        if not entry.get(key):
            raise LexiconError(f"{where}: the frame has no '{key}'")
    examples = _examples(where, entry["examples"])
    return Frame(
        name=str(entry["frame"]),
        relation=_relation(where, str(entry["relation"]), relations),
        triggers=_triggers(where, entry["trigger"], lexicon),
        readings=_readings(where, entry["roles"]),
        qualifiers=tuple((str(name), _role(where, role)) for name, role in (entry.get("qualifiers") or {}).items()),
        without=frozenset(_role(where, role) for role in entry.get("without") or ()),
        with_=frozenset(_role(where, role) for role in entry.get("with") or ()),
        subject_types=_types(where, entry, "subject"),
        object_types=_types(where, entry, "object"),
        named=_named(where, entry.get("named") or ()),
        object_nouns=_list_name(where, entry.get("requires-object", ""), lexicon),
        barred_object_nouns=_list_names(where, entry.get("without-object") or [], lexicon),
        object_words=_list_name(where, entry.get("object-words", ""), lexicon),
        barred_object_words=_list_name(where, entry.get("without-object-words", ""), lexicon),
        barred_bare_nouns=_list_name(where, entry.get("without-bare", ""), lexicon),
        object_as=_type(where, entry["object-as"]) if "object-as" in entry else None,
        requires=frozenset(str(word) for word in entry.get("requires") or ()),
        barring=tuple(split_words(str(phrase)) for phrase in entry.get("barring") or ()),
        not_under=frozenset(w for word in entry.get("not-under") or () for w in _expand(where, str(word), lexicon)),
        under=frozenset(w for word in entry.get("under") or () for w in _expand(where, str(word), lexicon)),
        is_negative=_flag(where, entry, "polarity", value="negative"),
        is_specific=_flag(where, entry, "specific", value=True),
        is_planned=_flag(where, entry, "modality", value="planned"),
        is_former=_flag(where, entry, "former", value=True),
        is_direct=_flag(where, entry, "direct", value=True),
        unnamed=_named(where, entry.get("unnamed") or ()),
        barred_subject_nouns=_list_name(where, entry.get("without-subject", ""), lexicon),
        barred_modifiers=_list_name(where, entry.get("without-modifier", ""), lexicon),
        needs_phrase=_flag(where, entry, "requires-phrase", value=True),
        is_event=_flag(where, entry, "event", value=True),
        unless=tuple(str(name) for name in entry.get("unless") or ()),
        confidence=_confidence(where, entry.get("confidence", DEFAULT_CONFIDENCE)),
        examples=examples,
        where=where,
    )


def _hint(word: str, known: frozenset[str]) -> str:
    close = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else f"; known are {', '.join(sorted(known)[:40])}"


def _relation(where: str, name: str, relations: frozenset[str]) -> str:
    known = frozenset(f"kg:{relation}" for relation in relations)
    if name not in known:
        raise LexiconError(f"{where}: relation '{name}' is not in core.ttl{_hint(name, known)}")
    return name.removeprefix("kg:")


def _triggers(where: str, entry: object, lexicon: Lexicon) -> tuple[Trigger, ...]:
    if not isinstance(entry, dict) or not set(entry) <= set(TRIGGER_KINDS):
        raise LexiconError(f"{where}: a trigger has the keys {', '.join(TRIGGER_KINDS)}")
    found = []
    for kind, words in entry.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise LexiconError(f"{where}: '{kind}' expects a list of words")
        if words != sorted(set(words)):
            wrong = next((b for a, b in zip(words, sorted(set(words)), strict=False) if a != b), words[-1])
            raise LexiconError(f"{where}: the list '{kind}' is not sorted or has a word twice, at '{wrong}'")
        for word in words:
            found += [_trigger(kind, entry, lexicon) for entry in _expand(where, word, lexicon)]
    return tuple(found)


def _expand(where: str, word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return a trigger word, or all words of the list that "@LIST" names."""
    if not word.startswith("@"):
        return (word,)
    name = word.removeprefix("@")
    if name == "country-origins":
        return tuple(sorted(form for form, origin in lexicon.origins.items() if origin.is_country))
    if name == "region-origins":
        return tuple(sorted(form for form, origin in lexicon.origins.items() if not origin.is_country))
    if name not in lexicon.lists:
        raise LexiconError(f"{where}: there is no word list '{name}'{_hint(name, frozenset(lexicon.lists))}")
    return tuple(sorted(lexicon.lists[name]))


def _trigger(kind: str, word: str, lexicon: Lexicon) -> Trigger:
    words = split_words(word.lower())
    is_reflexive = len(words) > 1 and lexicon.has("reflexive-pronouns", words[0])
    return Trigger(kind=kind, words=words[1:] if is_reflexive else words, is_reflexive=is_reflexive)


def _readings(where: str, entry: object) -> tuple[tuple[str, str], ...]:
    readings = entry if isinstance(entry, list) else [entry]
    found = []
    for reading in readings:
        if not isinstance(reading, dict) or set(reading) != {"subject", "object"}:
            raise LexiconError(f"{where}: roles are given as {{subject: ROLE, object: ROLE}}")
        found.append((_role(where, reading["subject"]), _role(where, reading["object"])))
    return tuple(found)


def _role(where: str, role: object) -> str:
    name = str(role)
    head, _, words = name.partition(":")
    if name in PLAIN_ROLES or (
        head in {"area", "beside", "complement", "count", "front", "near", "place", "town"} and words
    ):
        return name
    raise LexiconError(f"{where}: unknown role '{name}'{_hint(name, PLAIN_ROLES | {'complement:PREPOSITION'})}")


def _types(where: str, entry: dict[str, Any], argument: str) -> frozenset[EntityType]:
    only = entry.get("only") or {}
    if not isinstance(only, dict) or not set(only) <= {"subject", "object"}:
        raise LexiconError(f"{where}: 'only' is given as {{subject: [CLASS], object: [CLASS]}}")
    return frozenset(_type(where, name) for name in only.get(argument, ()))


def _type(where: str, name: object) -> EntityType:
    names = frozenset(kind.value for kind in EntityType)
    if name not in names:
        raise LexiconError(f"{where}: unknown class '{name}'{_hint(str(name), names)}")
    return EntityType(str(name))


def _named(where: str, entry: object) -> frozenset[str]:
    found = (
        frozenset(str(item) for item in entry) if isinstance(entry, list) else frozenset({str(entry)} if entry else ())
    )
    if not found <= {"subject", "object"}:
        raise LexiconError(f"{where}: 'named' lists 'subject', 'object' or both")
    return found


def _list_name(where: str, name: object, lexicon: Lexicon) -> str:
    if name and name not in lexicon.lists:
        raise LexiconError(f"{where}: there is no word list '{name}'{_hint(str(name), frozenset(lexicon.lists))}")
    return str(name)


def _list_names(where: str, entry: object, lexicon: Lexicon) -> tuple[str, ...]:
    names = entry if isinstance(entry, list) else [entry]
    return tuple(_list_name(where, name, lexicon) for name in names)


def _flag(where: str, entry: dict[str, Any], key: str, *, value: object) -> bool:
    if key not in entry:
        return False
    if entry[key] != value:
        raise LexiconError(f"{where}: '{key}' can only be {value!r}")
    return True


def _confidence(where: str, value: object) -> Decimal:
    try:
        confidence = Decimal(str(value))
    except InvalidOperation:
        confidence = Decimal(-1)
    if not 0 < confidence <= 1:
        raise LexiconError(f"{where}: confidence {value!r} is not in (0, 1]")
    return confidence


def _examples(where: str, entry: object) -> tuple[Example, ...]:
    found = []
    for item in entry if isinstance(entry, list) else ():
        if not isinstance(item, dict) or len(item) != 1:
            raise LexiconError(f"{where}: an example is '\"sentence\": [[subject, object]]', found {item!r}")
        ((text, pairs),) = item.items()
        found.append(Example(text=str(text), pairs=tuple((str(pair[0]), str(pair[1])) for pair in pairs or ())))
    matching = sum(bool(example.pairs) for example in found)
    if matching < MIN_EXAMPLES or matching == len(found):
        raise LexiconError(f"{where}: a frame needs two examples that match and one near miss")
    return tuple(found)
