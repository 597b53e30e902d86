"""Noun phrases that stand beside a name and describe it: "le PDG Tim Cook", "Klarna, une entreprise de …", "le patron de X, Y".

The parser finds 28 of 100 appositions outside its domain and calls the rest nmod, conj, dep or a second root, so they are
read off the order of the words and held to agreeing types.
"""

from collections.abc import Iterator, Mapping

from kg.arcs import Syntax
from kg.doc import Doc
from kg.lexicon import Lexicon, union_of
from kg.mentions import determiner_of
from kg.model import EntityType, Mention, MentionKind
from kg.openings import find_openings

SEPARATORS = frozenset({",", "(", "-", "\u2013", "\u2014"})
DESCRIBING: Mapping[EntityType, tuple[str, ...]] = {  # the lists of the nouns that describe what a name names
    EntityType.PERSON: ("person-titles", "person-nouns", "office-nouns", "maker-nouns", "party-nouns"),
    EntityType.ORGANIZATION: (
        *("organization-nouns", "maker-nouns", "site-nouns", "name-class-nouns", "party-nouns", "plural-companies"),
    ),
    EntityType.GROUP: ("party-nouns", "organization-nouns"),
    EntityType.PRODUCT: ("product-nouns", "name-class-nouns"),
    EntityType.PLACE: ("place-nouns", "site-nouns"),
    EntityType.EVENT: ("event-nouns",),
}
MAX_PHRASE = 8  # tokens between a describing noun and the name that closes its phrase


def find_descriptions(
    doc: Doc, mentions: tuple[Mention, ...], syntax: Syntax, lexicon: Lexicon
) -> Mapping[int, Mention]:
    """Return the name that each describing noun phrase describes, by the head token of the phrase."""
    names = {mention.start: mention for mention in mentions if mention.kind is MentionKind.NAME}
    by_end = {mention.end: mention for mention in names.values()}
    nominals = [mention for mention in mentions if mention.kind is MentionKind.NOMINAL]
    adjacent = {mention.head: _adjacent(doc, mention, names, lexicon) for mention in nominals}
    found = _nearest(doc, {head: name for head, name in adjacent.items() if name is not None}, lexicon)
    classed = {start_of(doc, m): found[m.head] for m in nominals if m.head in found and m.head < found[m.head].start}
    starts = names | classed
    for mention in nominals:
        if mention.head in found:
            continue
        selection = _selection(doc, mention, lexicon)
        before = _called(doc, mention, names, lexicon) or _after_name(doc, mention, selection, by_end, lexicon)
        name = before
        if before is None or (mention.is_definite and _is_taken(doc, before, found, lexicon)):
            name = _before_name(doc, mention, starts, syntax, lexicon, is_plural=selection is not None) or before
        if name is not None:
            found[mention.head] = name
    by_head = {name.head: name for name in names.values()}
    for head, name in find_openings(doc, [m for m in nominals if m.head not in found], by_head, found, lexicon).items():
        if agrees(doc, head, name, lexicon):
            found[head] = name
    for mention in nominals:
        _share_with_conjuncts(doc, mention, found, lexicon)
        _share_with_next(doc, mention, nominals, found, lexicon)
    return found


def _is_taken(doc: Doc, name: Mention, found: Mapping[int, Mention], lexicon: Lexicon) -> bool:
    """Tell whether a name is somebody else's already: "l’avocat de X, Y, le patron de Z, W, a", "chez X, le patron, Y"."""
    is_firm = any(lexicon.has("firm-prepositions", case.lower) for case in doc.kids(name.head, "case"))
    return is_firm or any(other is name for other in found.values())


def _nearest(doc: Doc, found: dict[int, Mention], lexicon: Lexicon) -> dict[int, Mention]:
    """Return, of the nouns before one name, the nearest: "le patron du groupe X" is about the group.

    Where it is from is no noun of its own: "le distributeur zurichois X" is about the distributor.
    """
    by_name: dict[int, int] = {}
    for head, name in sorted(found.items()):
        if name.start not in by_name or not lexicon.is_origin(doc.tokens[head].lower):
            by_name[name.start] = head
    return {head: found[head] for head in by_name.values()}


def _share_with_conjuncts(doc: Doc, mention: Mention, found: dict[int, Mention], lexicon: Lexicon) -> None:
    """Let what holds of one noun hold of its conjuncts: "le PDG et fondateur de Klarna, X"."""
    for child in doc.kids(mention.head, "conj"):
        for first, second in ((mention.head, child.index), (child.index, mention.head)):
            if first not in found or second in found:
                continue
            if _is_one_person(doc, mention.head, child.index, found[first], lexicon):
                found[second] = found[first]


