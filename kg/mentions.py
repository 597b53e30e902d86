"""Doc → Mentions: names, noun phrases and pronouns, each with its head token and what is known of its type."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.doc import Doc, Token
from kg.lexicon import Lexicon, fold
from kg.model import EntityType, Mention, MentionKind, Quantity, Vote
from kg.names import Name
from kg.noun_types import noun_type
from kg.ordinary_words import is_people, is_portfolio
from kg.quantities import Measure

MAX_LABEL_TOKENS = 12
COUNTED = frozenset({EntityType.GROUP, EntityType.PERSON, EntityType.ORGANIZATION})
NOMINAL = frozenset({"ADJ", "NOUN", "PROPN", "X"})  # parts of speech of what can head a noun phrase
STOPS = frozenset({",", "(", ")", "\u00ab", "\u00bb", ":", ";", "\u2014", "\u2013"})


def find_mentions(
    doc: Doc, measures: tuple[Measure, ...], names: tuple[Name, ...], lexicon: Lexicon
) -> tuple[Mention, ...]:
    """Return the mentions of a document in text order; a noun phrase may hold others."""
    in_name = {index for name in names for index in range(name.start, name.end)}
    counts = {index: measure for measure in measures for index in range(measure.start, measure.end)}
    units = {
        index
        for measure in measures
        if measure.noun is None
        for index in range(measure.start, measure.end)
        if not lexicon.has("quantifier-nouns", doc.tokens[index].lemma)
    }
    found = [_name_mention(doc, name, lexicon) for name in names]
    found += _pronouns(doc, in_name, lexicon)
    taken = units | in_name | {index for mention in found for index in range(mention.start, mention.end)}
    found += [
        _nominal(doc, token, counts, lexicon)
        for token in doc.tokens
        if token.pos in NOMINAL and token.index not in taken and _is_nominal(doc, token, lexicon)
    ]
    return tuple(sorted(found, key=lambda mention: (mention.span, mention.head)))


def with_types(
    doc: Doc, mentions: tuple[Mention, ...], names: tuple[Name, ...], expected: Mapping[str, tuple[Vote, ...]]
) -> tuple[Mention, ...]:
    """Return mentions with the types that their names have by further votes; `expected`: see `find_names`."""
    by_place = {(name.start, name.end): name for name in names}
    return tuple(
        [
            _retyped(mention, by_place[mention.start, mention.end])
            if mention.kind is MentionKind.NAME
            else _wished(doc, mention, expected)
            for mention in mentions
        ]
    )


def _retyped(mention: Mention, name: Name) -> Mention:
    return replace(mention, type=name.type, votes=name.votes) if name.votes != mention.votes else mention


def _wished(doc: Doc, mention: Mention, expected: Mapping[str, tuple[Vote, ...]]) -> Mention:
    """Return premises as the body that works there where a frame asks for one: "l’hôpital emploie 900 personnes"."""
    votes = expected.get(fold(mention.span.of(doc.text)), ()) if mention.type is EntityType.PLACE else ()
    is_body = any(vote.type is EntityType.ORGANIZATION for vote in votes)
    return replace(mention, type=EntityType.ORGANIZATION) if is_body else mention


def _is_nominal(doc: Doc, token: Token, lexicon: Lexicon) -> bool:
    if token.pos == "ADJ":  # "dix comptables": an adjective that is counted or has an article is a noun
        is_argument = token.base_dep in {"nsubj", "obj", "obl", "nmod"}
        return is_argument and (doc.has_kid(token.index, "nummod", "det") or _is_contracted(doc, token.index, lexicon))
    is_title = lexicon.has("person-titles", token.lower) and not lexicon.has("person-nouns", token.lower)
    if is_title or (token.is_title and is_portfolio(doc, lexicon, token.index, token.index + 1)):
        return False  # "M." belongs to the name, "des Mines" to the minister
    if token.is_title and is_people(doc, lexicon, token):
        return token.pos in {"NOUN", "PROPN"}
    if token.pos == "NOUN":
        is_word = token.text.isalpha() or any(character.isalpha() for character in token.text)
        return (is_word or lexicon.has("quantifier-nouns", token.lemma)) and not lexicon.has(
            "calendar-words", token.lower
        )
    if token.pos not in {"PROPN", "X"}:
        return False
    known = ("concept-acronyms", "organization-nouns", "name-forming-nouns", "person-nouns")
    return not token.is_title or any(lexicon.has(name, token.lower) for name in known)


def name_head(doc: Doc, start: int, end: int) -> int:
    """Return the token of a span whose head lies outside, the one that the rest of the sentence attaches to."""
    for index in range(start, end):
        head = doc.tokens[index].head
        if head == index or not start <= head < end:
            return index
    return start


def _name_mention(doc: Doc, name: Name, lexicon: Lexicon) -> Mention:
    title = doc.tokens[name.start - 1] if name.start > doc.sentence_of(name.start).start else None
    has_title = (
        title is not None and lexicon.has("person-titles", title.lower) and not lexicon.has("person-nouns", title.lower)
    )
    return Mention(
        span=doc.span(name.start, name.end),
        kind=MentionKind.NAME,
        start=name.start,
        end=name.end,
        head=name_head(doc, name.start - has_title, name.end),  # "M. X a vendu": the parser hangs X on its title
        type=name.type,
        votes=name.votes,
        is_definite=True,
    )


def _pronouns(doc: Doc, in_name: set[int], lexicon: Lexicon) -> list[Mention]:
    words = tuple(token.lower for token in doc.tokens)
    openers = lexicon.sequences["demonstrative-pronouns"]
    found, end = [], 0
    for token in [token for token in doc.tokens if token.pos in {"PRON", "DET"} or token.lower in openers]:
        index = token.index
        if index < end:
            continue
        length = lexicon.match_at("demonstrative-pronouns", words, index)
        follows = doc.tokens[index + length] if index + length < len(doc.tokens) else None
        if length and index not in in_name and not (follows is not None and follows.pos == "NOUN"):
            head = name_head(doc, index, index + length)
            found.append(_pronoun(doc, index, index + length, head))
            end = index + length
            continue
        is_personal = lexicon.has("light-person-pronouns", token.lower) and token.pos == "PRON"
        is_indirect = lexicon.has("indirect-pronouns", token.lower) and token.pos in {"PRON", "DET"}
        is_genitive = lexicon.has("genitive-pronouns", token.lower) and token.pos == "PRON" and token.base_dep != "expl"
        is_speaker = any(lexicon.has(name, token.lower) for name in ("first-person-singular", "first-person-plural"))
        is_spoken = is_speaker and token.pos in {"PRON", "DET"} and token.base_dep != "expl"
        is_possessive = lexicon.has("possessives", token.lower) and token.pos == "DET"
        if (
            (is_personal and not _is_impersonal(doc, token, lexicon))
            or is_indirect
            or is_possessive
            or is_spoken
            or is_genitive
        ):
            found.append(_pronoun(doc, index, index + 1, index))
    return found


def _pronoun(doc: Doc, start: int, end: int, head: int) -> Mention:
    return Mention(
        span=doc.span(start, end), kind=MentionKind.PRONOUN, start=start, end=end, head=head, is_definite=True
    )


def _is_impersonal(doc: Doc, token: Token, lexicon: Lexicon) -> bool:
    return token.dep.startswith("expl") or lexicon.has("impersonal-verbs", doc.tokens[token.head].lemma)


def _nominal(doc: Doc, token: Token, counts: Mapping[int, Measure], lexicon: Lexicon) -> Mention:
    start, end = noun_phrase(doc, token.index, lexicon)
    kind = _kind_of(doc, token, lexicon)
    counted = counts.get(token.index)
    quantity = counted.value if counted is not None and counted.noun is not None else None
    size, bound = None, None
    if counted is not None and isinstance(quantity, Quantity) and quantity.unit is None and kind in COUNTED:
        if quantity.value == quantity.value.to_integral_value():
            size, bound, kind, start = int(quantity.value), quantity.bound, EntityType.GROUP, min(start, counted.start)
    elif lexicon.has("quantifier-nouns", token.lemma):  # "90 % de son personnel", "une partie de ses effectifs"
        article = determiner_of(doc, token.index)
        is_article = article is not None and lexicon.has("indefinite-articles", article.lower)
        start = min(
            start, counted.start if counted is not None else start, article.index if article and is_article else start
        )
    elif kind in {EntityType.ORGANIZATION, EntityType.PERSON} and "Number=Plur" in token.morph:
        kind = kind if lexicon.has("plural-bodies", token.lemma) else EntityType.GROUP
    return Mention(
        span=doc.span(start, end),
        kind=MentionKind.NOMINAL,
        start=start,
        end=end,
        head=token.index,
        type=kind or EntityType.CONCEPT,
        is_definite=_is_definite(doc, token.index, lexicon),
        size=size,
        bound=bound,
    )


def _kind_of(doc: Doc, token: Token, lexicon: Lexicon) -> EntityType | None:
    if lexicon.has("concept-acronyms", token.lower):
        determiner = determiner_of(doc, token.index)
        is_one = determiner is not None and lexicon.has("indefinite-articles", determiner.lower)
        return EntityType.PRODUCT if is_one and lexicon.has("countable-concepts", token.lower) else EntityType.CONCEPT
    if token.is_title and is_people(doc, lexicon, token):
        before = doc.tokens[token.index - 1]
        is_several = "Number=Plur" in before.morph or before.pos == "NUM"
        return EntityType.GROUP if is_several else EntityType.PERSON
    is_carrier = "Number=Plur" in token.morph and lexicon.has("carrier-nouns", token.lemma)
    if is_carrier and any(lexicon.has("concept-acronyms", child.lower) for child in doc.kids(token.index, "nmod")):
        return EntityType.CONCEPT  # "des solutions d’IA" are AI
    kind = noun_type(lexicon, token)
    if kind is not None or not lexicon.has("quantifier-nouns", token.lemma):
        return kind
    part = _part_type(doc, token, lexicon)
    return (
        None if part is EntityType.ORGANIZATION and "Number=Plur" not in token.morph else part
    )  # "30 % de la société"


def _is_definite(doc: Doc, index: int, lexicon: Lexicon) -> bool:
    if _is_contracted(doc, index, lexicon):
        return True
    determiner = determiner_of(doc, index)
    return determiner is not None and (
        lexicon.has("definite-determiners", determiner.lower) or lexicon.has("possessives", determiner.lower)
    )


def _is_contracted(doc: Doc, index: int, lexicon: Lexicon) -> bool:
    """Tell whether the preposition before a noun has swallowed its definite article: "du groupe"."""
    cases = doc.kids(index, "case")
    return bool(cases) and any(lexicon.has("contracted-articles", case.lower) for case in cases)


def _part_type(doc: Doc, token: Token, lexicon: Lexicon) -> EntityType | None:
    """Return the type of what a quantity is of: "une partie de ses effectifs", "90 % de son personnel" are people."""
    for child in doc.kids(token.index, "nmod", "obl"):
        if lexicon.has("genitive-forms", next((case.lower for case in doc.kids(child.index, "case")), "")):
            return noun_type(lexicon, child)
    return None


def determiner_of(doc: Doc, index: int) -> Token | None:
    """Return the determiner of a noun, by the parse or as the token before its adjectives."""
    tokens = doc.tokens
    for child in doc.children[index]:
        token = tokens[child]
        if token.base_dep == "det" and not token.text[:1].isdigit():
            return token
    before, sentence = index - 1, tokens[index].sentence
    while before >= 0 and tokens[before].pos in {"ADJ", "NUM"}:
        before -= 1
    token = tokens[before]
    return token if before >= 0 and token.pos == "DET" and token.sentence == sentence else None


def _has_named_agent(doc: Doc, participle: Token) -> bool:
    """Tell whether somebody who has a name does what a participle says: "les turbines produites par X" are turbines."""
    agents = (child for child in doc.kids(participle.index, "obl") if child.dep == "obl:agent")
    return any(agent.pos == "PROPN" or any(kid.pos == "PROPN" for kid in doc.kids(agent.index)) for agent in agents)


def noun_phrase(doc: Doc, head: int, lexicon: Lexicon) -> tuple[int, int]:
    """Return the tokens of a noun phrase without its determiner, as one would label the thing.

    Adjectives, complements and a participle right behind belong to it; relative clauses, appositions, brackets and what
    an infinitive adds do not: "assistant d’IA (capable d’accomplir …)".
    """
    start = head
    for token in reversed(doc.kids(head)):
        if token.index != start - 1 or token.pos != "ADJ" or token.base_dep != "amod":
            continue
        if not any(child.pos == "ADV" for child in doc.kids(token.index)):  # "la plus haute tour" is a tower
            start = token.index
    end = head + 1
    children = doc.children[head]
    if not children or children[-1] < head:
        return start, end
    inside = set(_right_modifiers(doc, head, lexicon))
    while end in inside and end - start < MAX_LABEL_TOKENS:
        end += 1
    while end > head + 1 and doc.tokens[end - 1].pos in {"ADP", "DET", "PUNCT", "CCONJ", "ADV", "SCONJ", "PRON"}:
        end -= 1
    return start, end


def _right_modifiers(doc: Doc, head: int, lexicon: Lexicon) -> Iterator[int]:
    """Yield the tokens right of a noun that belong to its label, up to a comma, a bracket or a clause."""
    for child in doc.kids(head):
        if child.index < head:
            continue
        base = child.base_dep
        is_participle = (
            base in {"acl", "dep"}
            and "Tense=Past" in child.morph
            and child.dep != "acl:relcl"
            and not _has_named_agent(doc, child)
            and not doc.has_kid(child.index, "aux", "nsubj")
        )
        is_complement = base == "nmod" and _is_label_complement(doc, child, lexicon)
        if base == "amod" and doc.has_kid(child.index, "xcomp"):
            return  # "capable d’accomplir" tells what it does, not what it is called
        if not (is_participle or is_complement or base in {"amod", "case", "flat", "fixed", "compound"}):
            return
        for index in doc.subtree(child.index):
            token = doc.tokens[index]
            is_clause = token.dep == "acl:relcl" or token.base_dep in {"ccomp", "xcomp", "advcl", "parataxis"}
            if is_clause or token.text in STOPS or "VerbForm=Inf" in token.morph:
                return
            yield index


def _is_label_complement(doc: Doc, token: Token, lexicon: Lexicon) -> bool:
    case = next(iter(doc.kids(token.index, "case")), None)
    return case is None or lexicon.has("label-prepositions", case.lower)
