"""Mentions → chains: which mentions of one article refer to the same thing.

No French coreference model can be installed from the package indexes. This is a salience method after Lappin and Leass
(1994), typed by what nouns refer to: names join by their forms, descriptions by apposition and by function ("le patron
de X" twice), anaphors by recency, grammatical role, type, gender and number.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.anaphors import ANAPHORS, Anaphors
from kg.arcs import Syntax
from kg.doc import Doc
from kg.lexicon import Lexicon, fold
from kg.mentions import determiner_of
from kg.model import EntityType, Mention, MentionKind, Vote
from kg.short_forms import find_short_forms
from kg.type_votes import winner

MAX_PRONOUN_DISTANCE = 2  # sentences
MAX_NOMINAL_DISTANCE = 12
MAX_DESCRIBED_DISTANCE = 1  # "l’entreprise d’IA": what a complement describes is often somebody new
IN_TITLE = 0.3  # salience of what the headline names
SAME_WORDS = 3.0  # salience of a chain that was described in the same words before
MAX_LEAD = 3  # sentences in which a description may come before the name: headline and lead
MIN_MAIN_MENTIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The mentions of one thing in one article, in text order."""

    mentions: tuple[Mention, ...]
    type: EntityType
    votes: tuple[Vote, ...]

    @property
    def names(self) -> tuple[Mention, ...]:
        """Return the mentions that name the thing."""
        return tuple(mention for mention in self.mentions if mention.kind is MentionKind.NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """The chains of an article, and the chain of every mention by the mention's head token."""

    chains: tuple[Chain, ...]
    by_head: Mapping[int, int]

    def at(self, token: int) -> Chain | None:
        """Return the chain of the mention that has this head token."""
        position = self.by_head.get(token)
        return None if position is None else self.chains[position]


def resolve_coreference(
    doc: Doc, mentions: tuple[Mention, ...], syntax: Syntax, described: Mapping[int, Mention], lexicon: Lexicon
) -> Chains:
    """Return the chains of an article; a mention that corefers with nothing is a chain of its own.

    `described` holds the name beside each describing noun phrase, as `find_descriptions` gives it.
    """
    return _Resolver(doc, mentions, syntax, described, lexicon).resolve()


class _Draft:
    """A chain while it grows."""

    def __init__(self) -> None:
        self.mentions: list[Mention] = []
        self.types: set[EntityType] = set()
        self.genders: set[str] = set()
        self.is_plural = False
        self.complements: set[tuple[str, str]] = set()  # (noun, complement) of its descriptions
        self.origins: set[str] = set()

    @property
    def last(self) -> Mention:
        return self.mentions[-1]

    @property
    def is_named(self) -> bool:
        return any(mention.kind is MentionKind.NAME for mention in self.mentions)


class _Resolver:
    def __init__(
        self,
        doc: Doc,
        mentions: tuple[Mention, ...],
        syntax: Syntax,
        described: Mapping[int, Mention],
        lexicon: Lexicon,
    ) -> None:
        self.doc, self.mentions, self.syntax, self.lexicon = doc, mentions, syntax, lexicon
        self.drafts: list[_Draft] = []
        self.of_head: dict[int, _Draft] = {}
        self.named: dict[str, _Draft] = {}
        self.functions: dict[tuple[str, int], _Draft] = {}  # (function, id of the organisation's draft) -> person
        self.roles = self._roles()
        self.described = described
        self.anaphors = Anaphors(doc, mentions, syntax, lexicon)
        self.aliases = dict(find_short_forms(doc, mentions, lexicon))

    def resolve(self) -> Chains:
        for mention in sorted(self.mentions, key=lambda mention: (mention.start, -mention.end, mention.head)):
            draft = self._draft_of(mention)
            self._join(draft, mention)
        self._resolve_lead()
        kept = sorted(
            (draft for draft in self.drafts if draft.mentions), key=lambda draft: min(m.span for m in draft.mentions)
        )
        chains = tuple(self._chain(draft) for draft in kept)
        by_head = {mention.head: position for position, chain in enumerate(chains) for mention in chain.mentions}
        return Chains(chains=chains, by_head=by_head)

    def _resolve_lead(self) -> None:
        """Give a description in the headline or the lead to the one that the article goes on to talk about most."""
        for _, kind in ANAPHORS[:2]:
            named = [d for d in self.drafts if d.is_named and kind in d.types and len(d.mentions) >= MIN_MAIN_MENTIONS]
            ranked = sorted(named, key=lambda d: -len(d.mentions))
            if not ranked or (len(ranked) > 1 and len(ranked[1].mentions) == len(ranked[0].mentions)):
                continue
            main = ranked[0]
            for draft in [d for d in self.drafts if d is not main and not d.is_named and d.mentions]:
                first = draft.mentions[0]
                is_lead = self.doc.tokens[first.head].sentence < MAX_LEAD and first.start < main.mentions[0].start
                if (
                    is_lead
                    and kind in draft.types
                    and self.anaphors.noun_type(first) is kind
                    and not self._clash(main, draft)
                ):
                    self._merge(main, draft)

    def _clash(self, main: _Draft, other: _Draft) -> bool:
        return any(
            self._contradicts(mention, main) or self._shares_predicate(mention, main) for mention in other.mentions
        )

    def _chain(self, draft: _Draft) -> Chain:
        mentions = tuple(sorted(draft.mentions, key=lambda mention: (mention.span, mention.head)))
        votes: dict[str, tuple[Vote, ...]] = {
            fold(mention.span.of(self.doc.text)): mention.votes
            for mention in mentions
            if mention.kind is MentionKind.NAME
        }
        gathered = tuple(vote for key in sorted(votes) for vote in votes[key])
        nominal = next((m.type for m in mentions if m.kind is MentionKind.NOMINAL and m.type), None)
        kind = winner(list(gathered)) if gathered or votes else nominal
        return Chain(mentions=mentions, type=kind or EntityType.CONCEPT, votes=gathered)

    # -- which chain ---------------------------------------------------------------------------------------------------

    def _draft_of(self, mention: Mention) -> _Draft:
        if mention.kind is MentionKind.NAME:
            return self._named(mention)
        if mention.kind is MentionKind.PRONOUN:
            found = self._antecedent(mention, self.anaphors.pronoun_types(mention), MAX_PRONOUN_DISTANCE)
            return found or self._later_subject(mention) or self._new()
        name = self.described.get(mention.head)
        if name is not None:
            return self._named(name)
        function = self._function(mention)
        if function is not None and function in self.functions:
            return self.functions[function]
        is_concept = mention.type is EntityType.CONCEPT and mention.size is None
        return self._pointed_to(mention) or (self._concept(mention) if is_concept else self._new())

    def _later_subject(self, mention: Mention) -> _Draft | None:
        """Return the subject that a possessive before it points to: "depuis sa création, X"."""
        if self.doc.tokens[mention.head].pos != "DET":
            return None
        for ancestor in self.doc.ancestors(mention.head):
            for arc in self.syntax.of(ancestor.index, "subject"):
                if arc.token > mention.head and ancestor.pos == "VERB":
                    return self.of_head.get(arc.token) or self._future_name(arc.token)
        return None

    def _pointed_to(self, mention: Mention) -> _Draft | None:
        """Return the chain that a description without a name points back to: "l’entreprise", "le dirigeant"."""
        kind = self.anaphors.noun_type(mention)
        if kind is None:
            return None
        is_epithet = self.lexicon.has("epithet-nouns", self.doc.tokens[mention.head].lemma)
        is_other = bool(self._complement_words(mention)) and not is_epithet
        reach = MAX_DESCRIBED_DISTANCE if is_other else MAX_NOMINAL_DISTANCE
        return self._antecedent(mention, frozenset({kind}), reach)

    def _new(self) -> _Draft:
        draft = _Draft()
        self.drafts.append(draft)
        return draft

    def _named(self, mention: Mention) -> _Draft:
        key = fold(mention.span.of(self.doc.text))
        return self._keyed(self.aliases.get(key, key))

    def _concept(self, mention: Mention) -> _Draft:
        """Return the chain of a concept by its words: "l’intelligence artificielle" is the same everywhere.

        So are "une IA efficace" and "des solutions d’IA" in what they speak of.
        """
        head = self.doc.tokens[mention.head]
        if self.lexicon.has("carrier-nouns", head.lemma):
            inner = [self.doc.tokens[arc.token] for arc in self.syntax.of(mention.head, self.lexicon.genitive)]
            head = next((token for token in inner if self.lexicon.has("concept-acronyms", token.lower)), head)
        is_acronym = self.lexicon.has("concept-acronyms", head.lower)
        key = head.lower if is_acronym else fold(mention.span.of(self.doc.text))
        return self._keyed(self.aliases.get(key, key))

    def _keyed(self, key: str) -> _Draft:
        if key not in self.named:
            self.named[key] = self._new()
        return self.named[key]

    def _join(self, draft: _Draft, mention: Mention) -> None:
        draft.mentions.append(mention)
        self.of_head[mention.head] = draft
        if mention.type is not None:
            draft.types.add(mention.type)
        head = self.doc.tokens[mention.head]
        if mention.kind is MentionKind.NAME and mention.type is EntityType.PERSON:
            draft.genders |= self._gender(self.doc.tokens[mention.start].lower)
        if mention.kind is MentionKind.NOMINAL:
            draft.genders |= {feature for feature in head.morph if feature.startswith("Gender=")}
            draft.is_plural = draft.is_plural or "Number=Plur" in head.morph
            draft.complements |= self._complement_words(mention)
            draft.origins |= self._origins(mention)
            function = self._function(mention)
            if function is not None:
                self._merge(self.functions.setdefault(function, draft), draft)

    def _gender(self, first_name: str) -> set[str]:
        if not self.lexicon.has("first-names", first_name) or self.lexicon.has("epicene-first-names", first_name):
            return set()
        return {"Gender=Fem" if self.lexicon.has("feminine-first-names", first_name) else "Gender=Masc"}

    def _merge(self, kept: _Draft, other: _Draft) -> None:
        """Make two chains one: both hold the same function in the same organisation, and at most one has a name."""
        if kept is other or (kept.is_named and other.is_named):
            return
        kept.mentions = sorted([*kept.mentions, *other.mentions], key=lambda mention: (mention.start, mention.head))
        kept.types |= other.types
        kept.genders |= other.genders
        kept.complements |= other.complements
        kept.origins |= other.origins
        other.mentions = []
        self.of_head |= {key: kept for key, draft in self.of_head.items() if draft is other}
        self.named |= {key: kept for key, draft in self.named.items() if draft is other}
        self.functions |= {key: kept for key, draft in self.functions.items() if draft is other}

    # -- descriptions --------------------------------------------------------------------------------------------------

    def _function(self, mention: Mention) -> tuple[str, int] | None:
        """Return the function in an organisation that a noun phrase describes somebody by, one person holding it."""
        head = self.doc.tokens[mention.head]
        word = next((w for w in (head.lemma, head.lower) if self.lexicon.has("unique-role-nouns", w)), None)
        if word is None or mention.type is not EntityType.PERSON or self._is_indefinite(mention):
            return None
        for arc in self.syntax.of(mention.head, self.lexicon.genitive):
            organization = self.of_head.get(arc.token) or self._future_name(arc.token)
            if organization is not None:
                chief = self.lexicon.has("chief-role-nouns", word)
                return ("chief" if chief else word, id(organization))
        return None

    def _future_name(self, token: int) -> _Draft | None:
        """Return the chain of a name that stands after what it is a complement of, also as "la banque X"."""
        name = next((m for m in self.mentions if m.head == token and m.kind is MentionKind.NAME), None)
        name = name or self.described.get(token)
        return self._named(name) if name is not None else None

    def _is_indefinite(self, mention: Mention) -> bool:
        determiner = determiner_of(self.doc, mention.head)
        return determiner is not None and self.lexicon.has("indefinite-determiners", determiner.lower)

    def _complement_words(self, mention: Mention) -> set[tuple[str, str]]:
        if mention.type is not EntityType.ORGANIZATION:
            return set()
        noun = self.doc.tokens[mention.head].lemma
        heads = [arc.token for arc in self.syntax.of(mention.head, self.lexicon.genitive)]
        named = {m.head for m in self.mentions if m.kind is MentionKind.NAME}
        return {
            (noun, self.doc.tokens[head].lemma)
            for head in heads
            if head not in named and self.doc.tokens[head].pos != "DET"
        }

    def _origins(self, mention: Mention) -> set[str]:
        words = (self.doc.tokens[index].lower for index in range(mention.start, mention.end))
        return {self.lexicon.origins[word].place for word in words if word in self.lexicon.origins}

    # -- anaphors ------------------------------------------------------------------------------------------------------

    def _antecedent(self, mention: Mention, types: frozenset[EntityType], reach: int) -> _Draft | None:
        scored = [
            (score, -position, draft)
            for position, draft in enumerate(self.drafts)
            if draft.mentions and self._is_compatible(mention, draft, types)
            for score in (self._salience(mention, draft, reach),)
            if score is not None
        ]
        return max(scored, key=lambda item: item[:2])[2] if scored else None

    def _is_compatible(self, mention: Mention, draft: _Draft, types: frozenset[EntityType]) -> bool:
        if not draft.types & types or any(m.start <= mention.head < m.end for m in draft.mentions):
            return False
        head = self.doc.tokens[mention.head]
        is_possessive = head.pos == "DET"
        genders = {feature for feature in head.morph if feature.startswith("Gender=")}
        if mention.kind is MentionKind.PRONOUN:
            if not is_possessive and genders and draft.genders and not genders & draft.genders:
                return False
            if draft.is_plural is not self.anaphors.is_plural(head, mention) and EntityType.GROUP not in draft.types:
                return False
        elif self._contradicts(mention, draft):
            return False
        return is_possessive or not self._shares_predicate(mention, draft)

    def _contradicts(self, mention: Mention, draft: _Draft) -> bool:
        """Tell whether a description excludes the chain: "l’entreprise d’IA" is not the one "de paiements en ligne"."""
        complements, origins = self._complement_words(mention), self._origins(mention)
        nouns = {noun for noun, _ in complements}
        same_noun = {pair for pair in draft.complements if pair[0] in nouns}
        is_other_trade = bool(same_noun) and not complements & same_noun
        return is_other_trade or bool(origins and draft.origins and not origins & draft.origins)

    def _shares_predicate(self, mention: Mention, draft: _Draft) -> bool:
        heads = {m.head for m in draft.mentions}
        for predicate in self.roles.get(mention.head, ()):
            others = {arc.token for arc in self.syntax.arcs[predicate[1]]}
            if others & heads:
                return True
        return False

    def _salience(self, mention: Mention, draft: _Draft, reach: int) -> float | None:
        before = [m for m in draft.mentions if m.start < mention.start]
        if not before:
            return None
        if self.anaphors.is_demonstrative(mention):  # a possessive brings nothing to the fore
            before = [m for m in before if self.doc.tokens[m.head].pos != "DET"] or before
        last = before[-1]
        distance = self.doc.tokens[mention.head].sentence - self.doc.tokens[last.head].sentence
        if distance > reach:
            return None
        sentence = self.doc.tokens[last.head].sentence
        near = [m for m in before if self.doc.tokens[m.head].sentence == sentence]
        roles = {role for m in near for role, _ in self.roles.get(m.head, ())}
        is_agent = any(self.doc.tokens[m.head].dep == "obl:agent" for m in near)  # of a passive: in the background
        is_on_top = any(self.doc.tokens[m.head].base_dep == "nsubj" for m in near)  # the subject of a passive too
        is_subject = is_on_top or (bool(roles & {"subject", "holder"}) and not is_agent)
        score = -float(distance) + min(len(before), 5) * 0.2 + (0.5 if draft.is_named else 0.0)
        score += 1.5 if is_subject else 0.4 if "object" in roles else 0.0
        if self.doc.tokens[mention.head].pos == "DET":
            score += 2.0 if self._is_clause_subject(mention, draft) else 0.0
        if before[0].start == 0 or self.doc.sentence_of(before[0].head).is_title:
            score += IN_TITLE
        if self._complement_words(mention) & draft.complements:
            score += SAME_WORDS
        if self.anaphors.is_demonstrative(mention):  # "ce dernier" points to what was said last, people before things
            score = -0.03 * (mention.start - last.start) + (1.0 if EntityType.PERSON in draft.types else 0.0)
            score -= 0.0 if draft.genders else 0.5
        return score

    def _is_clause_subject(self, mention: Mention, draft: _Draft) -> bool:
        heads = {m.head for m in draft.mentions}
        for ancestor in self.doc.ancestors(mention.head):
            subjects = {arc.token for arc in self.syntax.of(ancestor.index, "subject")}
            if subjects:
                return bool(subjects & heads)
        return False

    def _roles(self) -> Mapping[int, tuple[tuple[str, int], ...]]:
        found: dict[int, list[tuple[str, int]]] = {}
        for predicate, arcs in enumerate(self.syntax.arcs):
            for arc in arcs:
                found.setdefault(arc.token, []).append((arc.role, predicate))
        return {token: tuple(roles) for token, roles in found.items()}
