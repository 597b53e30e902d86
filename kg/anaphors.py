"""Which mentions point back, and to what types of things."""

from kg.arcs import Syntax
from kg.doc import Doc, Token
from kg.lexicon import Lexicon
from kg.mentions import determiner_of
from kg.model import EntityType, Mention, MentionKind

ANAPHORS = (
    ("organization-anaphors", EntityType.ORGANIZATION),
    ("person-anaphors", EntityType.PERSON),
    ("product-anaphors", EntityType.PRODUCT),
    ("group-anaphors", EntityType.GROUP),
)
REFERENTS = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PRODUCT})


class Anaphors:
    """The anaphors of an article."""

    def __init__(self, doc: Doc, mentions: tuple[Mention, ...], syntax: Syntax, lexicon: Lexicon) -> None:
        """Look at the mentions of `doc`."""
        self.doc, self.mentions, self.syntax, self.lexicon = doc, mentions, syntax, lexicon

    def noun_type(self, mention: Mention) -> EntityType | None:
        """Return the type of what a noun phrase without a name points back to, None when it points to nothing."""
        head = self.doc.tokens[mention.head]
        determiner = determiner_of(self.doc, mention.head)
        is_possessive = determiner is not None and self.lexicon.has("possessives", determiner.lower)
        if not mention.is_definite or mention.size is not None or is_possessive or self._names_something_else(mention):
            return None
        words = (head.lemma, head.lower)
        kind = next((kind for name, kind in ANAPHORS if any(self.lexicon.has(name, word) for word in words)), None)
        is_collective = kind is EntityType.GROUP
        if is_collective and mention.end - mention.start > 1:
            return None  # "les salariés restants" are not all of them
        return kind if ("Number=Plur" in head.morph) is is_collective else None

    def _names_something_else(self, mention: Mention) -> bool:
        """Tell whether a name within the phrase says which one it is: "la filiale de X" points back to nothing."""
        heads = {arc.token for arc in self.syntax.of(mention.head, self.lexicon.genitive)}
        named = (m for m in self.mentions if m.head in heads and m.kind is MentionKind.NAME)
        return any(m.type is not EntityType.PLACE for m in named)

    def pronoun_types(self, mention: Mention) -> frozenset[EntityType]:
        """Return the types that a pronoun can stand for."""
        token = self.doc.tokens[mention.head]
        if self.is_plural(token, mention):
            return frozenset({EntityType.GROUP})
        if self.is_demonstrative(mention):
            return frozenset(EntityType) - {EntityType.GROUP}
        if self.lexicon.has("indirect-pronouns", token.lower) and token.pos == "PRON":
            return frozenset({EntityType.PERSON, EntityType.ORGANIZATION})
        return REFERENTS

    def is_plural(self, token: Token, mention: Mention) -> bool:
        """Tell whether a pronoun or possessive stands for several."""
        if token.pos == "DET":
            return self.lexicon.has("plural-possessives", token.lower)
        return "Number=Plur" in token.morph or self.lexicon.has("plural-pronouns", self.doc.tokens[mention.start].lower)

    def is_demonstrative(self, mention: Mention) -> bool:
        """Tell whether a pronoun is of the kind of "ce dernier"."""
        words = tuple(token.lower for token in self.doc.tokens[mention.start : mention.end])
        return mention.kind is MentionKind.PRONOUN and self.lexicon.match_at("demonstrative-pronouns", words, 0) > 0
