"""Doc → names: where the recogniser and the capitals say that a name stands, and which type the whole document votes for.

The recogniser finds 93 of 100 names of a business article and loses the types of half of them; votes summed over all
occurrences of a name, with cues around it, bring those back (F1 .646 → .82 on hand-labelled excerpts).
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kg.cues import FAIR, STRONG
from kg.doc import Doc, Token
from kg.lexicon import Lexicon, fold
from kg.model import EntityType, Vote
from kg.type_votes import is_business, name_key, votes_of, winner

PERSON_LABELS = frozenset({"PER", "PERSON"})
MAX_PARTICLES = 2
MAX_BETWEEN = 2  # tokens between two names of a list: a comma or "et", and an article or a preposition
MIN_LIST = 3
NO_NAMES = ("not-names", "calendar-words", "capitalised-words", "concept-acronyms", "person-titles", "person-nouns")
ORDINARY = ("calendar-words", "capitalised-words", "concept-acronyms", "currencies")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name where it stands: tokens `start` to `end` (exclusive), its type and why."""

    start: int
    end: int
    type: EntityType
    votes: tuple[Vote, ...]


def find_names(doc: Doc, lexicon: Lexicon, expected: Mapping[str, tuple[Vote, ...]] | None = None) -> tuple[Name, ...]:
    """Return the names of a document in text order, not overlapping, each typed by the votes of all its occurrences.

    `expected` holds further votes by folded name, those of the frames.
    """
    spans = _repeat(doc, _spans(doc, lexicon))
    in_business = is_business(doc, lexicon)
    votes: dict[str, list[Vote]] = {}
    for start, end, label in spans:
        votes.setdefault(name_key(doc, start, end), []).extend(
            votes_of(doc, lexicon, start=start, end=end, label=label, is_business=in_business)
        )
    for key, cast in (expected or {}).items():
        votes.setdefault(key, []).extend(cast)
    _share_short_forms(votes)
    _share_acronyms(doc, spans, votes)
    _share_lists(doc, lexicon, spans, votes)
    return tuple(
        Name(start=start, end=end, type=winner(votes[key]), votes=tuple(votes[key]))
        for start, end, _ in spans
        for key in (name_key(doc, start, end),)
    )


