"""ontology/lang/XX → Lexicon: the words of a language, by what they signal."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import yaml

from kg.errors import LexiconError
from kg.resources import ontology_directory

# The loader in C reads the lists of a language in a tenth of the time; PyYAML may come without it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Sequences = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What an adjective of origin says: a place, and whether that is a country."""

    place: str
    is_country: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # compared and hashed by identity: it is loaded once
class Lexicon:
    """Word lists and word maps by name, all in lower case, and what is derived from them once."""

    language: str
    lists: Mapping[str, frozenset[str]]
    maps: Mapping[str, Mapping[str, str]]
    sequences: Mapping[str, Mapping[str, Sequences]]  # the entries of each list as tokens, by the first; longest first
    origins: Mapping[str, Origin]  # every form of an adjective of origin
    roles: Mapping[str, str]  # parser label -> role
    # the role of what a noun belongs to: its complement with "of", its possessive, "whose"
    genitive: str = field(init=False)
    dative: str = field(init=False)  # the role of whom something goes to
    former_prefixes: tuple[str, ...] = field(init=False)
    former_heads: tuple[str, ...] = field(init=False)  # of those, all but the hyphen

    def __post_init__(self) -> None:
        """Fill what is asked for every word."""
        object.__setattr__(self, "genitive", f"complement:{self.maps['prepositions']['of']}")
        object.__setattr__(self, "dative", f"complement:{self.maps['prepositions']['to']}")
        object.__setattr__(self, "former_prefixes", tuple(sorted(self.lists["former-prefixes"])))
        object.__setattr__(self, "former_heads", tuple(prefix[:-1] for prefix in self.former_prefixes))

    def has(self, name: str, word: str) -> bool:
        """Tell whether the list `name` holds `word` (in lower case)."""
        return word in self.lists[name]

    def without_former(self, word: str) -> str:
        """Return a noun without the prefix that says that it is over: "ex-filiale" is a "filiale"."""
        if not word.startswith(self.former_prefixes):
            return word
        return word.removeprefix(next(prefix for prefix in self.former_prefixes if word.startswith(prefix)))

    def origins_of(self, word: str) -> tuple[Origin, ...]:
        """Return the places that an adjective of origin speaks of: two for "franco-belge"."""
        if word in self.origins:
            return (self.origins[word],)
        first, _, last = word.partition("-")
        place = self.maps["demonym-prefixes"].get(first)
        known = self.origins.get(last)
        return (Origin(place=place, is_country=True), known) if place is not None and known is not None else ()

    def is_origin(self, word: str) -> bool:
        """Tell whether a word says where somebody is from: "belge", "franco-belge"."""
        return word in self.origins or ("-" in word and bool(self.origins_of(word)))

    def reflexive_forms(self, lemma: str) -> tuple[str, ...]:
        """Return a reflexive verb as the lists write it, with and without elision."""
        pronouns = sorted(self.lists["reflexive-pronouns"])
        return tuple(pronoun + lemma if pronoun.endswith("'") else f"{pronoun} {lemma}" for pronoun in pronouns)

    def match_at(self, name: str, words: tuple[str, ...], position: int) -> int:
        """Return how many tokens from `position` on spell an entry of the list `name`: 0 when none does."""
        for entry in self.sequences[name].get(words[position], ()) if position < len(words) else ():
            if words[position : position + len(entry)] == entry:
                return len(entry)
        return 0


@lru_cache(maxsize=8192)  # the names of an article are folded over and over
def fold(name: str) -> str:
    """Return a name as the gazetteers have it: lower case, spaces for hyphens, straight apostrophes."""
    return name.lower().replace("\u2019", "'").replace("-", " ")


@cache
def union_of(lexicon: Lexicon, *names: str) -> frozenset[str]:
    """Return the words of several lists."""
    return frozenset().union(*(lexicon.lists[name] for name in names))


def split_words(entry: str) -> tuple[str, ...]:
    """Return an entry as the tokeniser would cut it: at spaces and after an elision."""
    return tuple(entry.replace("'", "' ").split())


