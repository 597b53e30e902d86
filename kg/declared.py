"""Declarations → `said` claims; brackets after a name → `alsoKnownAs` and `locatedIn` claims."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter

from kg.declarations import Declaration
from kg.doc import Doc, Token
from kg.entities import EntityMaker
from kg.lexicon import Lexicon
from kg.modality import StanceFinder
from kg.model import (
    Claim,
    Entity,
    EntityType,
    Evidence,
    Mention,
    MentionKind,
    Modality,
    Polarity,
    Provenance,
    Span,
    Text,
    cover,
)
from kg.reading import Reading
from kg.stance import Stance

DIRECT, INDIRECT, ATTRIBUTED, IMPLIED, BRACKET = map(Decimal, ("0.93", "0.85", "0.8", "0.7", "0.9"))
MAX_MARKER = 4  # words of a phrase that introduces a short form
MAX_BRACKET = 10  # tokens, the bracket itself aside
SPEAKERS = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP})


def find_declared(
    reading: Reading, entities: EntityMaker, stances: StanceFinder, lexicon: Lexicon, provenance: Provenance
) -> Iterator[Claim]:
    """Yield what is said by whom, and what stands in brackets behind a name."""
    spans = {mention.head: mention.span for mention in reading.mentions}
    for declaration in reading.declarations:
        for speaker in _speakers(reading, declaration, spans):
            claim = _said(reading.doc, declaration, speaker, entities, stances, spans, provenance)
            if claim is not None:
                yield claim
    yield from _bracketed(reading, entities, lexicon, provenance)
    yield from _former_employers(reading, entities, lexicon, provenance)


def _speakers(reading: Reading, declaration: Declaration, spans: dict[int, Span]) -> tuple[int, ...]:
    """Return the heads of the mentions that speak: each of a list, what a plural noun describes ("les élus X et Y")."""
    if declaration.speaker is None:
        return ()
    token = declaration.speaker
    listed = reading.listed.get(token) or reading.syntax.lists.get(token)
    if listed is not None and not declaration.is_guess:
        return listed
    if token in spans:
        return (token,)
    around = [
        m for m in reading.mentions if m.kind is MentionKind.NAME and m.start <= token < m.end
    ]  # the parser’s head of a name is not always ours
    return tuple(mention.head for mention in around[:1])


def _said(
    doc: Doc,
    declaration: Declaration,
    speaker_token: int,
    entities: EntityMaker,
    stances: StanceFinder,
    spans: dict[int, Span],
    provenance: Provenance,
) -> Claim | None:
    if declaration.end <= declaration.start:
        return None
    speaker = entities.at(speaker_token)
    speakers = frozenset({EntityType.PERSON}) if declaration.is_guess else SPEAKERS
    if speaker is None or speaker.type not in speakers or speaker_token not in spans:
        return None
    stance = stances.of_verb(declaration.verb) if declaration.verb is not None else Stance()
    if not declaration.is_direct and stance.polarity is Polarity.NEGATIVE:
        return None  # who does not say that P has said nothing
    if not declaration.is_direct and _is_infinitive(doc, declaration):
        return None  # who promises to do P, or is accused of P, does not say P
    # a question, a plan or a denial within the words is the speaker's, the declaration is none
    modality = Modality.ASSERTED if declaration.is_direct else stance.modality
    words = doc.span(declaration.start, declaration.end)
    cue = doc.tokens[declaration.cue].span
    sentence = cover(
        (
            doc.sentence_of(declaration.start).span,
            doc.sentence_of(declaration.end - 1).span,
            doc.sentence_of(declaration.cue).span,
        )
    )
    if declaration.is_guess:
        confidence, frame = IMPLIED, "implied-speaker"
    elif declaration.is_direct:
        confidence, frame = DIRECT, "quotation"
    elif declaration.verb is not None:
        confidence, frame = INDIRECT, "clause-of-saying"
    else:
        confidence, frame = ATTRIBUTED, "attribution"
    inside = [span for span in (spans[speaker_token], cue, words) if sentence.contains(span)]
    return Claim(
        article=doc.article.name,
        subject=speaker,
        relation="said",
        object=Text(text=words.of(doc.article.text)),
        polarity=Polarity.POSITIVE,
        modality=modality,
        confidence=confidence,
        evidence=Evidence(span=cover(inside), sentence=sentence, cue=cue, subject=spans[speaker_token], object=words),
        frame=frame,
        reason=f"{frame} at {confidence}",
        provenance=provenance,
    )


def _is_infinitive(doc: Doc, declaration: Declaration) -> bool:
    """Tell whether what is said is an infinitive with its preposition: "s’engage à recruter", "accusé d’avoir copié"."""
    first, second = (doc.tokens[min(declaration.start + step, declaration.end - 1)] for step in (0, 1))
    return first.base_dep in {"mark", "case"} and first.pos == "ADP" and "VerbForm=Inf" in second.morph


def _bracketed(reading: Reading, entities: EntityMaker, lexicon: Lexicon, provenance: Provenance) -> Iterator[Claim]:
    """Yield "intelligence artificielle (IA)" as another name, "Dijon (Côte-d’Or)" as where it lies."""
    doc = reading.doc
    by_end: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.kind is not MentionKind.PRONOUN:
            by_end.setdefault(mention.end, []).append(mention)
    for token in doc.tokens:
        if token.text not in {"(", ","} or token.index not in by_end:
            continue
        closing = _closing(doc, token, lexicon)
        if closing is None or closing == token.index + 1 or _opens_line(doc, token):
            continue  # a bracket that opens a line says nothing of the title above it
        mentions = sorted(by_end[token.index], key=lambda m: (m.kind is not MentionKind.NAME, m.end - m.start))
        for outer in mentions:  # the shortest phrase that fits: "l’intelligence artificielle (IA)", not all before it
            entity = entities.at(outer.head)
            claims = (
                list(_bracket_claims(reading, lexicon, provenance, outer, entity, entities, (token.index + 1, closing)))
                if entity
                else []
            )
            if claims:
                yield from claims
                break


def _former_employers(
    reading: Reading, entities: EntityMaker, lexicon: Lexicon, provenance: Provenance
) -> Iterator[Claim]:
    """Read "l’ex-Novalia Paul Rivet", "Paul Rivet (ex-Novalia)": where somebody was."""
    doc = reading.doc
    names = [mention for mention in reading.mentions if mention.kind is MentionKind.NAME]
    starts, ends = {name.start: name for name in names}, {name.end: name for name in names}
    for token in doc.tokens:
        employer = starts.get(token.index + 1) if token.lower in lexicon.former_prefixes else None
        if employer is None or employer.type is not EntityType.ORGANIZATION:
            continue
        is_apart = token.index > 0 and doc.tokens[token.index - 1].text in {"(", ","}
        person = ends.get(token.index - 1) if is_apart else starts.get(employer.end)
        if person is None or person.type is not EntityType.PERSON:
            continue
        subject, object_ = entities.at(person.head), entities.at(employer.head)
        if subject is None or object_ is None:
            continue
        evidence = Evidence(
            span=cover((person.span, token.span, employer.span)), sentence=doc.sentence_of(token.index).span,
            cue=token.span, subject=person.span, object=employer.span,
        )  # fmt: skip
        yield Claim(
            article=doc.article.name, subject=subject, relation="worksFor", object=object_, former=True,
            confidence=BRACKET, evidence=evidence, frame="former-employer", reason=f"former-employer at {BRACKET}",
            provenance=provenance,
        )  # fmt: skip


def _opens_line(doc: Doc, token: Token) -> bool:
    return token.index > 0 and doc.sentence_of(token.index - 1).line != doc.sentence_of(token.index).line


def _closing(doc: Doc, opening: Token, lexicon: Lexicon) -> int | None:
    """Return where a bracket closes; between commas only what a word of naming opens: ", anciennement X,"."""
    following = doc.tokens[opening.index + 1 : opening.index + MAX_BRACKET]
    if opening.text == "(":
        return next((token.index for token in following if token.text == ")"), None)
    words = tuple(token.lower for token in following[:MAX_MARKER])
    is_short = bool(lexicon.match_at("short-form-markers", words, 0))
    if not following or not (is_short or lexicon.has("name-introducers", following[0].lower)):
        return None
    return next((token.index for token in following if token.text in {",", "."}), None)


def _bracket_claims(
    reading: Reading, lexicon: Lexicon, provenance: Provenance,
    outer: Mention, entity: Entity, entities: EntityMaker, bracket: tuple[int, int],
) -> Iterator[Claim]:  # fmt: skip
    start, end = bracket
    doc = reading.doc
    words = doc.span(start, end)
    same = slice(  # mentions stand in the order of their spans
        bisect_left(reading.mentions, words, key=attrgetter("span")),
        bisect_right(reading.mentions, words, key=attrgetter("span")),
    )
    places = [mention for mention in reading.mentions[same] if mention.kind is MentionKind.NAME]
    inner = entities.at(places[0].head) if places else None

    def claim(relation: str, value: Entity | Text, span: Span, frame: str) -> Claim:
        evidence = Evidence(
            span=cover((outer.span, span)),
            sentence=doc.sentence_of(outer.head).span,
            cue=span,
            subject=outer.span,
            object=span,
        )
        return Claim(
            article=doc.article.name, subject=entity, relation=relation, object=value, modality=Modality.ASSERTED,
            confidence=BRACKET, evidence=evidence, frame=frame, reason=f"{frame} at {BRACKET}", provenance=provenance,
        )  # fmt: skip

    is_bracket = doc.tokens[start - 1].text == "("
    if is_bracket and entity.type is EntityType.PLACE and inner is not None and inner.type is EntityType.PLACE:
        yield claim("locatedIn", inner, words, "bracketed-place")
        return
    is_of_old = doc.tokens[start].lower in lexicon.former_prefixes
    if is_of_old and entity.type is EntityType.PERSON:
        return  # "Paul Rivet (ex-Novalia)": where he was, not what he was called
    start += lexicon.match_at("short-form-markers", tuple(t.lower for t in doc.tokens[start:end]), 0)
    while start < end and (
        lexicon.has("name-introducers", doc.tokens[start].lower) or doc.tokens[start].pos == "PUNCT"
    ):
        start += 1
    while end > start and doc.tokens[end - 1].pos == "PUNCT":
        end -= 1
    if lexicon.has("name-introducers", doc.tokens[start - 1].lower):  # "(ou Paulin, selon les sources)"
        end = next((token.index for token in doc.tokens[start:end] if token.text == ","), end)
    if start == end:
        return
    words = _without_prefix(doc.span(start, end), doc, lexicon)
    if words.start > doc.tokens[start].span.start:
        yield claim("alsoKnownAs", Text(text=words.of(doc.article.text)), words, "bracketed-name")
        return
    if _is_other_name(doc, outer, start, end, lexicon):
        yield claim("alsoKnownAs", Text(text=words.of(doc.article.text)), words, "bracketed-name")


def _without_prefix(words: Span, doc: Doc, lexicon: Lexicon) -> Span:
    """Return a name without what says that it is an old one: "(ex-Novalia)"."""
    text = words.of(doc.text)
    prefix = next((p for p in sorted(lexicon.lists["former-prefixes"]) if text.lower().startswith(p)), "")
    return Span(words.start + len(prefix), words.end) if text[len(prefix) : len(prefix) + 1].isupper() else words


def _is_other_name(doc: Doc, outer: Mention, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether one of two phrases is made of the initials of the other, or the text introduces a name."""
    word = doc.tokens[start - 1].lower
    introduced = lexicon.has("name-introducers", word) and doc.tokens[start].is_title
    is_weak = lexicon.has("weak-name-introducers", word) or outer.kind is not MentionKind.NAME
    is_sure = doc.tokens[outer.end].text == "(" or not is_weak
    if introduced and is_sure:
        return True
    left = doc.quote(outer.start, outer.end)
    right = doc.quote(start, end)
    return _are_initials(left, right) or _are_initials(right, left)


def _are_initials(acronym: str, phrase: str) -> bool:
    """Tell whether the capitals of an acronym stand in a phrase in order, the first one at its beginning."""
    letters = [letter.lower() for letter in _plain(acronym) if letter.isupper()]
    words = _plain(phrase).lower().split()
    is_acronym = len(acronym.split()) == 1 and len(letters) >= 2 and sum(map(str.islower, acronym)) <= 2  # noqa: PLR2004
    if not is_acronym or not words or _plain(phrase).lower() == _plain(acronym).lower():
        return False
    rest = iter("".join(words))
    return words[0].startswith(letters[0]) and all(letter in rest for letter in letters)


def _plain(text: str) -> str:
    """Return a text without accents, quotation marks and hyphens."""
    decomposed = unicodedata.normalize("NFKD", text)
    kept = (letter if letter.isalnum() else " " for letter in decomposed if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())
