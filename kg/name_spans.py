"""Doc → spans: where the recogniser and the capitals say that a name stands, cut and joined to what belongs to it."""

from collections.abc import Iterator
from functools import cache

from kg.doc import Doc, Token
from kg.lexicon import Lexicon, fold
from kg.long_names import Span, is_body, join_branches, join_complements, join_particles, with_nouns
from kg.ordinary_words import NO_NAMES, is_any, is_capitalised, is_ordinary, is_portfolio, is_post, is_sign

KNOWN = (
    ("institutions", "ORG"),
    ("known-companies", "ORG"),
    ("regions", "LOC"),
    ("countries", "LOC"),
    ("known-events", "EVENT"),
)
BODY_LABELS = frozenset({"ORG"})
LINKS = frozenset({"ADP", "CCONJ", "DET"})
MAX_BUTTONS = 12  # tokens of a line
SIGNS = frozenset({"%", "€", "$"})  # "le groupe X 10 %"


def find_spans(doc: Doc, lexicon: Lexicon) -> list[Span]:
    """Return where names stand: tokens from and to (exclusive), and the recogniser's label, empty where it had none.

    These are the recogniser's spans without what does not belong to them, runs of capitals that it missed, and every other
    occurrence of both.
    """
    spans = join_branches(doc, lexicon, _repeat(doc, _find_once(doc, lexicon)))
    return [span for span in spans if not _is_button(doc, lexicon, span[0])]


def _is_button(doc: Doc, lexicon: Lexicon, index: int) -> bool:
    """Tell whether a token stands in a line of buttons for sharing the article."""
    sentence = doc.sentence_of(index)
    if sentence.end - sentence.start > MAX_BUTTONS:
        return False
    words = (token.lower for token in doc.tokens[sentence.start : sentence.end] if token.text[:1].isalnum())
    return all(lexicon.has("sharing-words", word) for word in words)


def _find_once(doc: Doc, lexicon: Lexicon) -> list[Span]:
    found = [span for span in _known(doc, lexicon) if not _is_part(doc, lexicon, span)]
    taken = {index for start, end, _ in found for index in range(start, end)}
    for name in doc.names:
        first = _after_post(doc, lexicon, name.start, name.end)
        start, end = _trim(doc, lexicon, first, name.end)
        if start < end and not taken & set(range(start, end)):
            found.append((start, end, name.label if first == name.start else ""))
            taken |= set(range(start, end))
    found = with_nouns(doc, lexicon, found)
    taken = {index for start, end, _ in found for index in range(start, end)}
    for sentence in doc.sentences:
        index = sentence.start
        while index < sentence.end:
            text = doc.tokens[index].text
            if index in taken or (text.islower() and text.isalpha()) or not _is_name_like(doc, lexicon, index):
                index += 1
                continue
            end = index + 1
            while end < sentence.end and end not in taken and _is_name_like(doc, lexicon, end):
                end += 1
            found.append((index, end, ""))
            taken |= set(range(index, end))
            index = end
    return join_particles(doc, lexicon, join_complements(doc, lexicon, found))


def _known(doc: Doc, lexicon: Lexicon) -> Iterator[Span]:
    """Yield names of several words that are listed: "la Commission européenne", "l’Afrique de l’Ouest"."""
    first_words = _first_words(lexicon)
    words: tuple[str, ...] = ()
    taken = 0
    for token in doc.tokens:
        if token.lower not in first_words or token.index < taken:
            continue
        if not token.is_title and not any(other.is_title for other in doc.tokens[token.index + 1 : token.index + 3]):
            continue  # "les îles Vierges britanniques", "l’île d’Yeu"
        words = words or tuple([fold(other.text) for other in doc.tokens])
        for name, label in KNOWN:
            length = lexicon.match_at(name, words, token.index)
            is_phrase = name == "known-companies" and not any(
                other.is_title or other.text.isdigit() for other in doc.tokens[token.index + 1 : token.index + length]
            )  # "Le point sur …"
            if length > 1 and not is_phrase:
                taken = token.index + length
                yield token.index, taken, label
                break


@cache
def _first_words(lexicon: Lexicon) -> frozenset[str]:
    """Return the words that listed names begin with."""
    return frozenset().union(*(lexicon.sequences[name] for name, _ in KNOWN))


