"""Chains → Entities of one article: label, other names, descriptions; `resolve` merges them over articles."""

from collections import Counter
from functools import cached_property

from kg.chains import Chain
from kg.doc import Token
from kg.lexicon import Lexicon, fold, union_of
from kg.mentions import determiner_of, noun_phrase
from kg.model import Entity, EntityType, Mention, MentionKind
from kg.reading import Reading

BARE_ANAPHORS = ("organization-anaphors", "person-anaphors", "product-anaphors", "country-nouns", "town-nouns")
MAX_ORGAN = 6  # tokens of "conseil d’administration" with what follows it
MAX_TO_BODY = 3  # tokens in which its organisation begins: "du groupe X"


class EntityMaker:
    """Makes the entities of one article, each once."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading, self.doc, self.lexicon = reading, reading.doc, lexicon
        self._mentions = {mention.head: mention for mention in reading.mentions}
        names = [mention for mention in reading.mentions if mention.kind is MentionKind.NAME]
        self._in_name = {index for name in names for index in range(name.start, name.end)}
        self._made: dict[int, Entity | None] = {}
        self._bodies = {name.start: name.head for name in names if name.type is EntityType.ORGANIZATION}

    def at(self, token: int) -> Entity | None:
        """Return the entity that the mention with this head token refers to; None when it has no label worth keeping."""
        body = self._body_of(token)
        position = self.reading.chains.by_head.get(token if body is None else body)
        if position is None:
            return None
        if position not in self._made:
            self._made[position] = self._make(position, self.reading.chains.chains[position])
        return self._made[position]

    def _body_of(self, token: int) -> int | None:
        """Return the organisation that an organ of it stands for: "la direction de X", "le conseil d’administration de X"."""
        if self.doc.tokens[token].lower not in self.lexicon.sequences["organ-phrases"] or token not in self._mentions:
            return None
        words = tuple(word.lower for word in self.doc.tokens[token : token + MAX_ORGAN])
        length = self.lexicon.match_at("organ-phrases", words, 0)
        if not length or len(words) <= length or not self.lexicon.has("genitive-forms", words[length]):
            return None
        first = token + length + 1
        bodies = (self._bodies.get(start) for start in range(first, first + MAX_TO_BODY))
        return next((head for head in bodies if head is not None), None)

    def words_at(self, token: int) -> str:
        """Return the article's words of the mention with this head token, the token's own where there is no mention."""
        mention = self._mentions.get(token)
        return mention.span.of(self.doc.article.text) if mention is not None else self.doc.quote(token, token + 1)

    def of_phrase(self, token: int, type_: EntityType) -> Entity:
        """Return an entity for a noun phrase as a concept of its own: the trade in "X, constructeur automobile"."""
        start, end = self._trade_phrase(token)
        label = self.doc.quote(start, end)
        return Entity(
            key=self.phrase_key(label),
            label=label,
            type=type_,
            is_named=False,
            mentions=((self.doc.article.name, self.doc.span(start, end)),),
        )

    def phrase_key(self, label: str) -> str:
        """Return the key of a concept that an article calls so."""
        return f"{self.doc.article.name}/phrase:{fold(label)}"

    def of_place(self, place: str, token: int) -> Entity:
        """Return the place that an adjective of origin speaks of."""
        head = self._heads_of_names.get(fold(place))
        known = self.at(head) if head is not None else None
        if known is not None and known.type is EntityType.PLACE:
            return known
        return Entity(
            key=f"{self.doc.article.name}/place:{fold(place)}",
            label=place,
            type=EntityType.PLACE,
            mentions=((self.doc.article.name, self.doc.tokens[token].span),),
        )

    @cached_property
    def _heads_of_names(self) -> dict[str, int]:
        """Return the head of the first mention of each name."""
        names = [mention for mention in self.reading.mentions if mention.kind is MentionKind.NAME]
        return {fold(mention.span.of(self.doc.text)): mention.head for mention in reversed(names)}

    def _trade_phrase(self, token: int) -> tuple[int, int]:
        """Return a noun with its complement or adjective, without origin or name: "constructeur automobile (américain)"."""
        _, end = noun_phrase(self.doc, token, self.lexicon)
        stop = next((i for i in range(token + 1, end) if i in self._in_name or self._ends_trade(i)), end)
        while stop > token + 1 and self._is_vague(self.doc.tokens[stop - 1]):
            stop -= 1
        return token, stop

    def _is_vague(self, word: Token) -> bool:
        """Tell whether a word cannot end a trade: "banque (ouest-africaine)", "opérateur (de)"."""
        is_form = word.pos in {"ADP", "DET", "CCONJ"}
        return is_form or any(self.lexicon.has("vague-adjectives", form) for form in (word.lemma, word.lower))

    def _ends_trade(self, index: int) -> bool:
        """Tell whether a word says no more of a trade: where it is ("assureur du pays"), or whose ("banque de l’entreprise")."""
        word = self.doc.tokens[index]
        is_place = word.pos == "NOUN" and self.lexicon.has("place-nouns", word.lemma)
        return is_place or self.lexicon.is_origin(word.lower) or word.pos == "DET"

    def _make(self, position: int, chain: Chain) -> Entity | None:
        names = chain.names
        nominals = tuple(mention for mention in chain.mentions if mention.kind is MentionKind.NOMINAL)
        if not names and not nominals:
            return None
        label = self._name(names) if names else self._description(nominals, chain.type)
        if label is None:
            return None
        if not names and len(nominals) == 1:  # most things are spoken of once
            phrase = self._with_determiner(nominals[0])
            return Entity(
                key=f"{self.doc.article.name}/{position:04d}",
                label=label,
                type=chain.type,
                descriptions=(phrase,) if phrase != label else (),
                is_named=False,
                size=nominals[0].size,
                mentions=tuple(sorted((self.doc.article.name, mention.span) for mention in chain.mentions)),
                votes=chain.votes,
            )
        texts = {mention.span.of(self.doc.article.text) for mention in names}
        label = self._long_form(label, nominals) if names else label
        if not names and chain.type is EntityType.CONCEPT:
            texts = {mention.span.of(self.doc.article.text) for mention in nominals}
        sized = next((mention for mention in nominals if mention.size is not None), None)
        return Entity(
            key=f"{self.doc.article.name}/{position:04d}",
            label=label,
            type=chain.type,
            aliases=tuple(sorted(texts - {label})),
            descriptions=tuple(sorted({self._with_determiner(mention) for mention in nominals} - {label} - texts)),
            is_named=bool(names),
            size=sized.size if sized is not None else None,
            mentions=tuple(sorted((self.doc.article.name, mention.span) for mention in chain.mentions)),
            votes=chain.votes,
        )

    def _name(self, names: tuple[Mention, ...]) -> str:
        """Return the longest name, the most frequent among equals."""
        counts = Counter(mention.span.of(self.doc.article.text) for mention in names)
        return max(counts, key=lambda text: (len(text.split()) > 1, len(text), counts[text], text))

    def _long_form(self, label: str, nominals: tuple[Mention, ...]) -> str:
        """Return the phrase that an acronym in brackets stands for: "les entreprises de taille intermédiaire (ETI)"."""
        if " " in label or not label.isupper():
            return label
        tokens = self.doc.tokens
        before = (m for m in nominals if [t.text for t in tokens[m.end : m.end + 3]] == ["(", label, ")"])
        return next((mention.span.of(self.doc.article.text) for mention in before), label)

    def _description(self, nominals: tuple[Mention, ...], kind: EntityType) -> str | None:
        """Return the noun phrase that best names an unnamed thing; None for a bare anaphor that points nowhere."""
        worth = [mention for mention in nominals if not self._is_bare_anaphor(mention)]
        if not worth:
            return None
        if kind is EntityType.CONCEPT:
            plain = [m for m in worth if not self.lexicon.has("carrier-nouns", self.doc.tokens[m.head].lemma)]
            worth = plain or worth
            longest = max(worth, key=lambda mention: (mention.end - mention.start, -mention.start))
            return longest.span.of(self.doc.article.text)
        return worth[0].span.of(self.doc.article.text)

    def _is_bare_anaphor(self, mention: Mention) -> bool:
        if mention.end - mention.start > 1 or not mention.is_definite:
            return False
        token = self.doc.tokens[mention.head]
        determiner = determiner_of(self.doc, mention.head)
        is_possessed = determiner is not None and self.lexicon.has("possessives", determiner.lower)
        if is_possessed or self.lexicon.has("institution-nouns", token.lemma):
            return False
        bare = union_of(self.lexicon, *BARE_ANAPHORS)
        return token.lemma in bare or token.lower in bare

    def _with_determiner(self, mention: Mention) -> str:
        determiner = determiner_of(self.doc, mention.head)
        start = min(mention.start, determiner.index) if determiner is not None else mention.start
        return self.doc.quote(start, mention.end)
