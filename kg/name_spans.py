"""Doc → spans: where the recogniser and the capitals say that a name stands, cut and joined to what belongs to it."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import TypeAlias

from kg.doc import Doc, Token
from kg.lexicon import Lexicon, fold, union_of

Span: TypeAlias = tuple[int, int, str]

KNOWN = (
    ("institutions", "ORG"),
    ("known-companies", "ORG"),
    ("regions", "LOC"),
    ("countries", "LOC"),
    ("known-events", "EVENT"),
)
BODY_LABELS = frozenset({"ORG"})
PERSON_LABELS = frozenset({"PER", "PERSON"})
MAX_PARTICLES = 2
LINKS = frozenset({"ADP", "CCONJ", "DET"})
MAX_BUTTONS = 12  # tokens of a line
ROMAN = re.compile("[IVX]{2,}e?")  # "le XXe siècle"
SIGNS = frozenset({"%", "€", "$"})  # "le groupe X 10 %"
BODIES = ("name-forming-nouns", "organization-nouns")
ORDINARY = ("calendar-words", "capitalised-words", "concept-acronyms", "currencies")
NO_NAMES = (*ORDINARY, "not-names", "person-titles", "person-nouns")


def find_spans(doc: Doc, lexicon: Lexicon) -> list[Span]:
    """Return where names stand: tokens from and to (exclusive), and the recogniser's label, empty where it had none.

    These are the recogniser's spans without what does not belong to them, runs of capitals that it missed, and every other
    occurrence of both.
    """
    spans = _repeat(doc, _find_once(doc, lexicon))
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
    found = _with_nouns(doc, lexicon, found)
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
    return _join_particles(doc, lexicon, sorted(found))


def _known(doc: Doc, lexicon: Lexicon) -> Iterator[Span]:
    """Yield names of several words that are listed: "la Commission européenne", "l’Afrique de l’Ouest"."""
    first_words = _first_words(lexicon)
    words: tuple[str, ...] = ()
    taken = 0
    for token in [token for token in doc.tokens if token.text[:1].isupper()]:
        if token.index < taken or fold(token.text) not in first_words:
            continue
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
        and _is_body(lexicon, doc.tokens[name.start])
        and name.end >= end
        and (name.start < start or (name.start == start and name.end > end and is_open))
        for name in doc.names
    )


def _with_nouns(doc: Doc, lexicon: Lexicon, spans: list[Span]) -> list[Span]:
    """Join a name to the class noun that is part of it: "l’hôpital Saint-Aubin", "Centre hospitalier Brive-Tulle"."""
    joined: list[Span] = []
    for start, end, label in sorted(spans):
        first = start
        while (
            first > doc.sentence_of(start).start
            and doc.tokens[first - 1].pos == "ADJ"
            and not doc.tokens[first - 1].is_title
        ):
            first -= 1
        before = first - 1
        is_class = (
            before >= doc.sentence_of(start).start
            and doc.tokens[first].lower not in lexicon.origins
            and (
                (lexicon.has("name-forming-nouns", doc.tokens[before].lower) and label not in PERSON_LABELS)
                or (lexicon.has("kin-group-nouns", doc.tokens[before].lower) and first == start)
            )
        )
        if not is_class:
            joined.append((start, end, label))
            continue
        if joined and joined[-1][:2] == (before, before + 1):
            joined.pop()
        joined.append((before, end, label))
    return joined


def _trim(doc: Doc, lexicon: Lexicon, start: int, end: int) -> tuple[int, int]:
    """Cut determiners, quotes and ordinary words off the edges of a span; an empty one comes back for no name at all."""
    while start < end and not _can_begin(doc, lexicon, doc.tokens[start]):
        start += 1
    is_body = start < end and _is_body(lexicon, doc.tokens[start])
    for index in range(start + 1, end):
        if _breaks(lexicon, doc.tokens[index]) and not (is_body and _links(lexicon, doc.tokens[index])):
            end = index
            break
    while start < end and (
        _is_particle(lexicon, doc.tokens[end - 1])
        or (doc.tokens[end - 1].text[:1].isdigit() and end < len(doc.tokens) and doc.tokens[end].text in SIGNS)
        or (doc.tokens[end - 1].pos == "PUNCT" and not doc.tokens[end - 1].is_title)
        or not any(c.isalnum() for c in doc.tokens[end - 1].text)
    ):
        end -= 1
    return (start, end) if start < end and not _is_ordinary(doc, lexicon, start, end) else (end, end)


def _after_post(doc: Doc, lexicon: Lexicon, start: int, end: int) -> int:
    """Return where the organisation begins in "Directrice Générale de Novalia", `start` itself in any other name."""
    first = start + 1
    while first < end and lexicon.has("role-adjectives", doc.tokens[first].lower):
        first += 1
    if first < end and doc.tokens[first].text.isupper() and len(doc.tokens[first].text) > 1:
        return first if _is_post(lexicon, doc.tokens[start]) else start  # "Délégué CGT"
    is_held = first + 1 < end and lexicon.has("genitive-forms", doc.tokens[first].lower)
    has_person = any(lexicon.has("first-names", token.lower) for token in doc.tokens[first:end])
    return first + 1 if is_held and not has_person and _is_post(lexicon, doc.tokens[start]) else start


def _is_ordinary(doc: Doc, lexicon: Lexicon, start: int, end: int) -> bool:
    """Tell whether a span names nothing: a month, a currency, a people, a common noun with a capital ("le Premier ministre")."""
    words = doc.tokens[start:end]
    if all(_is_any(lexicon, ORDINARY, word) for word in words):
        return not _is_called_after_month(doc, lexicon, start, end)
    without_origin = [word.lower for word in words if word.lower not in lexicon.origins]
    if "-".join(without_origin) in lexicon.lists["person-nouns"]:
        return True  # "le Premier ministre belge"
    if _is_post(lexicon, words[0]) and all(lexicon.has("role-adjectives", word.lower) for word in words[1:]):
        return True
    if len(words) > 1:
        return False
    is_verb = words[0].pos == "VERB" and start == doc.sentence_of(start).start
    is_common = is_verb or _is_class_noun(lexicon, words[0])
    return is_common or is_people(doc, lexicon, words[0]) or _is_rubric(doc, lexicon, words[0])


def _is_called_after_month(doc: Doc, lexicon: Lexicon, start: int, end: int) -> bool:
    """Tell whether the name of a month is somebody’s: "le groupe Avril", "la planète Mars"; months have small letters."""
    is_month = (
        end == start + 1 and doc.tokens[start].is_title and lexicon.has("calendar-words", doc.tokens[start].lower)
    )
    sentence = doc.sentence_of(start)
    around = doc.tokens[max(sentence.start, start - 1) : min(sentence.end, end + 1)]
    return is_month and start > sentence.start and not any(token.text[:1].isdigit() for token in around)


def _is_rubric(doc: Doc, lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a word is the rubric that a headline begins with: "Horlogerie : Solvix cède …"."""
    sentence = doc.sentence_of(token.index)
    opens = token.index == sentence.start and token.index + 1 < len(doc.tokens)
    is_common = token.pos == "NOUN" or lexicon.has("industry-nouns", token.lower)
    return opens and is_common and doc.tokens[token.index + 1].text in {":", ".", "|"}