@cache
def load_lexicon(language: str = "fr", directory: Path | None = None) -> Lexicon:
    """Return the lexicon of a language.

    Raises LexiconError with file and line for a file that is not a mapping of word lists, a list out of order, a word
    twice, a word with spaces too many or that is not NFC, or a list that the code needs and that is missing.
    """
    folder = (directory or ontology_directory()) / "lang" / language
    lists: dict[str, frozenset[str]] = {}
    maps: dict[str, Mapping[str, str]] = {}
    for path in sorted((folder / "lexicon").glob("*.yaml")):
        for name, node in _sections(path):
            if name in lists or name in maps:
                raise LexiconError(f"{_where(path, node)}: '{name}' is defined twice")
            if isinstance(node, yaml.SequenceNode):
                lists[name] = frozenset(_words(path, name, node))
            else:
                maps[name] = MappingProxyType(_entries(path, name, node))
    roles_path = folder / "roles.yaml"
    roles = {name: str(node.value) for name, node in _sections(roles_path)}
    lists |= {name: frozenset(fold(word) for word in lists[name]) for name in FOLDED if name in lists}
    missing = sorted((NEEDED_LISTS - lists.keys()) | (NEEDED_MAPS - maps.keys()))
    if missing:
        raise LexiconError(f"{folder.name}/lexicon: the list '{missing[0]}' is missing; kg needs it")
    return Lexicon(
        language=language,
        lists=MappingProxyType(lists),
        maps=MappingProxyType(maps),
        sequences=MappingProxyType({name: _sequences(words) for name, words in (lists | maps).items()}),
        origins=MappingProxyType(_origins(maps)),
        roles=MappingProxyType(roles),
    )


