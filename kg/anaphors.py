"""Which mentions point back, and to what."""

from collections.abc import Mapping
from functools import cache

from kg.arcs import Syntax
from kg.doc import Doc, Token
from kg.lexicon import Lexicon, fold, union_of
from kg.mentions import determiner_of
from kg.model import EntityType, Mention, MentionKind
from kg.profiles import Draft, Profile

ANAPHORS = (
    ("organization-anaphors", EntityType.ORGANIZATION),
    ("trade-nouns", EntityType.ORGANIZATION),
    ("maker-nouns", EntityType.ORGANIZATION),
    ("person-anaphors", EntityType.PERSON),
    ("product-anaphors", EntityType.PRODUCT),
    ("place-anaphors", EntityType.PLACE),
    ("group-anaphors", EntityType.GROUP),
)
ALIKE = ("civic-nouns", "conglomerate-nouns", "fund-nouns", "press-nouns", "startup-nouns")
REFERENTS = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PRODUCT})
AGENTS = frozenset({EntityType.PERSON, EntityType.ORGANIZATION})
SHOWN = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PRODUCT})
REPEATED = frozenset({
    EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PRODUCT, EntityType.PLACE, EntityType.EVENT
})  # fmt: skip


@cache
def _pointed_to(lexicon: Lexicon) -> Mapping[str, tuple[EntityType, ...]]:
    """Return what each noun of the lists can point back to."""
    found: dict[str, tuple[EntityType, ...]] = {}
    for name, kind in ANAPHORS:
        for word in sorted(lexicon.lists[name]):
            found[word] = (*found.get(word, ()), kind)
    return found


