"""Predications → what stands near them without hanging on them: under the same verb, in a bracket, or left unsaid."""

from collections.abc import Iterator

from kg.doc import VERBAL
from kg.lexicon import Lexicon
from kg.model import EntityType, MentionKind, Quantity
from kg.predications import Predication
from kg.quantities import PERCENT
from kg.reading import Reading

BARE_ROLES = frozenset({"indirect", "modified", "object", "subject"})
MAX_SHARE_GAP = 6  # tokens between a share and whose it is: "30 % du capital de la société X"
MIN_MENTIONS = 2  # of what an article is about
MAIN = 4  # mentions of what an article is about in spite of others
MAX_TOPIC = 4  # sentences since it was spoken of
MAX_BACK = 2  # sentences in which the company stands whose capital is spoken of


class Neighbours:
    """Finds, for a predication, arguments by what its trigger stands beside."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        """Work on one article."""
        self.reading, self.doc, self.syntax, self.lexicon = reading, reading.doc, reading.syntax, lexicon

    def beside(self, predication: Predication, roles: str) -> tuple[tuple[int, bool], ...]:
        """Return arguments of what governs a noun: "le titre X a perdu 3 % à la Bourse de Y", "compte X parmi ses clients".

        `roles` are prepositions, "subject", "object", "indirect" or what an adjective has "modified". The governor is the
        word that the frame wants the noun to be under, else the first verb.
        """
        governor = self.governor(predication)
        if governor is None or self.doc.is_bracketed(predication.head, governor):
            return ()
        names = [role if role in BARE_ROLES else f"complement:{role}" for role in roles.split("|")]
        arcs = [arc for name in names for arc in self.syntax.of(governor, name)]
        return tuple((arc.token, arc.is_direct) for arc in arcs if arc.token not in predication.tokens)

    def front(self, predication: Predication, prepositions: str) -> tuple[tuple[int, bool], ...]:
        """Return what a clause sets out from, for a noun that is its subject: "chez X, le porte-parole dit"."""
        verb = next((t for t in self.doc.ancestors(predication.head) if t.pos in VERBAL), None)
        subjects = {arc.token for arc in self.syntax.of(verb.index, "subject")} if verb is not None else set()
        described = self.reading.described.get(predication.head)
        own = {predication.head} if described is None else {predication.head, described.head}
        if verb is None or own.isdisjoint(subjects):
            return ()
        arcs = [arc for each in prepositions.split("|") for arc in self.syntax.of(verb.index, f"complement:{each}")]
        return tuple((arc.token, arc.is_direct) for arc in arcs if arc.token < predication.head)

    def governor(self, predication: Predication) -> int | None:
        """Return the word above a trigger that its frame wants there, or the first verb."""
        for ancestor in self.doc.ancestors(predication.head):
            if ancestor.lemma in predication.frame.under or ancestor.pos in VERBAL:
                return ancestor.index
        return None

    def previous(self, participle: int) -> tuple[tuple[int, bool], ...]:
        """Return the name right before a participle, a comma and adverbs aside: "l’acquisition de X, basé à Y"."""
        end = participle
        while end and (self.doc.tokens[end - 1].text == "," or self.doc.tokens[end - 1].pos == "ADV"):
            end -= 1
        names = (m for m in self.reading.mentions if m.kind is MentionKind.NAME and m.end == end)
        return tuple((name.head, False) for name in names)

    def leaders(self, predication: Predication) -> tuple[tuple[int, bool], ...]:
        """Return who leads what a noun names: "une levée de fonds menée par X"."""
        led = [
            child.index
            for noun in predication.tokens
            for child in self.doc.kids(noun, "acl", "amod", "appos", "conj", "dep")
            if self.lexicon.has("leading-verbs", child.lemma)
        ]
        first = [(arc.token, arc.is_direct) for verb in led for arc in self.syntax.of(verb, "subject")]
        return tuple(first) + (tuple(self._joining((*predication.tokens, *led))) if first else ())

    def _joining(self, words: tuple[int, ...]) -> Iterator[tuple[int, bool]]:
        """Yield who else is in what somebody leads: "aux côtés de X", "avec la participation de Y"."""
        prepositions = {f"complement:{name}" for name in self.lexicon.lists["joining-prepositions"]}
        for arc in (arc for word in words for arc in self.syntax.arcs[word] if arc.role in prepositions):
            if self.lexicon.has("joining-nouns", self.doc.tokens[arc.token].lemma):
                yield from ((inner.token, False) for inner in self.syntax.of(arc.token, self.lexicon.genitive))
            else:
                yield arc.token, arc.is_direct

    def outside(self, noun: int) -> tuple[tuple[int, bool], ...]:
        """Return the name right before the bracket that a noun opens: "X (groupe Y)", "X (filiale de Y)"."""
        bracket = noun - 1
        if bracket < 1 or self.doc.tokens[bracket].text != "(":
            return ()
        names = (m for m in self.reading.mentions if m.kind is MentionKind.NAME and m.end == bracket)
        return tuple((name.head, True) for name in names)

    def bracketed(self, noun: int) -> tuple[tuple[int, bool], ...]:
        """Return the names in the bracket behind the name that a noun describes: "le groupe X (Y, Z)", two at least."""
        name = self.reading.described.get(noun)
        if name is None or name.end >= len(self.doc.tokens) or self.doc.tokens[name.end].text != "(":
            return ()
        end = next((t.index for t in self.doc.tokens[name.end : name.end + 30] if t.text == ")"), None)
        if end is None:
            return ()
        inside = [m for m in self.reading.mentions if m.kind is MentionKind.NAME and name.end < m.start < end]
        held = {index for mention in inside for index in range(mention.start, mention.end)}
        others = [token for token in self.doc.tokens[name.end + 1 : end] if token.index not in held]
        is_list = all(token.pos in {"CCONJ", "DET", "PUNCT"} for token in others)
        return tuple((mention.head, True) for mention in inside) if is_list and len(inside) > 1 else ()

    def firm(self, predication: Predication) -> tuple[tuple[int, bool], ...]:
        """Return the company spoken of, where shares of it are held without a word whose: "il détient 60 % du capital"."""
        parts = self._parts(predication)
        if any(self._owner_is_said(part) for part in parts) or not (parts or self._is_partitive(predication)):
            return ()
        chains = self.reading.chains
        beside = {each for arc in self.syntax.of(predication.head, "subject") for each in self._siblings(arc.token)}
        is_clause = self.doc.tokens[predication.head].dep == "acl:relcl"
        if is_clause and len(beside) > 1:
            return ()  # "parmi les actionnaires de X figurent Y et Paul Mercier, qui conserve 8 % des parts"
        holders = {chains.by_head.get(arc.token) for arc in self.syntax.of(predication.head, "subject")}
        sentence = self.doc.tokens[predication.head].sentence
        is_noun = self.doc.tokens[predication.head].pos not in VERBAL  # "son capital est réparti entre": of the topic
        held = self._held_before(predication.head, sentence)
        if held is not None and not is_noun and chains.by_head.get(held) not in holders:
            return ((held, False),)
        for mention in reversed(self.reading.mentions):
            chain = chains.at(mention.head)
            if mention.end > predication.head or chain is None or chains.by_head[mention.head] in holders:
                continue
            dep = self.doc.tokens[mention.head].base_dep
            if dep in {"appos", "nmod", "obl"} or (is_noun and dep != "nsubj"):
                continue  # "Paul Mercier, un ancien d’Airbus, détient 22 % du capital": not of Airbus
            if self.doc.tokens[mention.head].sentence < sentence - MAX_BACK:
                return ()
            if chain.type is EntityType.ORGANIZATION and chain.names:
                return ((mention.head, False),)
        return ()

    def _siblings(self, token: int) -> set[int]:
        """Return what a noun is listed with, itself included."""
        while self.doc.tokens[token].base_dep == "conj":
            token = self.doc.tokens[token].head
        return {token, *(child.index for child in self.doc.kids(token, "conj"))}

    def _is_subject(self, token: int) -> bool:
        """Tell whether a noun, or what it is apposed to, is the subject of a clause."""
        word = self.doc.tokens[token]
        while word.base_dep in {"appos", "conj", "flat", "nmod"} and not self.doc.has_kid(word.index, "case"):
            word = self.doc.tokens[word.head]
        return word.base_dep == "nsubj"

    def headline(self, token: int) -> tuple[tuple[int, bool], ...]:
        """Return the company before the colon of a headline: "X : 300 postes supprimés", "X : Y nommée directrice"."""
        sentence = self.doc.sentence_of(token)
        for mention in self.reading.mentions:
            chain = self.reading.chains.at(mention.head)
            is_company = chain is not None and chain.type is EntityType.ORGANIZATION and bool(chain.names)
            if mention.start == sentence.start and mention.end < token and is_company:
                return ((mention.head, True),) if self.doc.tokens[mention.end].text == ":" else ()
        return ()

    def topic(self, noun: int) -> tuple[tuple[int, bool], ...]:
        """Return the company that an article is about, left unsaid at a noun: "le PDG, X".

        It is spoken of most, twice as often as any other where another was named since; no other stands in the sentence.
        """
        if self._is_of_another(noun):
            return ()
        firms = [c for c in self.reading.chains.chains if c.type is EntityType.ORGANIZATION and c.names]
        sizes = sorted((len(chain.mentions) for chain in firms), reverse=True)
        if not sizes or sizes[0] < MIN_MENTIONS or sizes[1:2] == sizes[:1]:
            return ()
        heads = {
            mention.head: len(chain.mentions) for chain in firms for mention in chain.mentions if mention.end <= noun
        }
        main = [head for head, size in heads.items() if size == sizes[0]]
        is_plain = len(firms) == 1 or any(self._is_subject(head) for head in main)
        own = max(main, default=None) if is_plain else None
        last = max(heads, default=None)
        if own is None or last is None:
            return ()
        sentence = self.doc.tokens[noun].sentence
        is_main = sizes[0] >= MAIN and 2 * sum(sizes[1:2]) <= sizes[0]
        is_last = own == last or (is_main and self.doc.tokens[last].sentence < sentence)
        is_near = self.doc.tokens[own].sentence >= sentence - MAX_TOPIC
        return ((own, False),) if is_last and is_near else ()

    def _is_of_another(self, noun: int) -> bool:
        """Tell whether a post says of what it is: "le patron des patrons", "le directeur départemental"."""
        post = self.doc.tokens[noun]
        if not any(self.lexicon.has("person-nouns", form) for form in (post.lemma, post.lower)):
            return False
        plain = ("neutral-adjectives", "possessives", "role-adjectives")
        words = [self.doc.tokens[arc.token] for arc in self.syntax.of(noun, self.lexicon.genitive)]
        words += self.doc.kids(noun, "amod")
        return any(
            not any(self.lexicon.has(name, form) for name in plain for form in (word.lemma, word.lower))
            for word in words
        )

    def held(self, index: int) -> tuple[tuple[int, bool], ...]:
        """Return the company of which a share was named last."""
        found = self._held_before(index, self.doc.tokens[index].sentence)
        return ((found, False),) if found is not None else ()

    def _held_before(self, index: int, sentence: int) -> int | None:
        """Return the company of which a share was named last: "X possède 30 % de Y. Z en détient 20 %"."""
        before = [measure for measure in self.reading.measures if measure.end < index]
        ends = [m.end for m in before if isinstance(m.value, Quantity) and m.value.unit == PERCENT]
        for mention in reversed(self.reading.mentions):
            chain = self.reading.chains.at(mention.head)
            if mention.end > index or chain is None or chain.type is not EntityType.ORGANIZATION or not chain.names:
                continue
            if self.doc.tokens[mention.head].sentence < sentence - MAX_BACK:
                return None
            has_case = self.doc.has_kid(mention.head, "case")
            if has_case and any(end <= mention.start <= end + MAX_SHARE_GAP for end in ends):
                return mention.head
        return None

    def _is_partitive(self, predication: Predication) -> bool:
        """Tell whether a pronoun says that a part of something known is meant: "en a racheté 70 %"."""
        return any(self.lexicon.has("genitive-pronouns", child.lower) for child in self.doc.kids(predication.head))

    def _parts(self, predication: Predication) -> list[int]:
        """Return the nouns for shares that a predication is about: "%" and "capital" in "détient 60 % du capital"."""
        found = [t for t in predication.tokens if self._is_part(t)]
        queue = [arc.token for t in predication.tokens for arc in self.syntax.of(t, "object")]
        queue += [arc.token for t in predication.tokens for arc in self.syntax.of(t, self.lexicon.dative)]
        while queue:
            token = queue.pop()
            if self._is_part(token) and token not in found:
                found.append(token)
                queue += [arc.token for arc in self.syntax.of(token, self.lexicon.genitive)]
        return [token for token in found if self.doc.tokens[token].text != "%"]

    def _is_part(self, token: int) -> bool:
        return self.lexicon.has("part-nouns", self.doc.tokens[token].lemma)

    def _owner_is_said(self, part: int) -> bool:
        return any(not self._is_part(arc.token) for arc in self.syntax.of(part, self.lexicon.genitive))