def _share_with_next(
    doc: Doc, mention: Mention, nominals: list[Mention], found: dict[int, Mention], lexicon: Lexicon
) -> None:
    """Let a bare noun behind "et" describe what the phrase it closes describes: "X, spécialiste de la vente et filiale de Y"."""
    start = mention.start
    if mention.head in found or not start or start_of(doc, mention) != start:
        return
    if not lexicon.has("list-conjunctions", doc.tokens[start - 1].lower):
        return
    for other in nominals:
        is_around = other.head < mention.head and other.end >= start - 1 and other.head in found
        if is_around and found[other.head].end <= other.start and agrees(doc, mention.head, found[other.head], lexicon):
            found[mention.head] = found[other.head]
            return


def _is_one_person(doc: Doc, first: int, second: int, name: Mention, lexicon: Lexicon) -> bool:
    """Tell whether two coordinated nouns describe one: the second has no determiner of its own."""
    has_own = determiner_of(doc, second) is not None
    return not has_own and all(agrees(doc, index, name, lexicon) for index in (first, second))


def agrees(doc: Doc, head: int, name: Mention, lexicon: Lexicon, *, is_plural: bool = False) -> bool:
    """Tell whether a noun can describe what a name names."""
    token = doc.tokens[head]
    if lexicon.is_origin(token.lower) and name.type in {EntityType.PERSON, EntityType.ORGANIZATION}:
        return head < name.start  # "le français X"
    words = {lexicon.without_former(word) for word in (token.lemma, token.lower)}
    words |= {word.partition("-")[0] for word in words}  # "l’entrepreneur-investisseur X"
    lists = DESCRIBING.get(name.type or EntityType.CONCEPT, ())
    is_body = bool(words & lexicon.lists["plural-bodies"])  # "le fonds", one though written as a plural
    # "les studios X", one company though written as a plural
    is_company = name.type is EntityType.ORGANIZATION and lexicon.has("plural-companies", token.lower)
    is_body = is_body or (is_company and determiner_of(doc, head) is not None)  # not "le fabricant de meubles X"
    if ("Number=Plur" in token.morph) is not is_plural and not is_body:
        return False
    return not words.isdisjoint(union_of(lexicon, *lists))


def _adjacent(doc: Doc, mention: Mention, names: Mapping[int, Mention], lexicon: Lexicon) -> Mention | None:
    """Read "le PDG Tim Cook", "l’éditeur français X", "l’opérateur de téléphonie mobile X": the name that closes the phrase."""
    sentence = doc.sentence_of(mention.head)
    for position in range(mention.head + 1, min(mention.head + MAX_PHRASE, sentence.end)):
        token, before = doc.tokens[position], doc.tokens[position - 1]
        name = names.get(position)
        if name is not None:
            if (
                before.lower in lexicon.origins
                and doc.tokens[position - 2].pos == "DET"
                and position - 2 > mention.head
            ):
                return None  # "sa filiale de cosmétiques à l’américain X"
            is_bare = before.pos not in {"ADP", "DET", "CCONJ"} and not lexicon.has("genitive-forms", before.lower)
            if is_bare and agrees(doc, mention.head, name, lexicon):
                return None if _is_of_inner_noun(doc, mention.head, name, lexicon) else name
            second = (
                names.get(name.end) if name.end < sentence.end else None
            )  # "le PDG de Klarna Sebastian Siemiatkowski"
            return second if second is not None and agrees(doc, mention.head, second, lexicon) else None
        is_inside = token.pos in {"ADJ", "NOUN", "ADP", "DET", "ADV", "CCONJ"} or lexicon.is_origin(token.lower)
        is_inside = is_inside or lexicon.has("quote-openers", token.text)  # "la marque « X »"
        is_inside = is_inside or lexicon.has("portfolio-words", token.lower)  # "la ministre de la Justice X"
        if not is_inside or position == sentence.start:
            return None
        is_trade = any(lexicon.has("industry-nouns", word) for word in (token.lemma, token.lower))
        if token.pos == "NOUN" and before.pos not in {"ADP", "DET", "ADJ", "CCONJ"} and not is_trade:
            return None  # but "l’équipementier télécoms X"
    return None


def _is_of_inner_noun(doc: Doc, head: int, name: Mention, lexicon: Lexicon) -> bool:
    """Tell whether a name belongs to a noun within a phrase: "maison mère des marques X", not "le géant du luxe X"."""
    inner = next((token for token in reversed(doc.tokens[head + 1 : name.start]) if token.pos == "NOUN"), None)
    if inner is None or not agrees(doc, inner.index, name, lexicon, is_plural="Number=Plur" in inner.morph):
        return False
    marks = [*doc.kids(inner.index, "det"), *doc.kids(inner.index, "case")]
    return any(
        mark.base_dep == "det" or lexicon.has("contracted-articles", mark.lower)
        for mark in marks
        if mark.index < inner.index
    )