def _is_post(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a word is a post, in press releases with a capital: "Directrice", "Président-Directeur"."""
    return any(lexicon.has("person-nouns", part) for part in (token.lower, token.lower.partition("-")[0]))


def is_people(doc: Doc, lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a capitalised word is who comes from somewhere: "les Québécois", "une Suédoise"."""
    if not lexicon.origins_of(token.lower) or any(
        lexicon.has(name, fold(token.text)) for name in ("countries", "regions")
    ):
        return False
    if token.index == doc.sentence_of(token.index).start:
        return False
    before = doc.tokens[token.index - 1]
    return before.pos in {"DET", "NUM", "ADJ"} or lexicon.has("contracted-articles", before.lower)


def _is_any(lexicon: Lexicon, names: tuple[str, ...], token: Token) -> bool:
    return token.lower in _words_of(lexicon, names)


@cache
def _words_of(lexicon: Lexicon, names: tuple[str, ...]) -> frozenset[str]:
    """Return the words of several lists and maps."""
    return frozenset().union(*(lexicon.lists[name] if name in lexicon.lists else lexicon.maps[name] for name in names))


def _is_class_noun(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a capitalised word alone is a common noun: "la Holding", "le Groupe"."""
    if token.lower in lexicon.lists["institutions"]:
        return False
    return token.lower in union_of(lexicon, "organization-nouns", "person-nouns", "name-forming-nouns")


def _breaks(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a word within a span shows that it was no name from there on ("Finances sur ses comptes")."""
    if token.is_title or lexicon.has("name-particles", token.lower):
        return False
    return token.pos in {"ADP", "ADV", "AUX", "CCONJ", "DET", "PRON", "SCONJ", "VERB"}


def _is_body(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a name that begins so is that of a body, which may hold any words: "Union pour la Défense de l’Eau"."""
    return token.lower in union_of(lexicon, *BODIES)


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
    is_word = lexicon.has("not-names", token.lower) or lexicon.has("person-titles", token.lower)
    return not (is_word and (starts or lexicon.has("person-titles", token.lower)))


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
    if _is_sign(token):
        return False
    is_class = lexicon.has("organization-nouns", token.lower)  # "la Holding", but "la Télévision Rhodanienne"
    before = doc.tokens[index - 1] if index > sentence.start else None
    is_role = before is not None and _is_post(lexicon, before) and lexicon.has("role-adjectives", token.lower)
    is_alone = index + 1 == sentence.end or not doc.tokens[index + 1].is_title
    if is_role or _is_any(lexicon, NO_NAMES, token) or (is_class and is_alone):
        return False
    begins = before is None or (before.pos == "PUNCT" and before.text not in {",", "-", "("})
    if begins:
        return is_brand or (inner_capital and token.pos in {"PROPN", "NOUN", "X"}) or token.pos == "PROPN"
    is_shouted = all(t.text.isupper() for t in doc.tokens[sentence.start : sentence.end] if t.text.isalpha())
    is_adjective = token.lemma in lexicon.origins and token.pos in {"NOUN", "ADJ"}
    return not is_shouted and not is_adjective and not is_people(doc, lexicon, token)


def _is_sign(token: Token) -> bool:
    """Tell whether a token is no word of a name: a letter, an elided article, "M€", "XXe"."""
    if len(token.text) == 1 or token.pos in {"PUNCT", "SYM", "NUM"} or not any(c.isalpha() for c in token.text):
        return True
    is_number = (token.pos == "ADJ" or token.text.endswith("e")) and ROMAN.fullmatch(token.text) is not None
    return is_number or token.text.endswith("'") or any(unicodedata.category(c) == "Sc" for c in token.text)


def _is_brand(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a word in small letters is nevertheless a name: "marc&anna", "voyages-malins.fr"."""
    first, sign, last = token.lower.partition("&")
    if sign:
        return first[-1:].isalpha() and last[:1].isalpha() and not lexicon.has("concept-acronyms", token.lower)
    site, dot, ending = token.lower.rpartition(".")
    return bool(dot) and len(site) > 1 and site[-1:].isalnum() and lexicon.has("web-endings", ending)


def _join_particles(doc: Doc, lexicon: Lexicon, spans: list[Span]) -> list[Span]:
    """Join the halves of a person’s name that a particle holds together: "Marc de Kersaint", "Anne Le Goff"."""
    joined: list[Span] = []
    for start, end, label in spans:
        if joined:
            before_start, before_end, before = joined[-1]
            between = doc.tokens[before_end:start]
            is_held = (
                all(lexicon.has("name-particles", token.lower) for token in between) and len(between) <= MAX_PARTICLES
            )
            is_person = before in PERSON_LABELS and (label in PERSON_LABELS or (label in {"", "MISC"} and not between))
            ends_open = lexicon.has("name-particles", doc.tokens[before_end - 1].lower)
            if is_held and is_person and (between or ends_open):
                joined[-1] = (before_start, end, before)
                continue
        joined.append((start, end, label))
    return joined


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
