"""What a description says of a thing, and what a chain is known to be while it grows.

"l’avionneur européen" says a trade and an origin: it fits what is not known to be anything else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.arcs import Syntax
from kg.doc import Doc, Token
from kg.lexicon import Lexicon, fold, union_of
from kg.mentions import determiner_of
from kg.model import EntityType, Mention, MentionKind
from kg.type_votes import RECOGNISER

FIRST_NAME = "first name"  # reason of the vote
NO_PROFILE = frozenset({EntityType.GROUP, EntityType.CONCEPT})  # they are told apart by all of their words


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the words of a noun phrase say of what it refers to."""

    noun: str
    trades: frozenset[tuple[str, str]] = frozenset()  # the noun with each complement, or adjective of a trade
    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()  # other words that say which one
    genders: frozenset[str] = frozenset()
    is_plural: bool = False
    is_demonstrative: bool = False  # "ce fournisseur"

    @property
    def is_modified(self) -> bool:
        """Tell whether the phrase says more than its noun."""
        return bool(self.trades or self.countries or self.regions or self.traits)


class Draft:
    """A chain while it grows, with all that its mentions said."""

    def __init__(self, position: int) -> None:
        """Begin with nothing; `position` tells it from the others."""
        self.position = position
        self.mentions: list[Mention] = []
        self.types: set[EntityType] = set()
        self.genders: set[str] = set()
        self.is_plural = False
        self.is_named = False
        self.names: set[str] = set()  # folded
        self.name_types: set[EntityType | None] = set()  # what its names are by all votes
        self.first_words: set[str] = set()  # of its names: "Conseil européen", "Banque de France"
        self.name_nouns: set[str] = set()  # what its names say that it is: "Atlas Holding", "Cap Partners"
        self.nouns: set[str] = set()
        self.trades: set[tuple[str, str]] = set()
        self.countries: set[str] = set()
        self.regions: set[str] = set()
        self.traits: set[str] = set()
        self.keys: list[str] = []  # under which names find it
        self.is_floating = False  # begins with a description that found nothing to point back to
        self.is_spent = False  # said of something else ("X est un constructeur"): nothing points back to it

    def learn(self, profile: Profile) -> None:
        """Add what a description says."""
        self.nouns.add(profile.noun)
        if profile.is_modified:
            self.trades |= profile.trades
            self.countries |= profile.countries
            self.regions |= profile.regions
            self.traits |= profile.traits
        self.genders |= profile.genders
        self.is_plural = self.is_plural or profile.is_plural

    def absorb(self, other: "Draft") -> None:
        """Take over the mentions of another chain and what was known of it, which leaves that one empty."""
        self.mentions = sorted([*self.mentions, *other.mentions], key=lambda mention: (mention.start, mention.head))
        self.genders |= other.genders
        self.nouns |= other.nouns
        self.first_words |= other.first_words
        self.name_nouns |= other.name_nouns
        self.name_types |= other.name_types
        self.names |= other.names
        self.trades |= other.trades
        self.countries |= other.countries
        self.regions |= other.regions
        self.traits |= other.traits
        self.types |= other.types
        self.is_named = self.is_named or other.is_named
        self.keys += other.keys
        other.mentions = []