FOLDED = frozenset(
    {"cities", "countries", "institutions", "known-companies", "known-events", "known-products", "regions"}
)
# What the code asks for by name, so that a new language is told at once what it lacks; other lists are for frames.
NEEDED_MAPS = frozenset({
    "bare-capitals", "bare-money", "bounds", "collective-numbers", "country-adjectives", "currencies",
    "demonym-endings", "demonym-prefixes", "er-stem-changes", "fractions", "governed-prepositions", "lemmas",
    "magnitudes", "money-places", "months", "name-nouns", "noun-participles", "number-words", "participles",
    "percent-signs", "prepositions", "present-forms", "quote-pairs", "region-adjectives", "scaled-currencies",
    "softened-consonants",
})  # fmt: skip
NEEDED_LISTS = frozenset({
    "about-verbs", "age-units", "agenda-nouns", "agent-prepositions", "agent-verbs", "agreement-endings",
    "alleged-adjectives", "announcing-verbs", "appointment-nouns", "area-name-prefixes", "area-nouns",
    "area-prepositions", "aspect-heads", "aspect-nouns", "asset-nouns", "attribution-prepositions",
    "before-prepositions", "beginning-nouns", "between-prepositions", "body-nouns", "branch-name-parts",
    "brand-nouns", "breaking-verbs", "business-stems", "calendar-words", "candidate-nouns", "capitalised-words",
    "carrier-nouns", "change-verbs", "chief-role-nouns", "cities", "civic-nouns", "cleft-pronouns", "closing-verbs",
    "coming-adjectives", "company-verbs", "comparison-prepositions", "compound-prepositions", "concept-acronyms",
    "condition-markers", "conglomerate-nouns", "contracted-articles", "control-object-verbs", "copulas",
    "countable-concepts", "countries", "country-nouns", "date-prepositions", "dating-verbs", "dative-forms",
    "deal-nouns", "definite-determiners", "demonstrative-determiners", "demonstrative-pronouns",
    "denial-adjectives", "denial-verbs", "devoting-verbs", "done-intention-verbs", "doubt-adjectives",
    "doubt-adverbs", "earlier-adverbs", "empty-nouns", "ending-nouns", "ending-verbs", "enterprise-nouns",
    "epicene-first-names", "epithet-nouns", "er-conditional-endings", "er-future-endings", "er-other-endings",
    "er-participle-endings", "er-present-endings", "er-verbs", "euphonic-forms", "event-name-parts", "event-nouns",
    "event-verbs", "evidential-verbs", "example-introducers", "exception-markers", "fact-nouns", "failure-phrases",
    "failure-verbs", "falsity-phrases", "fear-verbs", "feminine-endings", "feminine-first-names",
    "feminine-pronouns", "feminine-titles", "firm-prepositions", "first-names", "first-person-plural",
    "first-person-singular", "first-person-words", "former-adjectives", "former-markers", "former-prefixes",
    "fund-nouns", "future-adjectives", "general-nouns", "genitive-forms", "genitive-pronouns", "gerund-endings",
    "gerund-markers", "group-anaphors", "group-nouns", "half-phrases", "having-adjectives", "having-prepositions",
    "having-verbs", "held-part-nouns", "hiding-verbs", "holding-words", "hyphen-clitics", "impersonal-verbs",
    "implicative-verbs", "indefinite-articles", "indefinite-determiners", "indirect-pronouns",
    "industry-adjectives", "industry-nouns", "infinitive-intention-verbs", "inner-prepositions",
    "institution-nouns", "institutions", "intention-phrases", "intention-verbs", "inverting-verbs",
    "ir-conditional-endings", "ir-future-endings", "ir-other-endings", "ir-present-endings", "ir-verbs",
    "joined-words", "joining-nouns", "joining-prepositions", "judging-verbs", "kin-group-nouns", "kin-possessions",
    "known-companies", "known-events", "known-products", "label-prepositions", "large-body-nouns", "leading-verbs",
    "legal-forms", "light-person-pronouns", "light-verbs", "list-conjunctions", "list-introducers",
    "locating-verbs", "location-verbs", "locative-participles", "locative-prepositions", "maker-nouns",
    "manner-conjunctions", "masculine-pronouns", "masculine-titles", "measure-nouns", "membership-prepositions",
    "membership-verbs", "mere-wish-verbs", "movement-participles", "name-class-nouns", "name-forming-nouns",
    "name-introducers", "name-particles", "named-product-nouns", "naming-participles", "naming-verbs",
    "natural-site-nouns", "near-future-verbs", "negation-particles", "negative-determiners",
    "negative-prepositions", "negators", "negators-over", "neutral-adjectives", "not-kin-complements", "not-names",
    "not-verb-sequences", "obligation-verbs", "offer-nouns", "office-nouns", "once-nouns", "ongoing-verbs",
    "opening-adverbs", "opening-participles", "opinion-prepositions", "organ-phrases", "organization-anaphors",
    "organization-complement-nouns", "organization-name-parts", "organization-nouns", "organization-possessions",
    "own-noun-bodies", "part-nouns", "party-nouns", "paying-verbs", "person-anaphors", "person-nouns",
    "person-possessions", "person-titles", "person-verbs", "place-anaphors", "place-complement-nouns",
    "place-forming-nouns", "place-name-parts", "place-nouns", "plain-business-nouns", "planned-aspect-nouns",
    "plural-bodies", "plural-companies", "plural-possessives", "plural-pronouns", "portfolio-words", "possessives",
    "possibility-verbs", "post-giving-verbs", "post-leaving-verbs", "post-naming-verbs", "post-nouns",
    "post-reaching-verbs", "post-taking-verbs", "postponing-verbs", "predicative-markers", "press-nouns",
    "press-titles", "price-cues", "price-prepositions", "price-verbs", "product-anaphors", "product-name-parts",
    "product-nouns", "purpose-markers", "purpose-prepositions", "quantifier-nouns", "quote-closers",
    "quote-openers", "quoting-verbs", "rank-nouns", "reaction-verbs", "recipient-verbs", "reflexive-pronouns",
    "regions", "rejecting-verbs", "relative-object", "relative-of", "relative-place", "relative-subject",
    "renaming-words", "report-adverbs", "reservation-markers", "rest-nouns", "role-adjectives", "rumour-nouns",
    "saying-verbs", "scoring-determiners", "scoring-ignored", "seat-nouns", "seated-nouns", "sector-nouns",
    "seeing-verbs", "selective-pronouns", "share-nouns", "sharing-words", "short-form-markers", "silent-passives",
    "silent-reflexives", "site-nouns", "small-body-nouns", "source-nouns", "speculation-verbs", "staff-nouns",
    "startup-nouns", "stative-verbs", "stop-nouns", "stop-verbs", "stressed-pronouns", "strict-anaphors",
    "styling-verbs", "tenure-verbs", "third-conditional-endings", "third-future-endings", "third-group-endings",
    "time-nouns", "topic-prepositions", "town-joiners", "town-nouns", "town-prefixes", "trade-name-parts",
    "trade-nouns", "unique-role-nouns", "vague-adjectives", "weak-name-introducers", "web-endings",
    "when-adjectives", "whole-adjectives", "whole-nouns", "wish-verbs",
})  # fmt: skip


