"""Doc → Declarations: who said which words, in quotation marks, in a clause of saying, or by "selon X"."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.arcs import Syntax
from kg.doc import Doc, Sentence, Token
from kg.lexicon import Lexicon

MIN_QUOTED_TOKENS = 4  # fewer are a term in quotation marks, not a declaration
MIN_TOLD_TOKENS = 3  # of what is told without a verb that the parser knows
MAX_GAP = 4  # tokens between two quoted bits of one declaration: "« … » et « … »"
MAX_SPEAKER_DISTANCE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Words said by somebody: tokens `start` to `end` (exclusive), the speaker's head token, the tokens that say so."""

    start: int
    end: int
    speaker: int | None
    cue: int  # token of the verb or preposition
    verb: int | None  # None for "selon X"
    is_direct: bool

    def holds(self, token: int) -> bool:
        """Tell whether a token lies within the words that were said."""
        return self.start <= token < self.end


def find_declarations(doc: Doc, syntax: Syntax, lexicon: Lexicon) -> tuple[Declaration, ...]:
    """Return the declarations of an article in text order; what is quoted without a speaker has none."""
    quotes = _quotes(doc, lexicon)
    direct = list(_direct(doc, syntax, lexicon, quotes))
    indirect = [
        found
        for found in (
            *_indirect(doc, syntax, lexicon, quotes),
            *_inverted(doc, syntax, lexicon, quotes),
            *_attributed(doc, lexicon, quotes),
        )
        if not any(
            other.speaker is not None and other.start < found.end and found.start < other.end for other in direct
        )
    ]
    inside = [
        found
        for found in direct
        if not any(other.start <= found.start and found.end <= other.end for other in indirect)
    ]
    return tuple(sorted((*inside, *indirect), key=lambda found: (found.start, found.end)))


# -- quotation marks ---------------------------------------------------------------------------------------------------


