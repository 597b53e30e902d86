"""Article → Doc: the only module that runs a spaCy pipeline for extraction."""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from kg.doc import Doc, NameSpan, Sentence, Token, children_of
from kg.errors import ModelError
from kg.lexicon import Lexicon
from kg.mending import mend
from kg.model import Article, Span

if TYPE_CHECKING:
    import spacy

# One code point for one code point, so that offsets stay those of the article. The parser was trained on straight
# apostrophes, and a no-break space leaves a stray token inside "3 500".
NORMALISED = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})


def normalise(text: str) -> str:
    """Return `text` with typographic apostrophes and spaces made plain, of the same length."""
    return text.translate(NORMALISED)


def load_pipeline(model: str | None = None) -> "spacy.Language":
    """Return a spaCy pipeline by name or path (default: the French base that kg ships).

    Raises ModelError when there is none of that name, or when it lacks a parser or a name recogniser.
    """
    from kg.base import load_base, load_spacy  # noqa: PLC0415  (spaCy is a second of import: only commands that parse pay it)

    nlp = load_spacy(model) if model else load_base()
    missing = {"parser", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ModelError(f"{model}: the pipeline has no {' and no '.join(sorted(missing))}; kg needs both")
    return nlp


@lru_cache(maxsize=1)  # every article has it in its provenance
def model_identity(nlp: "spacy.Language") -> str:
    """Return name, version and a hash of a pipeline's description, as kept in the provenance of every claim."""
    meta = nlp.meta
    described = {key: meta.get(key) for key in ("lang", "name", "version", "labels", "performance", "kg")}
    digest = hashlib.sha256(json.dumps(described, sort_keys=True, default=str).encode()).hexdigest()[:12]
    return f"{meta.get('lang')}_{meta.get('name')}-{meta.get('version')}+{digest}"


def annotate(article: Article, nlp: "spacy.Language", lexicon: Lexicon) -> Doc:
    """Return the parse of an article, each non-empty line parsed by itself.

    A headline never glues to the lead: as one string the seed article gives 13 glued sentences, line by line 20 right ones.
    """
    text = normalise(article.text)
    lines = [(start, line) for start, line in _lines(text) if line.strip()]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    names: list[NameSpan] = []
    for number, ((start, _), parsed) in enumerate(zip(lines, nlp.pipe(line for _, line in lines), strict=True)):
        is_title = article.title is not None and article.title.start <= start < article.title.end
        _add_line(
            parsed,
            start=start,
            number=number,
            is_title=is_title,
            tokens=tokens,
            sentences=sentences,
            names=names,
            lexicon=lexicon,
        )
    found = tuple(tokens)
    doc = Doc(
        article=article,
        text=text,
        tokens=found,
        sentences=tuple(sentences),
        names=tuple(names),
        children=children_of(found),
        model=model_identity(nlp),
    )
    return mend(doc, lexicon)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line.rstrip("\r\n")
        start += len(line)


def _add_line(
    parsed: "spacy.tokens.Doc",
    *,
    start: int,
    number: int,
    is_title: bool,
    tokens: list[Token],
    sentences: list[Sentence],
    names: list[NameSpan],
    lexicon: Lexicon,
) -> None:
    text = parsed.text
    groups = list(_groups(parsed, lexicon))  # over the line: the parser may end a sentence within a hyphenated name
    # a parser may end a sentence where no mark does ("Solvix s’offre | Novalia")
    ends = [sentence.end for sentence in parsed.sents if sentence[-1].is_punct or sentence[-1].is_space]
    cuts = [bisect_right(ends, group[0].i) for group in groups]
    # the sentences of nothing but space have no token and are left out
    places = {cut: len(sentences) + place for place, cut in enumerate(dict.fromkeys(cuts))}
    own = {token.i: len(tokens) + position for position, group in enumerate(groups) for token in group}
    morphs = parsed.to_array("MORPH").tolist()
    first = len(tokens)
    for group, cut in zip(groups, cuts, strict=True):
        token = _outer(group)
        head = token.head
        while head.i not in own and head.head.i != head.i:  # a space token as head: take its own head
            head = head.head
        index, begin, end = own[token.i], group[0].idx, group[-1].idx + len(group[-1])
        words = text[begin:end]
        tokens.append(
            Token(
                index=index,
                text=words,
                lemma=token.lemma_.lower() if len(group) == 1 else words.lower(),
                pos="NOUN" if " " in words else token.pos_,
                dep=token.dep_,
                head=own.get(head.i, index),
                morph=_features(parsed.vocab.strings[morphs[token.i]]),
                span=Span(start + begin, start + end),
                sentence=places[cut],
            )
        )
    for _, sentence in groupby(tokens[first:], key=lambda token: token.sentence):
        inside = tuple(sentence)
        span = Span(inside[0].span.start, inside[-1].span.end)
        sentences.append(
            Sentence(start=inside[0].index, end=inside[-1].index + 1, span=span, line=number, is_title=is_title)
        )
    for entity in parsed.ents:
        within = [own[token.i] for token in entity if token.i in own]
        if within:
            names.append(NameSpan(start=within[0], end=within[-1] + 1, label=entity.label_))


@cache
def _features(morph: str) -> frozenset[str]:
    """Return the features of a word as the tagger writes them ("Mood=Cnd|Tense=Pres"); "_" for none."""
    return frozenset(feature for feature in morph.split("|") if "=" in feature)


def _groups(parsed: "spacy.tokens.Doc", lexicon: Lexicon) -> Iterator[list["spacy.tokens.Token"]]:
    """Yield the tokens of a line without spaces; what a hyphen joins is one ("start-up"), save a clitic ("est-il").

    So is a noun of several words that the tagger takes apart ("jeune pousse").
    """
    kept = [token for token in parsed if not token.is_space]
    words = tuple(token.lower_ for token in kept)
    firsts = lexicon.sequences["joined-words"]
    group: list[spacy.tokens.Token] = []
    joined = 0  # words yet to come of a noun of several
    for position, token in enumerate(kept):
        if joined:
            joined -= 1
            group.append(token)
            continue
        if words[position] in firsts:
            joined = max(0, lexicon.match_at("joined-words", words, position) - 1)
        is_by_hyphen = "-" in words[max(0, position - 1) : position + 1]
        if group and not (is_by_hyphen and _is_joined(group, token, kept[position + 1 : position + 2], lexicon)):
            yield group
            group = []
        group.append(token)
    if group:
        yield group


def _is_joined(
    group: list["spacy.tokens.Token"],
    token: "spacy.tokens.Token",
    following: list["spacy.tokens.Token"],
    lexicon: Lexicon,
) -> bool:
    touches = group[-1].idx + len(group[-1].text) == token.idx
    if not touches:
        return False
    if token.text == "-":
        return (
            len(following) == 1
            and following[0].idx == token.idx + 1
            and following[0].text[0].isalnum()
            and group[-1].text[-1].isalnum()
            and not lexicon.has("hyphen-clitics", following[0].lower_)
        )
    return group[-1].text == "-" and len(group) > 1


def _outer(group: list["spacy.tokens.Token"]) -> "spacy.tokens.Token":
    """Return the token of a group that stands for it in the tree: the nearest to the root.

    Then the head of a group is always nearer the root than the group, and no cycle can form, whatever its parts hang on.
    """
    return group[0] if len(group) == 1 else min(group, key=lambda token: (sum(1 for _ in token.ancestors), token.i))