def _sequences(words: frozenset[str] | Mapping[str, str]) -> Mapping[str, Sequences]:
    ordered = sorted((split_words(word) for word in words), key=lambda entry: (-len(entry), entry))
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for entry in ordered:
        by_first.setdefault(entry[0], []).append(entry)
    return MappingProxyType({first: tuple(entries) for first, entries in by_first.items()})


def _origins(maps: Mapping[str, Mapping[str, str]]) -> dict[str, Origin]:
    """Return all forms of the adjectives of origin: the longest ending that fits makes feminine and plural."""
    endings = sorted(maps["demonym-endings"].items(), key=lambda item: -len(item[0]))
    found: dict[str, Origin] = {}
    for name, is_country in (("region-adjectives", False), ("country-adjectives", True)):
        for adjective, place in maps[name].items():
            origin = Origin(place=place, is_country=is_country)
            forms = {adjective, f"{adjective}s", f"{adjective}e", f"{adjective}es"}
            for ending, others in endings:
                if adjective.endswith(ending):
                    forms |= {adjective.removesuffix(ending) + other for other in others.split(",")}
                    break
            found |= dict.fromkeys(forms, origin)
    return found


def _sections(path: Path) -> Iterator[tuple[str, yaml.Node]]:
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    except OSError as error:
        raise LexiconError(f"{path.name}: cannot be read ({error.strerror})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LexiconError(f"{path.name}:{line}: not YAML ({error.problem})") from error
    if not isinstance(root, yaml.MappingNode):
        raise LexiconError(f"{path.name}:1: expected lists by name ('NAME: [word, word]')")
    for key, node in root.value:
        yield str(key.value), node


def _where(path: Path, node: yaml.Node) -> str:
    return f"{path.name}:{node.start_mark.line + 1}"


def _words(path: Path, name: str, node: yaml.SequenceNode) -> tuple[str, ...]:
    words = tuple(str(item.value) for item in node.value)
    for item, word in zip(node.value, words, strict=True):
        _check_word(path, item, word)
    for (before, after), item in zip(pairwise(words), node.value[1:], strict=True):
        if before == after:
            raise LexiconError(f"{_where(path, item)}: '{after}' stands twice in '{name}'")
        if before > after:
            raise LexiconError(f"{_where(path, item)}: '{after}' comes before '{before}' in a sorted '{name}'")
    return words


def _entries(path: Path, name: str, node: yaml.Node) -> dict[str, str]:
    if not isinstance(node, yaml.MappingNode):
        raise LexiconError(f"{_where(path, node)}: '{name}' is neither a list nor a map of words")
    for key, _ in node.value:
        _check_word(path, key, str(key.value))
    entries = {str(key.value): str(value.value) for key, value in node.value}
    if len(entries) != len(node.value):
        raise LexiconError(f"{_where(path, node)}: a word stands twice in '{name}'")
    return entries


def _check_word(path: Path, node: yaml.Node, word: str) -> None:
    if not isinstance(node, yaml.ScalarNode) or not word:
        raise LexiconError(f"{_where(path, node)}: expected a word")
    if word != " ".join(word.split()):
        raise LexiconError(f"{_where(path, node)}: '{word}' has more than one space between its words")
    if word != unicodedata.normalize("NFC", word):
        raise LexiconError(f"{_where(path, node)}: '{word}' is not in Unicode normal form C")
