"""First persons within quotations: "je" is who speaks, "nous" the organisation that the speaker stands for."""

from collections.abc import Iterator

from kg.antecedents import Pool
from kg.arcs import Syntax
from kg.declarations import Declaration
from kg.doc import Doc
from kg.lexicon import Lexicon
from kg.model import EntityType, Mention, MentionKind
from kg.profiles import Draft


def is_first_person(doc: Doc, mention: Mention, lexicon: Lexicon) -> bool:
    """Tell whether a mention is the pronoun or possessive of one who speaks."""
    word = doc.tokens[mention.head].lower
    return mention.kind is MentionKind.PRONOUN and any(
        lexicon.has(name, word) for name in ("first-person-singular", "first-person-plural")
    )


def find_voices(
    doc: Doc,
    mentions: tuple[Mention, ...],
    declarations: tuple[Declaration, ...],
    syntax: Syntax,
    pool: Pool,
    lexicon: Lexicon,
) -> Iterator[tuple[Mention, Draft]]:
    """Yield the first persons of an article with the chains that they stand for, where the text says who speaks."""
    spoken = [declaration for declaration in declarations if declaration.is_direct and declaration.speaker is not None]
    if not spoken:
        return
    for mention in mentions:
        if mention.kind is not MentionKind.PRONOUN or not is_first_person(doc, mention, lexicon):
            continue
        speakers = (pool.of_head.get(d.speaker) for d in spoken if d.speaker is not None and d.holds(mention.head))
        speaker = next((draft for draft in speakers if draft is not None), None)
        if speaker is None:
            continue
        if lexicon.has("first-person-singular", doc.tokens[mention.head].lower):
            if EntityType.PERSON in speaker.types:
                yield mention, speaker
            continue
        body = speaker if EntityType.PERSON not in speaker.types else _organization_of(speaker, syntax, pool)
        if body is not None and EntityType.ORGANIZATION in body.types:
            yield mention, body


def _organization_of(speaker: Draft, syntax: Syntax, pool: Pool) -> Draft | None:
    """Return the one organisation that a person is described as being of: "Claire Morvan, directrice de X"."""
    found: dict[int, Draft] = {}
    for mention in speaker.mentions:
        if mention.kind is not MentionKind.NOMINAL:
            continue
        for arc in syntax.arcs[mention.head]:
            draft = pool.of_head.get(arc.token) if arc.role.startswith("complement:") else None
            if draft is not None and EntityType.ORGANIZATION in draft.types and draft.is_named:
                found[draft.position] = draft
    return next(iter(found.values())) if len(found) == 1 else None