def _quotes(doc: Doc, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """Return the token ranges between quotation marks, line by line; one that is not closed ends with its line."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    line = -1
    for token in doc.tokens:
        here = doc.sentences[token.sentence].line
        if here != line:
            if opened is not None and token.index > opened:
                found.append((opened, token.index))
            opened, line = None, here
        if opened is None and lexicon.has("quote-openers", token.text):
            opened = token.index + 1
        elif opened is not None and lexicon.has("quote-closers", token.text):
            if token.index > opened:
                found.append((opened, token.index))
            opened = None
    if opened is not None and opened < len(doc.tokens):
        found.append((opened, len(doc.tokens)))
    return tuple(found)


def _direct(doc: Doc, syntax: Syntax, lexicon: Lexicon, quotes: tuple[tuple[int, int], ...]) -> Iterator[Declaration]:
    previous: Declaration | None = None
    for start, end in _joined(doc, quotes):
        is_term = end - start < MIN_QUOTED_TOKENS or not any(t.pos in {"VERB", "AUX"} for t in doc.tokens[start:end])
        cue = _cue_after(doc, syntax, lexicon, end) or _cue_before(doc, syntax, lexicon, start)
        if cue is None and previous is not None and _continues(doc, previous, start):
            cue = (previous.speaker, previous.cue, previous.verb)
        if cue is None or cue[0] is None or (is_term and cue[2] is None and end - start < MIN_QUOTED_TOKENS):
            if not is_term:
                yield Declaration(start=start, end=end, speaker=None, cue=start, verb=None, is_direct=True)
            continue
        if cue[2] is None and doc.tokens[cue[1]].text != ":" and not _is_whole_object(doc, start, end):
            continue  # « … » within a sentence by "selon X": the sentence is what was said
        if is_term and cue[2] is not None and not _is_whole_object(doc, start, end):
            continue
        previous = Declaration(start=start, end=end, speaker=cue[0], cue=cue[1], verb=cue[2], is_direct=True)
        yield previous


def _is_whole_object(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a short quotation is all that was said: « Jamais », répond X."""
    return doc.sentence_of(start).start >= start - 1 and end - start > 1


def _joined(doc: Doc, quotes: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """Yield quotations with the bits of one sentence put together."""
    pending: tuple[int, int] | None = None
    for start, end in quotes:
        if pending is not None and _are_bits(doc, pending, start):
            pending = (pending[0], end)
            continue
        if pending is not None:
            yield pending
        pending = (start, end)
    if pending is not None:
        yield pending


def _are_bits(doc: Doc, pending: tuple[int, int], start: int) -> bool:
    between = doc.tokens[pending[1] + 1 : start - 1]
    near = len(between) <= MAX_GAP and bool(between)
    return near and not any(token.pos in {"VERB", "AUX", "PUNCT"} for token in between)


def _cue_after(doc: Doc, syntax: Syntax, lexicon: Lexicon, end: int) -> tuple[int | None, int, int | None] | None:
    """« … », précise le responsable: the verb of saying after the quotation with its subject; or « … », selon X."""
    index = end + 1
    while index < len(doc.tokens) and doc.tokens[index].text in {",", ".", "-", "–", "—", "…"}:
        if doc.tokens[index].text == "." and index > end + 1:
            return None
        index += 1
    if index >= len(doc.tokens) or doc.sentence_of(index).line != doc.sentence_of(end - 1).line:
        return None
    words = tuple(token.lower for token in doc.tokens[index : index + 6])
    length = lexicon.match_at("attribution-prepositions", words, 0)
    if length:
        return _noun_after(doc, index + length), index, None
    verb = _saying_verb(doc, lexicon, index, index + 5)
    if verb is None:
        return None
    return _speaker(doc, syntax, verb, after=True), verb, verb


def _saying_verb(doc: Doc, lexicon: Lexicon, start: int, end: int) -> int | None:
    """Return the first verb of saying from `start` on, with only clitics, adverbs and auxiliaries before it."""
    for token in doc.tokens[start:end]:
        if token.pos == "VERB" or lexicon.has("saying-verbs", token.lemma):
            return token.index if lexicon.has("saying-verbs", saying_form(doc, lexicon, token)) else None
        if token.pos not in {"AUX", "ADV", "PRON", "PUNCT", "SCONJ", "DET"}:
            return None
    return None


def saying_form(doc: Doc, lexicon: Lexicon, token: Token) -> str:
    """Return a verb's lemma, with the reflexive pronoun when only the reflexive verb says something ("se réjouit")."""
    before = doc.tokens[token.index - 1].lower if token.index else ""
    causative = doc.tokens[token.head].lemma
    if lexicon.has("saying-verbs", f"{causative} {token.lemma}"):  # "fait valoir que"
        return f"{causative} {token.lemma}"
    if lexicon.has("saying-verbs", token.lemma) or not lexicon.has("reflexive-pronouns", before):
        return token.lemma
    return next(
        (form for form in lexicon.reflexive_forms(token.lemma) if lexicon.has("saying-verbs", form)), token.lemma
    )


def _cue_before(doc: Doc, syntax: Syntax, lexicon: Lexicon, start: int) -> tuple[int | None, int, int | None] | None:
    """X déclare : « … »; X a dit que « … »; selon X, « … »: the nearest verb of saying left in the sentence."""
    first = doc.sentence_of(start - 1).start
    words = tuple(token.lower for token in doc.tokens[first : first + 6])
    length = lexicon.match_at("attribution-prepositions", words, 0)
    if length and first + length < start:
        return _noun_after(doc, first + length), first, None
    named = [token for token in doc.tokens[first : start - 1] if token.pos != "PUNCT"]
    if named and doc.tokens[start - 2].text == ":" and all(token.pos == "PROPN" for token in named):
        return named[0].index, start - 2, None  # "Julie Perrot : « … »"
    for token in reversed(doc.tokens[first : start - 1]):
        if lexicon.has("quote-closers", token.text) and token.text != '"':
            return None
        if token.pos == "VERB" and lexicon.has("saying-verbs", saying_form(doc, lexicon, token)):
            return _speaker(doc, syntax, token.index, after=False), token.index, token.index
    return None


def _continues(doc: Doc, previous: Declaration, start: int) -> bool:
    """Tell whether a quotation that is a sentence of its own goes on in the same paragraph: « … », dit X. « … »."""
    sentence = doc.sentence_of(start)
    same_line = sentence.line == doc.sentence_of(previous.start).line
    opens = start - 1 == sentence.start or start == sentence.start
    return same_line and (opens or doc.tokens[start - 2].text in {".", "!", "?", ",", ";", ":"})


def _noun_after(doc: Doc, index: int) -> int | None:
    """Return the head of the noun phrase that begins at a token."""
    for token in doc.tokens[index : index + MAX_SPEAKER_DISTANCE]:
        if token.pos in {"NOUN", "PROPN", "X"} or (token.pos == "PRON" and token.lower not in {",", "."}):
            return token.index
        if token.pos not in {"DET", "ADJ", "NUM", "ADP"}:
            return None
    return None


def _speaker(doc: Doc, syntax: Syntax, verb: int, *, after: bool) -> int | None:
    """Return the head token of who says it; behind an inverted verb the parser takes the subject for an object."""
    subjects = [arc.token for arc in syntax.of(verb, "subject")]
    if after:
        later = [token for token in subjects if token > verb] or [arc.token for arc in syntax.of(verb, "object")]
        pronoun = [token.index for token in doc.tokens[max(0, verb - 3) : verb] if token.text.startswith("-")]
        found = later or pronoun or subjects
        return found[0] if found else _noun_after(doc, verb + 1)
    return subjects[0] if subjects else None


# -- clauses -----------------------------------------------------------------------------------------------------------


def _indirect(doc: Doc, syntax: Syntax, lexicon: Lexicon, quotes: tuple[tuple[int, int], ...]) -> Iterator[Declaration]:
    """X affirme que P; X affirme avoir fait P; both without the conjunction."""
    for token in doc.tokens:
        if token.pos not in {"VERB", "AUX"} or not lexicon.has("saying-verbs", saying_form(doc, lexicon, token)):
            continue
        if any(start <= token.index < end for start, end in quotes):
            continue
        speaker = _speaker(doc, syntax, token.index, after=False)
        for arc in syntax.of(token.index, "clause"):
            clause = _clause(doc, lexicon, token, arc.token)
            if clause is not None and speaker is not None:
                yield Declaration(
                    start=clause[0], end=clause[1], speaker=speaker, cue=token.index, verb=token.index, is_direct=False
                )
                break


def _clause(doc: Doc, lexicon: Lexicon, verb: Token, clause: int) -> tuple[int, int] | None:
    head = doc.tokens[clause]
    if clause < verb.index:
        return None
    inside = [index for index in doc.subtree(clause) if index > verb.index]
    start, end = inside[0], inside[-1] + 1
    is_infinitive = not any(
        lexicon.has("relative-object", doc.tokens[i].lower) for i in range(verb.index + 1, start + 1)
    )
    forms = (*doc.kids(clause, "aux", "cop"), head)
    if is_infinitive and not any("VerbForm=Inf" in form.morph for form in forms):
        return None  # "se dit intéressé par"
    if is_infinitive and (lexicon.has("intention-verbs", verb.lemma) or head.base_dep == "ccomp"):
        return None  # "promet d’investir" is a plan; a bare clause is a quotation without marks
    while start < end and doc.tokens[start].pos in {"SCONJ", "PUNCT"}:
        start += 1
    while end > start and doc.tokens[end - 1].pos == "PUNCT" and doc.tokens[end - 1].text not in {")", "»", "%"}:
        end -= 1
    return (start, end) if end - start > 1 else None


def _inverted(doc: Doc, syntax: Syntax, lexicon: Lexicon, quotes: tuple[tuple[int, int], ...]) -> Iterator[Declaration]:
    """P, explique X; P, a prévenu X: no quotation marks, the verb of saying and its subject close the sentence."""
    for token in doc.tokens:
        if token.pos != "VERB" or not lexicon.has("saying-verbs", saying_form(doc, lexicon, token)):
            continue
        forms = (*(child for child in doc.kids(token.index, "aux") if child.index < token.index), token)
        start, end = _trim(doc, doc.sentence_of(token.index).start, forms[0].index)
        speaker = _noun_after(doc, token.index + 1)
        is_finite = any("VerbForm=Fin" in form.morph for form in forms)
        is_quoted = any(a < token.index + 1 and start < b for a, b in quotes)
        has_subject = any(arc.token < token.index for arc in syntax.of(token.index, "subject"))
        is_clause = any(t.pos in {"VERB", "AUX"} and "VerbForm=Fin" in t.morph for t in doc.tokens[start:end])
        is_open = doc.tokens[forms[0].index - 1].pos in {"SCONJ", "PRON", "AUX", "ADV", "CCONJ"}
        is_inverted = is_finite and is_clause and not is_quoted and not has_subject and not is_open
        if is_inverted and end - start >= MIN_QUOTED_TOKENS and speaker is not None:
            yield Declaration(start=start, end=end, speaker=speaker, cue=token.index, verb=token.index, is_direct=False)


def _attributed(doc: Doc, lexicon: Lexicon, quotes: tuple[tuple[int, int], ...]) -> Iterator[Declaration]:
    """Selon X, P; P, selon X."""
    words = tuple(token.lower for token in doc.tokens)
    for token in doc.tokens:
        length = lexicon.match_at("attribution-prepositions", words, token.index) or _opinion(doc, lexicon, token)
        if not length or any(start <= token.index < end for start, end in quotes):
            continue
        sentence = doc.sentence_of(token.index)
        source = _source(doc, lexicon, _noun_after(doc, token.index + length))
        if source is not None and doc.tokens[source].sentence != token.sentence:
            continue
        found = _around(doc, sentence, token.index, source)
        has_verb = any(word.pos in {"VERB", "AUX"} for word in doc.tokens[found.start : found.end])
        if has_verb or found.end - found.start >= MIN_TOLD_TOKENS:
            yield found


def _opinion(doc: Doc, lexicon: Lexicon, token: Token) -> int:
    """Return 1 for a preposition of opinion that opens a sentence before a person’s name and a comma: "Pour X, …"."""
    if token.index != doc.sentence_of(token.index).start or not lexicon.has("opinion-prepositions", token.lower):
        return 0
    rest = doc.tokens[token.index + 1 : token.index + MAX_SPEAKER_DISTANCE]
    name = [word for word in rest if word.text != ","][:2]
    comma = next((word.index for word in rest if word.text == ","), None)
    is_name = all(word.pos == "PROPN" for word in doc.tokens[token.index + 1 : comma]) if comma else False
    return int(is_name and len(name) > 1)


def _source(doc: Doc, lexicon: Lexicon, noun: int | None) -> int | None:
    """Return who stands behind a source: "selon les données publiées par X" is X's word."""
    if noun is None or not lexicon.has("source-nouns", doc.tokens[noun].lemma):
        return noun
    names = [index for index in doc.subtree(noun) if index > noun and doc.tokens[index].pos == "PROPN"]
    heads = [index for index in names if doc.tokens[index].head not in names]
    return heads[0] if heads else noun


def _around(doc: Doc, sentence: Sentence, cue: int, source: int | None) -> Declaration:
    """Return what stands before a source, or after it when it opens the sentence."""
    before = _trim(doc, sentence.start, cue)
    if before[1] - before[0] >= MIN_TOLD_TOKENS:
        start, end = before
    else:
        after = next(
            (token.index for token in doc.tokens[cue : sentence.end] if token.text == ","),
            max(doc.subtree(source)) if source is not None else cue,
        )
        start, end = _trim(doc, after + 1, sentence.end)
    return Declaration(start=start, end=max(start, end), speaker=source, cue=cue, verb=None, is_direct=False)


def _trim(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and doc.tokens[start].pos == "PUNCT":
        start += 1
    while end > start and doc.tokens[end - 1].pos == "PUNCT" and doc.tokens[end - 1].text not in {")", "»", "%"}:
        end -= 1
    return start, end