class Anaphors:
    """The anaphors of an article."""

    def __init__(self, doc: Doc, mentions: tuple[Mention, ...], syntax: Syntax, lexicon: Lexicon) -> None:
        """Look at the mentions of `doc`."""
        self.doc, self.syntax, self.lexicon = doc, syntax, lexicon
        self.names = {
            mention.head
            for mention in mentions
            if mention.kind is MentionKind.NAME and mention.type is not EntityType.PLACE
        }
        self.places = {
            mention.head
            for mention in mentions
            if mention.kind is MentionKind.NAME and mention.type is EntityType.PLACE
        }

    # -- descriptions --------------------------------------------------------------------------------------------------

    def noun_types(self, mention: Mention, *, in_title: bool = False) -> frozenset[EntityType]:
        """Return the types of what a noun phrase without a name can point back to, none when it points to nothing.

        In a headline it points forward, and need not be definite for that: "Une start-up lève 5 millions".
        """
        if not self.can_point(mention, in_title=in_title):
            return frozenset()
        head = self.doc.tokens[mention.head]
        is_plural = "Number=Plur" in head.morph
        kinds = {kind for word in (head.lemma, head.lower) for kind in _pointed_to(self.lexicon).get(word, ())}
        if mention.type in SHOWN and not is_plural and self.is_shown(mention):
            kinds.add(mention.type)
        if is_plural:  # "les salariés restants" are not all of them
            return frozenset(kinds & {EntityType.GROUP}) if mention.end - mention.start == 1 else frozenset()
        kinds -= {EntityType.GROUP}
        if not kinds and mention.type in REPEATED:  # "une usine … l’usine"
            return frozenset({mention.type})
        return frozenset(kinds)

    def is_anaphoric(self, mention: Mention) -> bool:
        """Tell whether a noun is one that stands for what was named, and not only for what was called so."""
        head = self.doc.tokens[mention.head]
        is_listed = any(word in _pointed_to(self.lexicon) for word in (head.lemma, head.lower))
        return is_listed or (mention.type in SHOWN and self.is_shown(mention))

    def is_shown(self, mention: Mention) -> bool:
        """Tell whether a demonstrative points to something just said, whatever it calls it: "ce fournisseur"."""
        determiner = determiner_of(self.doc, mention.head)
        return determiner is not None and self.lexicon.has("demonstrative-determiners", determiner.lower)

    def can_point(self, mention: Mention, *, in_title: bool) -> bool:
        """Tell whether a noun phrase is definite and says neither whose the thing is nor how many they are."""
        is_headline = in_title and self.doc.sentence_of(mention.head).is_title
        if mention.size is not None or not (mention.is_definite or is_headline):
            return False
        determiner = determiner_of(self.doc, mention.head)
        is_possessive = determiner is not None and self.lexicon.has("possessives", determiner.lower)
        # "cet ancien de X" points back whatever it names; "la filiale de X" does not
        return not is_possessive and (self.is_shown(mention) or not self._names_something_else(mention))

    def _names_something_else(self, mention: Mention) -> bool:
        """Tell whether a name within the phrase says which one it is: "la filiale de X" points back to nothing."""
        return any(arc.token in self.names for arc in self.syntax.of(mention.head, self.lexicon.genitive))

    def is_of_place(self, mention: Mention) -> bool:
        """Tell whether a phrase says of which place somebody is: "le maire de X" is nobody who was not called mayor."""
        return any(arc.token in self.places for arc in self.syntax.of(mention.head, self.lexicon.genitive))

    def needs_its_noun(self, noun: str) -> bool:
        """Tell whether a noun stands only for what the text called so: "la chaîne", "le réseau", "le syndicat"."""
        is_vague = noun in _pointed_to(self.lexicon)
        return not is_vague or self.lexicon.has("strict-anaphors", noun) or self._is_body_noun(noun)

    def is_specific(self, noun: str) -> bool:
        """Tell whether a noun says a trade or an office, which not everybody has."""
        return noun in union_of(self.lexicon, "trade-nouns", "maker-nouns", "office-nouns")

    def is_staff(self, nouns: set[str]) -> bool:
        """Tell whether a group is one that any noun for staff may stand for."""
        return any(self.lexicon.has("group-anaphors", noun) for noun in nouns)

    def is_alike(self, noun: str, words: set[str]) -> bool:
        """Tell whether a thing that goes by some words goes by another of their kind: an association is a club as well."""
        return any(self.lexicon.has(kind, noun) and not words.isdisjoint(self.lexicon.lists[kind]) for kind in ALIKE)

    def is_plainer(self, noun: str, words: set[str]) -> bool:
        """Tell whether a noun says less than what a thing goes by: a bank is hardly "l’entreprise" where it was called a bank."""
        bodies = self.lexicon.lists["own-noun-bodies"]
        return self.lexicon.has("plain-business-nouns", noun) and not words.isdisjoint(bodies)

    def is_other_trade(self, noun: str, others: set[str]) -> bool:
        """Tell whether a thing that goes by some nouns is hardly one by another: a fund is no "société"."""
        if self.is_specific(noun):
            return any(map(self.is_specific, others))
        known = [other for other in others if self.lexicon.has("organization-nouns", other)]
        return self._is_business_noun(noun) and bool(known) and not any(map(self._is_business_noun, known))

    def _is_business_noun(self, noun: str) -> bool:
        return noun in union_of(self.lexicon, "enterprise-nouns", "trade-nouns", "maker-nouns")

    def _is_body_noun(self, noun: str) -> bool:
        return self.lexicon.has("body-nouns", noun)

    def is_other_kind(self, profile: Profile, draft: Draft) -> bool:
        """Tell whether a noun for businesses meets what is none: "l’entreprise" is neither "le Conseil européen" nor a plant."""
        if not self._is_business_noun(profile.noun):
            return False
        words = draft.nouns | draft.first_words
        is_body = any(map(self._is_body_noun, words)) or bool(draft.names & self.lexicon.lists["institutions"])
        is_site = not draft.is_named and any(self.lexicon.has("site-nouns", noun) for noun in draft.nouns)
        return (is_body or is_site) and not any(map(self._is_business_noun, draft.nouns))

    def is_thing(self, profile: Profile, draft: Draft) -> bool:
        """Tell whether a noun for businesses meets what is only known as a product: "la société", a medicine."""
        if not self._is_business_noun(profile.noun) or not draft.nouns:
            return False
        is_product = all(self.lexicon.has("product-nouns", noun) for noun in draft.nouns)
        return is_product and not any(self.lexicon.has("organization-anaphors", noun) for noun in draft.nouns)

    def is_other_place(self, profile: Profile, draft: Draft) -> bool:
        """Tell whether a noun for a country meets a city, or the other way round."""
        is_country = bool(draft.names & self.lexicon.lists["countries"])
        is_region = bool(draft.names & self.lexicon.lists["regions"])
        if self.lexicon.has("country-nouns", profile.noun):
            return not is_country
        if self.lexicon.has("town-nouns", profile.noun):
            return is_country or is_region or not draft.is_named
        return draft.is_named or profile.noun not in draft.nouns

    def is_elsewhere(self, regions: frozenset[str], others: set[str]) -> bool:
        """Tell whether two places are different cities or different regions; a city may lie in a region."""
        gazetteers = (self.lexicon.lists["cities"], self.lexicon.lists["regions"])
        return any(
            any(fold(place) in gazetteer for place in regions) and any(fold(place) in gazetteer for place in others)
            for gazetteer in gazetteers
        )

    # -- pronouns ------------------------------------------------------------------------------------------------------

    def pronoun_types(self, mention: Mention) -> frozenset[EntityType]:
        """Return the types that a pronoun can stand for."""
        token = self.doc.tokens[mention.head]
        if self.is_plural(token, mention):
            return frozenset({EntityType.GROUP})
        if self.is_demonstrative(mention):
            return frozenset(EntityType) - {EntityType.GROUP}
        if self.lexicon.has("indirect-pronouns", token.lower) and token.pos == "PRON":
            return AGENTS
        if self.is_genitive(mention):
            return REFERENTS - {EntityType.PERSON}
        return REFERENTS

    def is_genitive(self, mention: Mention) -> bool:
        """Tell whether a pronoun stands for "of it": "il en est le PDG"."""
        return self.lexicon.has("genitive-pronouns", self.doc.tokens[mention.head].lower)

    def genders(self, mention: Mention) -> frozenset[str]:
        """Return the gender of a pronoun, which the tagger often leaves open."""
        words = {token.lower for token in self.doc.tokens[mention.start : mention.end]}
        if words & self.lexicon.lists["feminine-pronouns"]:
            return frozenset({"Gender=Fem"})
        return frozenset({"Gender=Masc"}) if words & self.lexicon.lists["masculine-pronouns"] else frozenset()

    def favoured_types(self, mention: Mention) -> frozenset[EntityType]:
        """Return the types that the verb or the noun beside a pronoun speaks for: "son PDG" is of a company."""
        token = self.doc.tokens[mention.head]
        if token.pos != "DET":
            verb = self.doc.tokens[token.head].lemma
            is_said = token.base_dep == "nsubj" and self.lexicon.has("saying-verbs", verb)
            return frozenset({EntityType.PERSON} if is_said else ())
        noun = self.doc.tokens[token.head]
        words = (noun.lemma, noun.lower)
        if any(self.lexicon.has("organization-possessions", word) for word in words):
            return frozenset({EntityType.ORGANIZATION})
        if any(self.lexicon.has("person-possessions", word) for word in words):
            return frozenset({EntityType.PERSON})
        return frozenset()

    def owner_types(self, mention: Mention) -> frozenset[EntityType]:
        """Return the types of what alone has the thing beside a possessive or does what the verb says, none for any.

        "son frère", "elle préside".
        """
        token = self.doc.tokens[mention.head]
        word = self.doc.tokens[token.head]
        if token.pos == "DET":
            is_personal = any(self.lexicon.has("kin-possessions", form) for form in (word.lemma, word.lower))
        else:
            is_personal = token.base_dep == "nsubj" and self.lexicon.has("person-verbs", word.lemma)
        return frozenset({EntityType.PERSON}) if is_personal else frozenset()

    def is_agent(self, mention: Mention) -> bool:
        """Tell whether a pronoun is the subject of what only people and organisations do."""
        token = self.doc.tokens[mention.head]
        verb = self.doc.tokens[token.head]
        return token.base_dep == "nsubj" and any(
            self.lexicon.has(name, verb.lemma) for name in ("agent-verbs", "saying-verbs")
        )

    def is_plural(self, token: Token, mention: Mention) -> bool:
        """Tell whether a pronoun or possessive stands for several."""
        if token.pos == "DET":
            return self.lexicon.has("plural-possessives", token.lower)
        return "Number=Plur" in token.morph or self.lexicon.has("plural-pronouns", self.doc.tokens[mention.start].lower)

    def is_demonstrative(self, mention: Mention) -> bool:
        """Tell whether a pronoun is of the kind of "ce dernier"."""
        words = tuple(token.lower for token in self.doc.tokens[mention.start : mention.end])
        return mention.kind is MentionKind.PRONOUN and self.lexicon.match_at("demonstrative-pronouns", words, 0) > 0

    def is_other_size(self, noun: str, nouns: set[str]) -> bool:
        """Tell whether a noun for a large body is said of one known as a small one, or the other way: "le groupe", a start-up."""
        sizes = ("large-body-nouns", "small-body-nouns")
        for own, other in (sizes, sizes[::-1]):
            if self.lexicon.has(own, noun):
                return any(self.lexicon.has(other, word) for word in nouns) and not any(
                    self.lexicon.has(own, word) for word in nouns
                )
        return False
