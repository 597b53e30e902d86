"""Noun phrases that stand beside a name and describe it: "le PDG Tim Cook", "Klarna, une entreprise de …", "le patron de X, Y".

The parser finds 28 of 100 appositions outside its domain and calls the rest nmod, conj, dep or a second root, so they are
read off the order of the words and held to agreeing types.
"""

from collections.abc import Mapping

from kg.doc import Doc
from kg.lexicon import Lexicon
from kg.mentions import determiner_of
from kg.model import EntityType, Mention, MentionKind
from kg.syntax import Syntax


def find_descriptions(
    doc: Doc, mentions: tuple[Mention, ...], syntax: Syntax, lexicon: Lexicon
) -> Mapping[int, Mention]:
    """Return the name that each describing noun phrase describes, by the head token of the phrase."""
    names = {mention.start: mention for mention in mentions if mention.kind is MentionKind.NAME}
    by_end = {mention.end: mention for mention in names.values()}
    nominals = [mention for mention in mentions if mention.kind is MentionKind.NOMINAL]
    found: dict[int, Mention] = {}
    for mention in nominals:
        name = _adjacent(doc, mention, names, lexicon)
        if name is not None:
            found[mention.head] = name
    for mention in nominals:
        if mention.head in found:
            continue
        name = _after_name(doc, mention, by_end, lexicon) or _before_name(doc, mention, names, syntax, lexicon)
        if name is not None:
            found[mention.head] = name
    for mention in nominals:  # "le PDG et fondateur de Klarna, X": what holds of one noun holds of its conjuncts
        for child in doc.kids(mention.head, "conj"):
            for first, second in ((mention.head, child.index), (child.index, mention.head)):
                if first in found and second not in found and _is_one_person(doc, mention.head, child.index, found[first], lexicon):
                    found[second] = found[first]
    return found


def _is_one_person(doc: Doc, first: int, second: int, name: Mention, lexicon: Lexicon) -> bool:
    """Tell whether two coordinated nouns describe one: the second has no determiner of its own."""
    has_own = determiner_of(doc, second) is not None
    return not has_own and all(agrees(doc, index, name, lexicon) for index in (first, second))


def agrees(doc: Doc, head: int, name: Mention, lexicon: Lexicon) -> bool:
    """Tell whether a noun can describe what a name names."""
    token = doc.tokens[head]
    words = {token.lemma, token.lower}
    lists = {
        EntityType.PERSON: ("person-nouns", "maker-nouns"),
        EntityType.ORGANIZATION: ("organization-nouns", "maker-nouns", "site-nouns", "name-class-nouns"),
        EntityType.PRODUCT: ("product-nouns", "name-class-nouns"),
        EntityType.PLACE: ("place-nouns", "site-nouns"),
        EntityType.EVENT: ("event-nouns",),
    }.get(name.type or EntityType.CONCEPT, ())
    return "Number=Plur" not in token.morph and any(words & lexicon.lists[list_] for list_ in lists)


def _adjacent(doc: Doc, mention: Mention, names: Mapping[int, Mention], lexicon: Lexicon) -> Mention | None:
    """ "le PDG Tim Cook", "l’éditeur français X", "l’américain X": the name right behind the noun and its adjectives."""
    for position in range(mention.head + 1, min(mention.head + 4, len(doc.tokens))):
        name = names.get(position)
        if name is not None:
            same = doc.tokens[position].sentence == doc.tokens[mention.head].sentence
            return name if same and agrees(doc, mention.head, name, lexicon) else None
        if doc.tokens[position].pos != "ADJ" and doc.tokens[position].lower not in lexicon.origins:
            return None
    return None


def _start(doc: Doc, mention: Mention) -> int:
    """Return the first token of a phrase with its determiner."""
    determiner = determiner_of(doc, mention.head)
    return min(mention.start, determiner.index) if determiner is not None else mention.start


def _after_name(doc: Doc, mention: Mention, by_end: Mapping[int, Mention], lexicon: Lexicon) -> Mention | None:
    """ "Sam Altman, PDG d’OpenAI", "Klarna, une entreprise": the phrase after a name and a comma."""
    start = _start(doc, mention)
    if start < 2 or doc.tokens[start - 1].text not in {",", "(", "-", "–", "—"}:  # noqa: PLR2004
        return None
    name = by_end.get(start - 1)
    if name is None or doc.tokens[name.head].sentence != doc.tokens[mention.head].sentence:
        return None
    return name if agrees(doc, mention.head, name, lexicon) else None


def _before_name(
    doc: Doc, mention: Mention, names: Mapping[int, Mention], syntax: Syntax, lexicon: Lexicon
) -> Mention | None:
    """ "le patron de X, Y": the name after the phrase, its list of complements and a comma."""
    end = mention.end
    for arc in syntax.of(mention.head, lexicon.genitive):
        for listed in syntax.lists.get(arc.token, ()):
            inside = next((name for name in names.values() if name.head == listed), None)
            end = max(end, inside.end) if inside is not None else end
    if end >= len(doc.tokens) or doc.tokens[end].text not in {",", "(", "-", "–", "—"}:
        return None
    name = names.get(end + 1)
    if name is None or doc.tokens[name.head].sentence != doc.tokens[mention.head].sentence:
        return None
    return name if agrees(doc, mention.head, name, lexicon) else None