def _is_part(doc: Doc, lexicon: Lexicon, span: Span) -> bool:
    """Tell whether a listed name is part of a longer one that was heard: "Haut-Commissariat des Nations unies"."""
    start, end, _ = span
    is_open = end < len(doc.tokens) and lexicon.has("genitive-forms", doc.tokens[end].lower)
    return any(
        name.label in BODY_LABELS
        and is_body(lexicon, doc.tokens[name.start])
        and name.end >= end
        and (name.start < start or (name.start == start and name.end > end and is_open))
        for name in doc.names
    )


def _trim(doc: Doc, lexicon: Lexicon, start: int, end: int) -> tuple[int, int]:
    """Cut determiners, quotes and ordinary words off the edges of a span; an empty one comes back for no name at all."""
    while start < end and not _can_begin(doc, lexicon, doc.tokens[start]):
        start += 1
    is_open = start < end and is_body(lexicon, doc.tokens[start])
    if start + 2 < end and is_portfolio(doc, lexicon, start, start + 1):  # "ministre des Finances du Cameroun"
        start = next((index for index in range(start + 1, end) if doc.tokens[index].is_title), end)
    named = start + 1
    while named + 1 < end and lexicon.is_origin(doc.tokens[named].text):
        named += 1
    if named > start + 1 and all(token.is_title for token in doc.tokens[named:end]):
        start, is_open = named, False  # "la Banque lyonnaise Alpin Credit"
    for index in range(start + 1, end):
        if _breaks(lexicon, doc.tokens[index]) and not (is_open and _links(lexicon, doc.tokens[index])):
            end = index
            break
    while start < end and (
        _is_particle(lexicon, doc.tokens[end - 1])
        or (doc.tokens[end - 1].text[:1].isdigit() and end < len(doc.tokens) and doc.tokens[end].text in SIGNS)
        or (doc.tokens[end - 1].pos == "PUNCT" and not doc.tokens[end - 1].is_title)
        or not any(c.isalnum() for c in doc.tokens[end - 1].text)
    ):
        end -= 1
    return (start, end) if start < end and not is_ordinary(doc, lexicon, start, end) else (end, end)


def _after_post(doc: Doc, lexicon: Lexicon, start: int, end: int) -> int:
    """Return where the organisation begins in "Directrice Générale de Novalia", `start` itself in any other name."""
    first = start + 1
    if "-".join(token.lower for token in doc.tokens[start : min(start + 2, end)]) in lexicon.lists["person-nouns"]:
        return start + 3 if first + 1 < end and lexicon.has("genitive-forms", doc.tokens[first + 1].lower) else start
    while first < end and lexicon.has("role-adjectives", doc.tokens[first].lower):
        first += 1
    if first < end and doc.tokens[first].text.isupper() and len(doc.tokens[first].text) > 1:
        return first if is_post(lexicon, doc.tokens[start]) else start  # "Délégué CGT"
    is_held = first + 1 < end and lexicon.has("genitive-forms", doc.tokens[first].lower)
    has_person = any(lexicon.has("first-names", token.lower) for token in doc.tokens[first:end])
    return first + 1 if is_held and not has_person and is_post(lexicon, doc.tokens[start]) else start


