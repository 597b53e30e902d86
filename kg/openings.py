"""Noun phrases without an article that open a clause and describe its subject: "Ancien de X et aujourd’hui député de Y, Z a"."""

from collections.abc import Mapping

from kg.doc import VERBAL, Doc, Token
from kg.lexicon import Lexicon
from kg.mentions import determiner_of
from kg.model import Mention

MAX_CLIMB = 5  # words from the opening noun up to the verb of its clause


def find_openings(
    doc: Doc, nominals: list[Mention], names: Mapping[int, Mention], found: Mapping[int, Mention], lexicon: Lexicon
) -> dict[int, Mention]:
    """Return the name that each opening phrase is about, by the head token of the phrase.

    `names` holds the names by their heads, `found` what other phrases describe.
    """
    openings: dict[int, Mention] = {}
    for mention in nominals:
        if determiner_of(doc, mention.head) is not None:
            continue
        if _opens_sentence(doc, mention, lexicon):
            subject = _subject(doc, mention)
            name = names.get(subject.index) or found.get(subject.index) if subject is not None else None
        elif doc.tokens[mention.head].base_dep == "conj":
            name = openings.get(doc.tokens[mention.head].head)  # "ancien de X et aujourd’hui député de Y"
        else:
            continue
        if name is not None and name.start > mention.head:
            openings[mention.head] = name
    return openings


def _opens_sentence(doc: Doc, mention: Mention, lexicon: Lexicon) -> bool:
    """Tell whether nothing but adverbs, adjectives and marks stand between the beginning of a sentence and a noun."""
    sentence = doc.sentence_of(mention.head)
    before = doc.tokens[sentence.start : mention.head]
    return all(
        token.pos in {"ADJ", "ADV", "NUM", "PUNCT"} or lexicon.has("time-nouns", token.lemma) for token in before
    )


def _subject(doc: Doc, mention: Mention) -> Token | None:
    """Return the subject of the clause that a phrase opens, behind a comma."""
    token = doc.tokens[mention.head]
    for _ in range(MAX_CLIMB):
        governor = doc.tokens[token.head]
        if governor.index == token.index:
            return None
        is_clause = governor.pos in VERBAL or doc.has_kid(governor.index, "cop")
        if is_clause and governor.index > mention.head:
            subjects = [kid for kid in doc.kids(governor.index, "nsubj") if kid.index >= mention.end]
            is_apart = subjects and any(t.text == "," for t in doc.tokens[mention.head : subjects[0].index])
            return subjects[0] if is_apart else None
        token = governor
    return None