class Profiles:
    """Reads the profiles of the noun phrases of an article."""

    def __init__(self, doc: Doc, mentions: tuple[Mention, ...], syntax: Syntax, lexicon: Lexicon) -> None:
        """Look at the mentions of `doc`."""
        self.doc, self.syntax, self.lexicon = doc, syntax, lexicon
        self.name_at: Mapping[int, Mention] = {m.head: m for m in mentions if m.kind is MentionKind.NAME}
        self.places = {head: m.span.of(doc.text) for head, m in self.name_at.items() if m.type is EntityType.PLACE}
        self._known: dict[int, Profile] = {}

    def of(self, mention: Mention) -> Profile:
        """Return what a noun phrase says."""
        if mention.head not in self._known:
            self._known[mention.head] = self._read(mention)
        return self._known[mention.head]

    def _read(self, mention: Mention) -> Profile:
        head = self.doc.tokens[mention.head]
        morph = head.morph
        genders = frozenset(feature for feature in morph if feature.startswith("Gender="))
        determiner = determiner_of(self.doc, mention.head)
        if mention.type is EntityType.PERSON:  # "la ministre": the article knows better than the tagger
            told: frozenset[str] = frozenset()
            if determiner is not None and not self.lexicon.has("possessives", determiner.lower):  # "son avocate"
                told = frozenset(feature for feature in determiner.morph if feature.startswith("Gender="))
            people = union_of(self.lexicon, "person-nouns", "person-anaphors")
            has_feminine = any(head.lower + ending in people for ending in self.lexicon.lists["feminine-endings"])
            is_feminine = head.lower != head.lemma  # "l’élue", "l’intéressé" against "l’économiste"
            marked = {"Gender=Fem"} if is_feminine else {"Gender=Masc"} if has_feminine else set()
            genders = told or frozenset(marked)
        elif not genders and determiner is not None:  # "la PME": the tagger leaves it open
            genders = frozenset(feature for feature in determiner.morph if feature.startswith("Gender="))
        modifiers = tuple(self._modifiers(mention))
        origins = [origin for word in modifiers for origin in self.lexicon.origins_of(word.lower)]
        completing = [arc.token for arc in self.syntax.of(mention.head, self.lexicon.genitive)]
        if not modifiers and not completing:
            return Profile(
                noun=head.lemma,
                genders=genders,
                is_plural="Number=Plur" in morph,
                is_demonstrative=self._is_demonstrative(determiner),
            )
        places = [self.places[token] for token in completing if token in self.places]
        # "l’entreprise de paiements", "la firme de Palo Alto"
        complements = [self.doc.tokens[token] for token in completing if token not in self.places]
        complements = [word for word in complements if word.pos != "DET"]
        trades = {(head.lemma, word.lemma) for word in modifiers if self._is_trade(word)}
        trades |= {(head.lemma, word.lemma) for word in complements if word.pos in {"NOUN", "PROPN"}}
        traits = [word.lemma for word in modifiers if self._is_trait(word)]
        traits += [word.lemma for word in complements if word.pos not in {"NOUN", "PROPN"}]
        is_trade = any(self.lexicon.has(name, head.lemma) for name in ("trade-nouns", "maker-nouns"))
        if is_trade:  # "le constructeur naval"
            trades |= {(head.lemma, word.lemma) for word in modifiers if word.lemma in traits and word.pos == "ADJ"}
            traits = [word for word in traits if (head.lemma, word) not in trades]
        return Profile(
            noun=head.lemma,
            trades=frozenset(trades),
            countries=frozenset(origin.place for origin in origins if origin.is_country),
            regions=frozenset((*places, *(origin.place for origin in origins if not origin.is_country))),
            traits=frozenset(traits),
            genders=genders,
            is_plural="Number=Plur" in morph,
            is_demonstrative=self._is_demonstrative(determiner),
        )

    def _is_demonstrative(self, determiner: Token | None) -> bool:
        return determiner is not None and self.lexicon.has("demonstrative-determiners", determiner.lower)

    def _modifiers(self, mention: Mention) -> Iterator[Token]:
        """Yield the adjectives of a noun, and a noun right behind it: "la société mère"."""
        tokens = self.doc.tokens
        position = mention.head - 1
        while position >= mention.start:
            yield tokens[position]
            position -= 1
        position = mention.head + 1
        sentence = self.doc.sentence_of(mention.head)
        while position < sentence.end and position not in self.name_at:
            token = tokens[position]
            is_noun = token.pos == "NOUN" and position == mention.head + 1 and not self._is_apart(token)
            if token.pos not in {"ADJ", "ADV"} and not self.lexicon.is_origin(token.lower) and not is_noun:
                return
            if token.base_dep in {"xcomp", "conj"} or (token.head > position and tokens[token.head].pos != "ADJ"):
                return
            if token.pos != "ADV":
                yield token
            position += 1

    def _is_apart(self, noun: Token) -> bool:
        """Tell whether a noun behind another says when, or what else it is: "le groupe fin mai", "le groupe éditeur"."""
        apart = union_of(self.lexicon, "calendar-words", "empty-nouns", "organization-nouns")
        return noun.lemma in apart or noun.lower in apart

    def _is_trade(self, word: Token) -> bool:
        return any(self.lexicon.has("industry-adjectives", form) for form in (word.lemma, word.lower))

    def _is_trait(self, word: Token) -> bool:
        if self.lexicon.is_origin(word.lower) or self._is_trade(word) or self._is_apart(word):
            return False
        return not any(self.lexicon.has("neutral-adjectives", form) for form in (word.lemma, word.lower))