def start_of(doc: Doc, mention: Mention) -> int:
    """Return the first token of a phrase with its determiner."""
    determiner = determiner_of(doc, mention.head)
    start = min(mention.start, determiner.index) if determiner is not None else mention.start
    while start and doc.tokens[start - 1].pos in {"ADJ", "NUM"} and doc.tokens[start - 1].head == mention.head:
        start -= 1  # "X, premier réseau du pays"
    return start


def _selection(doc: Doc, mention: Mention, lexicon: Lexicon) -> int | None:
    """Return where "l’un des" begins that picks one out of the several that a phrase names, None when none is picked."""
    start = start_of(doc, mention)
    one = doc.tokens[start - 1] if start else None
    if one is not None and lexicon.has("genitive-forms", one.lower):  # "de ses", "de ces"; "des" is a token of its own
        one = doc.tokens[one.index - 1] if one.index else None
    if one is None or not lexicon.has("selective-pronouns", one.lower):
        return None
    is_elided = one.index > 0 and lexicon.has("definite-determiners", doc.tokens[one.index - 1].lower)
    return one.index - is_elided


def _skip_adverbs(doc: Doc, start: int) -> int:
    """Return where a phrase begins with the adverbs before it: "X, également fondateur de Y"."""
    while start and doc.tokens[start - 1].pos == "ADV":
        before = doc.tokens[max(0, start - 3) : start - 1]
        is_phrase = [token.pos for token in before] == ["PUNCT", "ADP"]
        start -= 2 if is_phrase else 1  # "X, par ailleurs gérant de Y"
    return start


def _before_bracket(doc: Doc, end: int) -> int:
    """Return where what stands before a comma ends, a bracket aside: "Novalia (NVL), leader de"."""
    if end and doc.tokens[end - 1].text == ")":
        opening = (token.index for token in reversed(doc.tokens[max(0, end - MAX_PHRASE) : end]) if token.text == "(")
        return next(opening, end)
    return end


def _after_name(
    doc: Doc, mention: Mention, selection: int | None, by_end: Mapping[int, Mention], lexicon: Lexicon
) -> Mention | None:
    """Read "Sam Altman, PDG d’OpenAI", "Klarna, l’un des concurrents de": the phrase after a name and a comma."""
    start = _skip_adverbs(doc, start_of(doc, mention) if selection is None else selection)
    is_open = start >= 1 and doc.tokens[start - 1].text in SEPARATORS
    name = by_end.get(_before_bracket(doc, start - 1) if is_open else start)
    if name is None or doc.tokens[name.head].sentence != doc.tokens[mention.head].sentence:
        return None
    if _is_own_subject(doc, mention, name):
        return None
    # "Paul Mercier porte-parole de X", without a comma: of people only, and without an article
    is_bare_role = name.type is EntityType.PERSON and determiner_of(doc, mention.head) is None
    if _begins_clause(doc, mention, name, lexicon):
        return None
    is_fit = agrees(doc, mention.head, name, lexicon, is_plural=selection is not None)
    return name if (is_open or is_bare_role) and is_fit else None


def _called(doc: Doc, mention: Mention, names: Mapping[int, Mention], lexicon: Lexicon) -> Mention | None:
    """Read "une filiale baptisée X", "la nouvelle société, nommée Y": the name behind a participle of naming."""
    sentence = doc.sentence_of(mention.head)
    for token in doc.tokens[mention.head + 1 : min(mention.head + MAX_PHRASE, sentence.end - 1)]:
        if lexicon.has("naming-participles", token.lower):
            return names.get(token.index + 1) or names.get(token.index + 2)
        if token.text != "," and token.pos not in {"ADJ", "ADP", "ADV", "NOUN"}:
            return None
    return None


def _is_own_subject(doc: Doc, mention: Mention, name: Mention) -> bool:
    """Tell whether the phrase after a name is the subject of the clause: "Avec X, le groupe propose"."""
    token = doc.tokens[mention.head]
    follows = doc.tokens[mention.end].text if mention.end < len(doc.tokens) else ""
    is_subject = token.base_dep == "nsubj" and doc.tokens[name.head].head != token.index
    is_fronted = doc.has_kid(name.head, "case")
    return is_subject and is_fronted and mention.is_definite and follows not in SEPARATORS | {")"}