def _spans(doc: Doc, lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """Return the cleaned spans of the recogniser and the runs of capitalised tokens that it missed."""
    found = list(_institutions(doc, lexicon))
    taken = {index for start, end, _ in found for index in range(start, end)}
    for name in doc.names:
        start, end = _trim(doc, lexicon, name.start, name.end)
        if start < end and not taken & set(range(start, end)):
            found.append((start, end, name.label))
            taken |= set(range(start, end))
    found = _with_nouns(doc, lexicon, found)
    taken = {index for start, end, _ in found for index in range(start, end)}
    for sentence in doc.sentences:
        index = sentence.start
        while index < sentence.end:
            if index in taken or not _is_name_like(doc, lexicon, index):
                index += 1
                continue
            end = index + 1
            while end < sentence.end and end not in taken and _is_name_like(doc, lexicon, end):
                end += 1
            found.append((index, end, ""))
            taken |= set(range(index, end))
            index = end
    return _join_particles(doc, lexicon, sorted(found))


def _institutions(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Yield the names of bodies that are common words but for their capital: "la Commission européenne"."""
    words = tuple(fold(token.text) for token in doc.tokens)
    taken = 0
    for token in doc.tokens:
        length = lexicon.match_at("institutions", words, token.index)
        if length > 1 and token.is_title and token.index >= taken:
            taken = token.index + length
            yield token.index, taken, "ORG"


def _with_nouns(doc: Doc, lexicon: Lexicon, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Join a name to the class noun that is part of it: "l’hôpital Saint-Cyr", "Centre hospitalier Agen-Nérac"."""
    joined: list[tuple[int, int, str]] = []
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
            and lexicon.has("name-forming-nouns", doc.tokens[before].lower)
            and doc.tokens[first].lower not in lexicon.origins
            and label not in PERSON_LABELS
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
    for index in range(start + 1, end):
        if _breaks(lexicon, doc.tokens[index]):
            end = index
            break
    while start < end and (
        _is_particle(lexicon, doc.tokens[end - 1])
        or doc.tokens[end - 1].pos == "PUNCT"
        or not any(c.isalnum() for c in doc.tokens[end - 1].text)
    ):
        end -= 1
    return (start, end) if start < end and not _is_ordinary(doc, lexicon, start, end) else (end, end)


def _is_ordinary(doc: Doc, lexicon: Lexicon, start: int, end: int) -> bool:
    """Tell whether a span names nothing: a month, a currency, a people, a common noun with a capital ("le Premier ministre")."""
    words = doc.tokens[start:end]
    if all(_is_any(lexicon, ORDINARY, word) for word in words):
        return True
    if "-".join(word.lower for word in words) in lexicon.lists["person-nouns"]:
        return True
    return len(words) == 1 and (_is_class_noun(lexicon, words[0]) or _is_people(doc, lexicon, words[0]))


def _is_people(doc: Doc, lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a capitalised word is who comes from somewhere: "les Québécois", "une Suédoise"."""
    if token.lower not in lexicon.origins or any(
        lexicon.has(name, fold(token.text)) for name in ("countries", "regions")
    ):
        return False
    return token.index > doc.sentence_of(token.index).start and doc.tokens[token.index - 1].pos in {"DET", "NUM", "ADJ"}


def _is_any(lexicon: Lexicon, names: tuple[str, ...], token: Token) -> bool:
    return any(token.lower in (lexicon.lists[name] if name in lexicon.lists else lexicon.maps[name]) for name in names)


def _is_class_noun(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a capitalised word alone is a common noun: "la Holding", "le Groupe"."""
    if token.lower in lexicon.lists["institutions"]:
        return False
    return any(lexicon.has(name, token.lower) for name in ("organization-nouns", "person-nouns", "name-forming-nouns"))


def _breaks(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a word within a span shows that it was no name from there on ("Justice pour ses transactions")."""
    if token.is_title or lexicon.has("name-particles", token.lower):
        return False
    return token.pos in {"ADP", "ADV", "AUX", "CCONJ", "DET", "PRON", "SCONJ", "VERB"}


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
    sentence = doc.sentence_of(index)
    inner_capital = any(c.isupper() for c in token.text[1:]) and token.text[:1].isalpha()
    is_brand = _is_brand(lexicon, token)
    if not token.is_title and not inner_capital and not is_brand:
        return False
    if any(unicodedata.category(character) == "Sc" for character in token.text):
        return False  # "M€"
    if len(token.text) == 1 or token.pos in {"PUNCT", "SYM", "NUM"} or not any(c.isalpha() for c in token.text):
        return False
    is_class = lexicon.has("organization-nouns", token.lower)  # "la Holding", but "la Télévision Rhodanienne"
    is_alone = index + 1 == sentence.end or not doc.tokens[index + 1].is_title
    if _is_any(lexicon, NO_NAMES, token) or (is_class and is_alone):
        return False
    before = doc.tokens[index - 1] if index > sentence.start else None
    begins = before is None or (before.pos == "PUNCT" and before.text not in {",", "-", "("})
    if begins:
        return is_brand or (inner_capital and token.pos in {"PROPN", "NOUN", "X"}) or token.pos == "PROPN"
    is_shouted = all(t.text.isupper() for t in doc.tokens[sentence.start : sentence.end] if t.text.isalpha())
    is_adjective = token.lemma in lexicon.origins and token.pos in {"NOUN", "ADJ"}
    return not is_shouted and not is_adjective and not _is_people(doc, lexicon, token)


def _is_brand(lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a word in small letters is nevertheless a name: "marc&anna", "voyages-malins.fr"."""
    first, sign, last = token.lower.partition("&")
    if sign:
        return first[-1:].isalpha() and last[:1].isalpha() and not lexicon.has("concept-acronyms", token.lower)
    site, dot, ending = token.lower.rpartition(".")
    return bool(dot) and len(site) > 1 and site[-1:].isalnum() and lexicon.has("web-endings", ending)


def _join_particles(doc: Doc, lexicon: Lexicon, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Join the halves of a person’s name that a particle holds together: "Marc de Kersaint", "Anne Le Goff"."""
    joined: list[tuple[int, int, str]] = []
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


def _repeat(doc: Doc, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
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


def _share_short_forms(votes: dict[str, list[Vote]]) -> None:
    """Give a single word the votes of the one longer person name that ends with it."""
    for key in sorted(votes):
        if " " in key:
            continue
        longer = [
            name for name in sorted(votes) if name.endswith(f" {key}") and winner(votes[name]) is EntityType.PERSON
        ]
        if len(longer) == 1:
            votes[key].append(Vote(type=EntityType.PERSON, weight=Decimal(5), reason=f"short for {longer[0]}"))


def _share_acronyms(doc: Doc, spans: list[tuple[int, int, str]], votes: dict[str, list[Vote]]) -> None:
    """Give an acronym in brackets the type of the name before it, and the other way round: "Union des Pêcheurs (UDP)"."""
    for (start, end, _), (first, last, _) in pairwise(spans):
        if first != end + 1 or last != first + 1 or doc.tokens[end].text != "(" or last >= len(doc.tokens):
            continue
        acronym = doc.tokens[first]
        if (
            doc.tokens[last].text != ")"
            or not acronym.text.isupper()
            or acronym.text[0] != doc.tokens[start].text[0].upper()
        ):
            continue
        full, short = name_key(doc, start, end), name_key(doc, first, last)
        if full != short and votes[full]:
            votes[short].append(Vote(type=winner(votes[full]), weight=STRONG, reason=f"short for {full}"))


def _share_lists(doc: Doc, lexicon: Lexicon, spans: list[tuple[int, int, str]], votes: dict[str, list[Vote]]) -> None:
    """Give the names of a list what most of them are: "des sites à X, Y et Z"."""
    run: list[str] = []
    end = -1
    for start, stop, _ in [*spans, (len(doc.tokens) + 2, len(doc.tokens) + 2, "")]:
        between = doc.tokens[end:start] if end >= 0 else ()
        is_next = 0 < len(between) <= MAX_BETWEEN and all(
            token.text == "," or lexicon.has("list-conjunctions", token.lower) or token.pos in {"DET", "ADP"}
            for token in between
        )
        if not is_next or between[0].pos in {"DET", "ADP"}:
            _share_list(run, votes)
            run = []
        if start < len(doc.tokens):
            run.append(name_key(doc, start, stop))
        end = stop


def _share_list(run: list[str], votes: dict[str, list[Vote]]) -> None:
    keys = tuple(dict.fromkeys(run))
    if len(keys) < MIN_LIST:
        return
    sure = Counter(winner(votes[key]) for key in keys if votes[key])
    kind, count = max(sure.items(), key=lambda item: (item[1], item[0].value), default=(EntityType.CONCEPT, 0))
    if 2 * count > len(keys):
        for key in keys:
            votes[key].append(Vote(type=kind, weight=FAIR, reason="most of the list"))
