"""Names → the full names that they are short for: surnames, names without their legal form, acronyms in brackets."""

from collections import Counter
from collections.abc import Iterator

from kg.doc import Doc
from kg.lexicon import Lexicon, fold
from kg.model import EntityType, Mention, MentionKind

BRANCHES = ("branch-name-parts", "countries", "regions")  # words that make another organisation of a name
MIN_SHORT_NAME = 4  # letters of a first word that can stand for a name of two


def find_short_forms(doc: Doc, mentions: tuple[Mention, ...], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield short forms with the full name: a surname or a first name, a name without its legal form, an acronym."""
    names: dict[str, EntityType | None] = {}
    first: dict[str, int] = {}
    texts = [fold(mention.span.of(doc.text)) for mention in mentions]
    for text, mention in zip(texts, mentions, strict=True):
        if mention.kind is MentionKind.NAME:
            names[text] = mention.type
            first.setdefault(text, mention.start)
    counts = Counter(texts)
    acronyms = dict(_acronyms(doc, mentions, lexicon))
    ordered = sorted(names)
    longer = [name for name in ordered if " " in name]
    for short in ordered:
        head, tail = f"{short} ", f" {short}"
        found = [
            full
            for full in longer
            if full.startswith(head) or full.endswith(tail)
            if _is_short_for(lexicon, short, full, names[full], names[short], is_later=first[short] > first[full])
        ]
        is_surname = all(full.endswith(tail) for full in found)  # of two with the same first name it is neither
        if found and (len(found) == 1 or (names[found[0]] is EntityType.PERSON and is_surname)):
            full = max(found, key=lambda name: (counts[name], name))  # a surname alone is the one most talked about
            yield short, acronyms.get(full, full)
    yield from acronyms.items()


def _is_short_for(
    lexicon: Lexicon, short: str, full: str, kind: EntityType | None, own: EntityType | None, *, is_later: bool
) -> bool:
    """Tell whether a name is short for another; of organisations the full name comes first, but for its legal form.

    "Airbus … Airbus Group" and "Groupama Assurances … Groupama" are one each, "Solvix … Solvix Holding" are two, and so are
    "Solvix Canada … Solvix".
    """
    if kind is EntityType.PERSON:
        is_first_name = own is EntityType.PERSON and is_later and lexicon.has("first-names", short)
        is_part = full.endswith(f" {short}") or (is_first_name and full.startswith(f"{short} "))
        return is_part and own is not EntityType.ORGANIZATION
    if full.endswith(f" {short}") and own is not EntityType.PLACE:  # "Radio-Lorient" is not Lorient
        before = full.removesuffix(f" {short}")
        return any(lexicon.has(name, before) for name in ("name-forming-nouns", "organization-nouns"))
    if not full.startswith(f"{short} ") or kind is not EntityType.ORGANIZATION:
        return False
    rest = full.removeprefix(f"{short} ").split()
    if all(lexicon.has("legal-forms", word) for word in rest):
        return True
    if not is_later or any(lexicon.has(name, word) for name in BRANCHES for word in rest):
        return False
    is_form = all(lexicon.has("organization-name-parts", word) for word in rest)
    is_word = any(short in lexicon.lists[name] for name in ("cities", "countries", "regions", "first-names"))
    return is_form or (len(rest) == 1 and len(short) >= MIN_SHORT_NAME and not is_word)


def _acronyms(doc: Doc, mentions: tuple[Mention, ...], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield acronyms introduced in brackets with the key of what they stand for: "l’intelligence artificielle (IA)"."""
    for mention in mentions:
        end = mention.end
        if mention.kind is MentionKind.PRONOUN or end + 3 >= len(doc.tokens) or doc.tokens[end].text not in {"(", ","}:
            continue
        is_introduced = lexicon.has("name-introducers", doc.tokens[end + 1].lower)  # ", ou BCM,"
        acronym, after = doc.tokens[end + 1 + is_introduced], doc.tokens[end + 2 + is_introduced]
        is_closed = after.text == ")" if doc.tokens[end].text == "(" else is_introduced
        if not is_closed or not acronym.text.isupper() or len(acronym.text) < 2:  # noqa: PLR2004
            continue
        words = [token.lower for token in doc.tokens[mention.start : mention.end] if token.text[:1].isalnum()]
        if words and words[0][:1] == acronym.lower[:1]:
            yield acronym.lower, fold(mention.span.of(doc.text))
