"""Doc → Quotations: what stands between quotation marks, whole or in bits, and the lines that somebody signs."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.doc import Doc
from kg.lexicon import Lexicon

MIN_QUOTED_TOKENS = 4  # fewer are a term in quotation marks, not a declaration
MAX_GAP = 4  # tokens between two quoted bits of one declaration: "« … » et « … »"
MIN_CONTENT = 3  # words with a meaning, with a name among them: fewer are a term ("le « modèle Ikea »")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Tokens `start` to `end` (exclusive) between quotation marks; `is_closed` when the line closes them."""

    start: int
    end: int
    is_closed: bool = True


def find_quotations(doc: Doc, lexicon: Lexicon) -> tuple[Quotation, ...]:
    """Return what stands between quotation marks, line by line; one that is not closed ends with its line."""
    openers = lexicon.lists["quote-openers"]
    if not any(token.text in openers for token in doc.tokens):
        return ()
    found: list[Quotation] = []
    opened, mark, line = -1, "", -1
    closers = _last_closers(doc, lexicon)
    for token in doc.tokens:
        here = doc.sentences[token.sentence].line
        if here != line:
            if opened >= 0 and token.index > opened:
                found.append(Quotation(start=opened, end=token.index, is_closed=False))
            opened, line = -1, here
        if opened < 0 and token.text in openers:
            opened, mark = token.index + 1, token.text
        elif opened >= 0 and _closes(token.text, mark, token.index, closers.get(line, {}), lexicon):
            if token.index > opened:
                found.append(Quotation(start=opened, end=token.index))
            opened = -1
    if 0 <= opened < len(doc.tokens):
        found.append(Quotation(start=opened, end=len(doc.tokens), is_closed=False))
    return tuple(found)


def _last_closers(doc: Doc, lexicon: Lexicon) -> dict[int, dict[str, int]]:
    """Return where each closing mark stands last, by line."""
    found: dict[int, dict[str, int]] = {}
    closers = lexicon.lists["quote-closers"]
    for token in doc.tokens:
        if token.text in closers:
            found.setdefault(doc.sentences[token.sentence].line, {})[token.text] = token.index
    return found


def _closes(text: str, mark: str, index: int, last: dict[str, int], lexicon: Lexicon) -> bool:
    """Tell whether a mark closes what another one opened: its own kind, any when its own does not come."""
    if not lexicon.has("quote-closers", text):
        return False
    own = lexicon.maps["quote-pairs"].get(mark, text)
    return text == own or last.get(own, -1) < index


def joined(doc: Doc, quotes: tuple[Quotation, ...]) -> Iterator[Quotation]:
    """Yield quotations with the bits of one sentence put together: "« … » et « … »"."""
    pending: Quotation | None = None
    for quote in quotes:
        if pending is not None and _are_bits(doc, pending.end, quote.start):
            pending = Quotation(start=pending.start, end=quote.end, is_closed=quote.is_closed)
            continue
        if pending is not None:
            yield pending
        pending = quote
    if pending is not None:
        yield pending


def _are_bits(doc: Doc, end: int, start: int) -> bool:
    between = doc.tokens[end + 1 : start - 1]
    near = len(between) <= MAX_GAP and bool(between)
    return near and not any(token.pos in {"VERB", "AUX", "PUNCT"} for token in between)


def is_term(doc: Doc, quote: Quotation) -> bool:
    """Tell whether a quotation is a word or a name in quotation marks, not something that is said."""
    words = [token for token in doc.tokens[quote.start : quote.end] if token.pos != "PUNCT"]
    content = [token for token in words if token.pos in {"ADJ", "ADV", "NOUN", "PROPN", "VERB", "X"}]
    has_name = any(token.pos == "PROPN" for token in content)
    return all(token.is_title for token in content) or (has_name and len(content) < MIN_CONTENT)


def trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Return a range without the punctuation around it; a word that the tagger takes for a mark stays ("Ni X ni Y")."""
    while start < end and doc.tokens[start].pos == "PUNCT" and not doc.tokens[start].text[:1].isalpha():
        start += 1
    while end > start and doc.tokens[end - 1].pos == "PUNCT" and doc.tokens[end - 1].text not in {")", "»", "%"}:
        end -= 1
    return start, end
