"""Doc → Mentions: names, noun phrases and pronouns, each with its head token and what is known of its type."""

from collections.abc import Iterator, Mapping

from kg.doc import Doc, Token
from kg.lexicon import Lexicon
from kg.model import EntityType, Mention, MentionKind, Quantity
from kg.names import Name, find_names, noun_type
from kg.quantities import Measure

NOMINAL_POS = frozenset({"NOUN", "PROPN", "X", "ADJ"})
MAX_LABEL_TOKENS = 12


def find_mentions(doc: Doc, measures: tuple[Measure, ...], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Return the mentions of a document in text order; a noun phrase may hold others."""
    names = find_names(doc, lexicon)
    in_name = {index for name in names for index in range(name.start, name.end)}
    counts = {index: measure for measure in measures for index in range(measure.start, measure.end)}
    units = {index for measure in measures if measure.noun is None for index in range(measure.start, measure.end)}
    found = [_name_mention(doc, name) for name in names]
    found += _pronouns(doc, in_name, lexicon)
    taken = units | in_name | {index for mention in found for index in range(mention.start, mention.end)}
    for token in doc.tokens:
        if token.index in taken or not _is_nominal(token, lexicon):
            continue
        found.append(_nominal(doc, token, counts, in_name, lexicon))
    return tuple(sorted(found, key=lambda mention: (mention.span, mention.head)))


def _is_nominal(token: Token, lexicon: Lexicon) -> bool:
    if token.pos == "NOUN":
        return any(character.isalpha() for character in token.text) and not lexicon.has("calendar-words", token.lower)
    return token.pos in {"PROPN", "X"} and (lexicon.has("concept-acronyms", token.lower) or not token.is_title)


def name_head(doc: Doc, start: int, end: int) -> int:
    """Return the token of a span whose head lies outside, the one that the rest of the sentence attaches to."""
    for index in range(start, end):
        head = doc.tokens[index].head
        if head == index or not start <= head < end:
            return index
    return start


def _name_mention(doc: Doc, name: Name) -> Mention:
    return Mention(
        span=doc.span(name.start, name.end),
        kind=MentionKind.NAME,
        start=name.start,
        end=name.end,
        head=name_head(doc, name.start, name.end),
        type=name.type,
        votes=name.votes,
        is_definite=True,
    )


def _pronouns(doc: Doc, in_name: set[int], lexicon: Lexicon) -> list[Mention]:
    words = tuple(token.lower for token in doc.tokens)
    found, index = [], 0
    while index < len(doc.tokens):
        length = lexicon.match_at("demonstrative-pronouns", words, index)
        follows = doc.tokens[index + length] if index + length < len(doc.tokens) else None
        if length and index not in in_name and not (follows is not None and follows.pos == "NOUN"):
            head = name_head(doc, index, index + length)
            found.append(_pronoun(doc, index, index + length, head))
            index += length
            continue
        token = doc.tokens[index]
        is_personal = lexicon.has("light-person-pronouns", token.lower) and token.pos == "PRON"
        is_indirect = lexicon.has("indirect-pronouns", token.lower) and token.pos in {"PRON", "DET"}
        is_possessive = lexicon.has("possessives", token.lower) and token.pos == "DET"
        if (is_personal and not _is_impersonal(doc, token, lexicon)) or is_indirect or is_possessive:
            found.append(_pronoun(doc, index, index + 1, index))
        index += 1
    return found


def _pronoun(doc: Doc, start: int, end: int, head: int) -> Mention:
    return Mention(span=doc.span(start, end), kind=MentionKind.PRONOUN, start=start, end=end, head=head, is_definite=True)


def _is_impersonal(doc: Doc, token: Token, lexicon: Lexicon) -> bool:
    return token.dep.startswith("expl") or lexicon.has("impersonal-verbs", doc.tokens[token.head].lemma)


def _nominal(
    doc: Doc, token: Token, counts: Mapping[int, Measure], in_name: set[int], lexicon: Lexicon
) -> Mention:
    start, end = noun_phrase(doc, token.index, in_name, lexicon)
    measure = counts.get(token.index)
    determiner = determiner_of(doc, token.index)
    kind = noun_type(lexicon, token)
    if lexicon.has("concept-acronyms", token.lower):
        is_one = determiner is not None and lexicon.has("indefinite-articles", determiner.lower)
        kind = EntityType.PRODUCT if is_one and lexicon.has("countable-concepts", token.lower) else EntityType.CONCEPT
    is_definite = determiner is not None and (
        lexicon.has("definite-determiners", determiner.lower) or lexicon.has("possessives", determiner.lower)
    )
    size = None
    if measure is not None and isinstance(measure.value, Quantity) and measure.noun is not None:
        is_whole = measure.value.unit is None and measure.value.value == measure.value.value.to_integral_value()
        if is_whole and kind in {EntityType.GROUP, EntityType.PERSON, EntityType.ORGANIZATION}:
            size, kind = int(measure.value.value), EntityType.GROUP
        start = min(start, measure.start)
    elif kind is EntityType.ORGANIZATION and "Number=Plur" in token.morph:
        kind = EntityType.GROUP
    elif kind is EntityType.PERSON and "Number=Plur" in token.morph:
        kind = EntityType.GROUP
    return Mention(
        span=doc.span(start, end),
        kind=MentionKind.NOMINAL,
        start=start,
        end=end,
        head=token.index,
        type=kind or EntityType.CONCEPT,
        is_definite=is_definite,
        size=size,
        bound=measure.value.bound if size is not None and measure and isinstance(measure.value, Quantity) else None,
    )


def determiner_of(doc: Doc, index: int) -> Token | None:
    """Return the determiner of a noun, by the parse or as the token before its adjectives."""
    for token in doc.kids(index, "det"):
        if not token.text[:1].isdigit():
            return token
    before = index - 1
    first = doc.sentence_of(index).start
    while before >= first and doc.tokens[before].pos in {"ADJ", "NUM"}:
        before -= 1
    return doc.tokens[before] if before >= first and doc.tokens[before].pos == "DET" else None


def noun_phrase(doc: Doc, head: int, in_name: set[int], lexicon: Lexicon) -> tuple[int, int]:
    """Return the tokens of a noun phrase without its determiner, as one would label the thing.

    Adjectives, complements and a participle right behind belong to it; relative clauses, appositions, brackets and what
    an infinitive adds do not: "assistant d’IA (capable d’accomplir …)".
    """
    start = head
    for token in sorted(doc.kids(head), key=lambda token: -token.index):
        if token.index < head and token.pos in {"ADJ", "NUM"} and token.base_dep in {"amod", "nummod"}:
            if token.index == start - 1:
                start = token.index
    end = head + 1
    inside = set(_right_modifiers(doc, head, lexicon))
    while end in inside and end - start < MAX_LABEL_TOKENS:
        end += 1
    while end > head + 1 and doc.tokens[end - 1].pos in {"ADP", "DET", "PUNCT", "CCONJ", "ADV", "SCONJ", "PRON"}:
        end -= 1
    return start, end


def _right_modifiers(doc: Doc, head: int, lexicon: Lexicon) -> Iterator[int]:
    """Yield the tokens right of a noun that belong to its label."""
    for child in doc.kids(head):
        if child.index < head or child.text in {",", "(", "«", ":", ";"}:
            if child.index > head:
                return
            continue
        subtree = doc.subtree(child.index)
        words = [doc.tokens[index] for index in subtree]
        is_plain = not any(token.text in {",", "(", ":", ";", "—", "–"} for token in words)
        has_clause = any(
            token.dep == "acl:relcl" or token.base_dep in {"ccomp", "xcomp", "advcl", "parataxis"} or "VerbForm=Inf" in token.morph
            for token in words
        )
        if child.base_dep == "nmod" and not _is_label_complement(doc, child, lexicon):
            return
        if child.base_dep in {"amod", "nmod", "case", "flat", "fixed", "compound"} and is_plain and not has_clause:
            yield from subtree
        elif child.base_dep in {"acl", "dep"} and "Tense=Past" in child.morph and is_plain and not has_clause:
            yield from subtree
        elif child.base_dep in {"amod", "nmod"} and child.index == head + 1 and len(list(doc.kids(child.index))) == 0:
            yield child.index
        else:
            return


def _is_label_complement(doc: Doc, token: Token, lexicon: Lexicon) -> bool:
    case = next(doc.kids(token.index, "case"), None)
    return case is None or lexicon.has("label-prepositions", case.lower)