def _is_of_fronted_clause(doc: Doc, mention: Mention, name: Mention) -> bool:
    """Tell whether a phrase before a name is apart from the name, the subject of what follows.

    "en quittant le groupe, X a vendu", "selon le ministère, X vendra", but "pour le patron de X, Y, il faut".
    """
    token, subject = doc.tokens[mention.head], doc.tokens[name.head]
    if subject.base_dep != "nsubj" or subject.head == token.index:
        return False
    is_argument = token.base_dep == "obj" and "VerbForm=Part" in doc.tokens[token.head].morph
    is_closed = name.end < len(doc.tokens) and doc.tokens[name.end].text == ","
    is_fronted = token.base_dep == "obl" and token.head == subject.head and doc.has_kid(token.index, "case")
    return (is_argument and subject.head != token.head) or (is_fronted and not is_closed)


def _begins_clause(doc: Doc, mention: Mention, name: Mention, lexicon: Lexicon) -> bool:
    """Tell whether a phrase behind a name begins anew: "Interrogé par X, un porte-parole de Y a dit"."""
    if determiner_of(doc, mention.head) is None:
        return False
    token = doc.tokens[name.head]
    while token.base_dep in {"appos", "flat", "nmod"} and token.head < mention.start and token.head != token.index:
        token = doc.tokens[token.head]
    is_complement = doc.has_kid(token.index, "case")
    sentence = doc.sentence_of(mention.head)
    verb = next((t for t in doc.tokens[mention.end : sentence.end] if t.pos in {"VERB", "AUX"}), None)
    between = doc.tokens[mention.end : verb.index] if verb is not None else ()
    if any(lexicon.has("relative-subject", token.lower) for token in between):
        return False  # "conçu par X, une société de Metz qui emploie"
    is_open = all(token.text != "," for token in between)
    return is_complement and is_open and verb is not None and "VerbForm=Fin" in verb.morph


def _before_name(
    doc: Doc, mention: Mention, names: Mapping[int, Mention], syntax: Syntax, lexicon: Lexicon, *, is_plural: bool
) -> Mention | None:
    """Read "le patron de X, Y": the name after the phrase, its list of complements and a comma."""
    for end in _ends(doc, mention, names, syntax, lexicon):
        if end >= len(doc.tokens) or doc.tokens[end].text not in SEPARATORS | {":"}:
            continue
        name = names.get(end + 1) or names.get(_skip_epithets(doc, end + 1, lexicon))
        if name is None or doc.tokens[name.head].sentence != doc.tokens[mention.head].sentence:
            continue
        if _is_of_fronted_clause(doc, mention, name):
            continue
        if name.type is EntityType.PLACE and doc.tokens[end].text == "(":
            continue  # "l’hôpital de Pau (Pyrénées-Atlantiques)" says where
        if agrees(doc, mention.head, name, lexicon, is_plural=is_plural):
            return name
    return None


def _skip_epithets(doc: Doc, start: int, lexicon: Lexicon) -> int:
    """Return where a name may begin behind its article and where it is from: "la Sobema", "l’américain Stockwise"."""
    end = start
    if end < len(doc.tokens) and lexicon.has("person-titles", doc.tokens[end].lower):
        return end + 1  # "l’avocate de X, Me Y"
    if end < len(doc.tokens) and lexicon.has("definite-determiners", doc.tokens[end].lower):
        end += 1
        while end < len(doc.tokens) and (
            lexicon.is_origin(doc.tokens[end].lower) or doc.tokens[end].lower.startswith(lexicon.former_prefixes)
        ):
            end += 1  # "sa patronne, l’ex-Danone Anna Keller"
    return end


def _ends(doc: Doc, mention: Mention, names: Mapping[int, Mention], syntax: Syntax, lexicon: Lexicon) -> Iterator[int]:
    """Yield where a phrase may end: with its label, its list of complements, the name in it, or at the next comma."""
    end = mention.end
    for arc in syntax.of(mention.head, lexicon.genitive):
        for listed in syntax.lists.get(arc.token, ()):
            inside = next((name for name in names.values() if name.head == listed), None)
            end = max(end, inside.end) if inside is not None else end
    end = names[end].end if end in names else end
    yield end  # "le créateur de la start-up X, Y"
    if end < len(doc.tokens) and doc.tokens[end].text == "(":  # "le patron de la Société nationale (SN), Y"
        yield from (token.index + 1 for token in doc.tokens[end : end + MAX_PHRASE] if token.text == ")")
    for token in doc.tokens[mention.head + 1 : mention.head + MAX_PHRASE + 4]:
        if token.text == ",":
            yield token.index
        is_participle = token.pos == "VERB" and "VerbForm=Part" in token.morph
        if token.pos in {"VERB", "AUX", "PUNCT", "PRON", "SCONJ"} and not is_participle:
            return