def _breaks(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a word within a span shows that it was no name from there on ("Finances sur ses comptes")."""
    if token.is_title or lexicon.has("name-particles", token.lower):
        return False
    return token.pos in {"ADP", "ADV", "AUX", "CCONJ", "DET", "PRON", "SCONJ", "VERB"}


def _links(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether the long name of a body may hold a word: "et", "pour", "en", no "ses"."""
    return token.pos in LINKS and not lexicon.has("possessives", token.lower)


def _is_particle(lexicon: Lexicon, token: Token) -> bool:
    return not token.is_title and lexicon.has("name-particles", token.lower)


def _can_begin(doc: Doc, lexicon: Lexicon, token: Token) -> bool:
    if lexicon.has("name-forming-nouns", token.lower) and token.index + 1 < len(doc.tokens):
        return True
    if not (token.is_title or token.text[:1].isdigit() or any(c.isupper() for c in token.text)):
        return False
    if token.pos in {"DET", "ADP", "PUNCT"} and lexicon.has("not-names", token.lower):
        # "La Redoute": the article belongs to the name when it is capitalised within the sentence
        return token.index > doc.sentence_of(token.index).start and token.is_title and token.pos == "DET"
    starts = token.index == doc.sentence_of(token.index).start
    is_title = is_any(lexicon, ("person-titles",), token)
    return not (is_title or (starts and lexicon.has("not-names", token.lower)))


def _is_name_like(doc: Doc, lexicon: Lexicon, index: int) -> bool:
    """Tell whether a token outside the recogniser's spans is capitalised where ordinary words are not."""
    token = doc.tokens[index]
    if token.text.islower() and "." not in token.text and "&" not in token.text:
        return False
    sentence = doc.sentence_of(index)
    inner_capital = any(c.isupper() for c in token.text[1:]) and token.text[:1].isalpha()
    is_brand = _is_brand(lexicon, token)
    if not token.is_title and not inner_capital and not is_brand:
        return False
    if is_sign(token):
        return False
    is_class = lexicon.has("organization-nouns", token.lower)  # "la Holding", but "la Télévision Rhodanienne"
    before = doc.tokens[index - 1] if index > sentence.start else None
    is_role = before is not None and is_post(lexicon, before) and lexicon.has("role-adjectives", token.lower)
    is_alone = index + 1 == sentence.end or not doc.tokens[index + 1].is_title
    if (
        is_role
        or is_any(lexicon, NO_NAMES, token)
        or (is_class and (is_alone or token.text.isupper()))
        or is_capitalised(doc, lexicon, token)
    ):
        return False
    begins = before is None or (before.pos == "PUNCT" and before.text not in {",", "-", "(", ";"})
    if begins:
        return is_brand or (inner_capital and token.pos in {"PROPN", "NOUN", "X"}) or token.pos == "PROPN"
    is_shouted = all(t.text.isupper() for t in doc.tokens[sentence.start : sentence.end] if t.text.isalpha())
    is_adjective = token.lemma in lexicon.origins and token.pos in {"NOUN", "ADJ"}
    return not is_shouted and not is_adjective


def _is_brand(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a word in small letters is nevertheless a name: "marc&anna", "voyages-malins.fr"."""
    first, sign, last = token.lower.partition("&")
    if sign:
        return first[-1:].isalpha() and last[:1].isalpha() and not lexicon.has("concept-acronyms", token.lower)
    site, dot, ending = token.lower.rpartition(".")
    return bool(dot) and len(site) > 1 and site[-1:].isalnum() and lexicon.has("web-endings", ending)


def _repeat(doc: Doc, spans: list[Span]) -> list[Span]:
    """Add the other occurrences of every name that was found once, whole where only its parts were found."""
    known = {tuple(t.text for t in doc.tokens[start:end]) for start, end, _ in spans}
    lengths: dict[str, set[int]] = {}
    for name in known:
        lengths.setdefault(name[0], set()).add(len(name))
    by_token = {index: span for span in spans for index in range(span[0], span[1])}
    kept = dict.fromkeys(spans)
    for sentence in doc.sentences:
        index = sentence.start
        while index < sentence.end:
            if doc.tokens[index].text not in lengths:
                index += 1
                continue
            end = _longest(doc, known, lengths, index, sentence.end)
            inside = {by_token[i] for i in range(index, end) if i in by_token}
            if end == index or any(start < index or stop > end for start, stop, _ in inside):
                index += 1
                continue
            if (index, end) not in {(start, stop) for start, stop, _ in inside}:
                label = next((label for _, _, label in sorted(inside) if len(inside) == 1), "")
                for span in inside:
                    kept.pop(span, None)
                kept[index, end, label] = None
            index = end
    return sorted(kept)


def _longest(doc: Doc, known: set[tuple[str, ...]], lengths: dict[str, set[int]], start: int, stop: int) -> int:
    """Return where the longest known name that begins at a token ends, the token itself when none does."""
    for length in sorted(lengths.get(doc.tokens[start].text, ()), reverse=True):
        if start + length <= stop and tuple(t.text for t in doc.tokens[start : start + length]) in known:
            return start + length
    return start