def name_types(mention: Mention) -> set[EntityType]:
    """Return the types that a name may have: the votes are often close, and say little of a single word.

    The recogniser alone makes people of half the companies that it does not know.
    """
    totals: dict[EntityType, Decimal] = {}
    for vote in mention.votes:
        before = totals.get(vote.type)
        totals[vote.type] = vote.weight if before is None else before + vote.weight
    is_long = mention.end - mention.start > 1
    is_person = mention.type is EntityType.PERSON and any(vote.reason == FIRST_NAME for vote in mention.votes)
    is_sure = is_person or (len(totals) == 1 and mention.type in totals)
    if is_long and is_sure and mention.type is not None:
        return {mention.type}
    best = max(totals.values(), default=Decimal(0))
    kinds = {kind for kind, total in totals.items() if 2 * total >= best} | ({mention.type} if mention.type else set())
    is_guess = all(vote.reason.startswith(RECOGNISER) and vote.type is EntityType.PERSON for vote in mention.votes)
    return kinds | ({EntityType.ORGANIZATION} if not is_long and is_guess else set())


def learn_name(draft: Draft, mention: Mention, doc: Doc, lexicon: Lexicon) -> None:
    """Add what a name says by itself: its words, and the gender of a first name or a title."""
    first = doc.tokens[mention.start]
    draft.is_named = True
    draft.names.add(fold(mention.span.of(doc.text)))
    draft.first_words |= {first.lower, first.lemma}
    draft.name_types.add(mention.type)
    if mention.end - mention.start > 1 and mention.type is EntityType.ORGANIZATION:
        nouns = lexicon.maps["name-nouns"]
        draft.name_nouns |= {nouns[w.lower] for w in doc.tokens[mention.start : mention.end] if w.lower in nouns}
    before = doc.tokens[mention.start - 1].lower if mention.start else ""
    origin = lexicon.origins.get(before)
    if origin is not None:  # "le japonais X"
        (draft.countries if origin.is_country else draft.regions).add(origin.place)
    if mention.type is EntityType.PERSON:
        draft.genders |= _genders(first.lower, before, lexicon)
    elif mention.start and lexicon.has("definite-determiners", before):  # "la BCE", "le Doloxan"
        morph = doc.tokens[mention.start - 1].morph
        draft.genders |= {feature for feature in morph if feature.startswith("Gender=") and "Number=Sing" in morph}


def _genders(first_name: str, before: str, lexicon: Lexicon) -> set[str]:
    if lexicon.has("feminine-titles", before):
        return {"Gender=Fem"}
    if lexicon.has("masculine-titles", before):
        return {"Gender=Masc"}
    if not lexicon.has("first-names", first_name) or lexicon.has("epicene-first-names", first_name):
        return set()
    return {"Gender=Fem" if lexicon.has("feminine-first-names", first_name) else "Gender=Masc"}
