"""Annotated files → spaCy examples: treebanks in CoNLL-U and names in JSON Lines, fitted to the labels of a pipeline."""

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.converters.conllu_to_docs import conllu_to_docs
from spacy.util import filter_spans

from kg.errors import ModelError

APOSTROPHES = str.maketrans("'\u2019", "\u2019'")
CONLLU_COLUMNS = 10
WORD_ID = re.compile(r"\d+")
RANGE_OR_EMPTY_ID = re.compile(r"\d+[-.]\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a treebank; heads are indices into the sentence, a root is its own head."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tags: tuple[str, ...]
    pos: tuple[str, ...]
    morphs: tuple[str, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLine:
    """A line of text with its names, as (start, end, label) in code points; what `unknown` covers teaches nothing."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    unknown: tuple[tuple[int, int], ...] = ()


def read_treebank(path: Path) -> tuple[Sentence, ...]:
    """Return the sentences of a CoNLL-U file; a contraction ("du") is one word, as in spaCy's tokens.

    Raises ModelError with file and line where the file is not CoNLL-U.
    """
    text = _read(path)
    _check_conllu(path, text)
    try:
        docs = list(conllu_to_docs(text, n_sents=1, merge_subtokens=True, no_print=True))  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, KeyError) as error:
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"{path.name}: spaCy cannot read this CoNLL-U ({reason}); every sentence must be a tree"
        ) from error
    return tuple(
        Sentence(
            words=tuple(token.text for token in doc),
            spaces=tuple(bool(token.whitespace_) for token in doc),
            tags=tuple(token.tag_ for token in doc),
            pos=tuple(token.pos_ for token in doc),
            morphs=tuple(str(token.morph) for token in doc),
            heads=tuple(token.head.i for token in doc),
            labels=tuple(token.dep_ for token in doc),
        )
        for doc in docs
        if len(doc)
    )


def read_names(path: Path) -> tuple[NamedLine, ...]:
    """Return the lines of a JSON Lines file: `{"text": "…", "spans": [[start, end, "ORG"], …], "unknown": [[start, end], …]}`.

    Raises ModelError with file and line where a line is not of this form or a span lies outside its text.
    """
    lines = []
    for number, row in enumerate(_read(path).splitlines(), start=1):
        if not row.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            record = json.loads(row)
            text = record["text"]
            line = NamedLine(
                text=text,
                spans=tuple((int(start), int(end), str(label)) for start, end, label in record["spans"]),
                unknown=tuple((int(start), int(end)) for start, end in record.get("unknown", ())),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(f'{where}: not {{"text": "…", "spans": [[start, end, "LABEL"], …]}} ({error})') from error
        bounds = [*((start, end) for start, end, _ in line.spans), *line.unknown]
        outside = [(start, end) for start, end in bounds if not 0 <= start < end <= len(text)]
        if outside:
            raise ModelError(f"{where}: span {list(outside[0])} is not within the text of {len(text)} characters")
        lines.append(line)
    if not lines:
        raise ModelError(f"{path.name}: no line with a text and its spans")
    return tuple(lines)


def fit_sentences(
    sentences: Sequence[Sentence], *, labels: Sequence[str], morphs: Sequence[str], renamed: Mapping[str, str]
) -> tuple[Sentence, ...]:
    """Return the sentences with the arc labels and the morphology that a trained pipeline knows (none given: all stay).

    Treebanks are revised after a pipeline was made: an unknown label becomes the one `renamed` gives it, else its part
    before the colon, else "dep"; an unknown bundle of features becomes the known one that says as much of it as possible
    and nothing else.
    """
    fit_label = {
        label: _fit_label(label, frozenset(labels), renamed) if labels else label
        for label in {label for sentence in sentences for label in sentence.labels}
    }
    known = [_features(bundle) for bundle in sorted(morphs)]
    fit_morph = {
        pair: _fit_morph(*pair, known) if known else pair[1]
        for pair in {pair for sentence in sentences for pair in zip(sentence.pos, sentence.morphs, strict=True)}
    }
    return tuple(
        Sentence(
            words=sentence.words,
            spaces=sentence.spaces,
            tags=sentence.tags,
            pos=sentence.pos,
            morphs=tuple(fit_morph[pair] for pair in zip(sentence.pos, sentence.morphs, strict=True)),
            heads=sentence.heads,
            labels=tuple(fit_label[label] for label in sentence.labels),
        )
        for sentence in sentences
    )


def parsed_examples(
    nlp: Language, sentences: Sequence[Sentence], *, rng: random.Random, most: int, swapped: float, lowered: float
) -> Iterator[Example]:
    """Yield the sentences in texts of one to `most` neighbours, in random order.

    A share `swapped` of the texts has its straight apostrophes made typographic and the other way round, a share
    `lowered` is in small letters throughout. Texts of several sentences teach where a sentence ends.
    """
    groups = []
    first = 0
    while first < len(sentences):
        size = rng.randint(1, most)
        groups.append(sentences[first : first + size])
        first += size
    rng.shuffle(groups)
    for group in groups:
        swap, lower = rng.random() < swapped, rng.random() < lowered
        pairs = [_parsed_pair(nlp, sentence, swap=swap, lower=lower) for sentence in group]
        predicted, reference = (Doc.from_docs(list(docs)) for docs in zip(*pairs, strict=True))
        if predicted is not None and reference is not None:
            yield Example(predicted, reference)


def named_examples(
    nlp: Language, lines: Sequence[NamedLine], *, rng: random.Random, swapped: float
) -> Iterator[Example]:
    """Yield the lines in random order, a share `swapped` of them with the other kind of apostrophe."""
    order = list(lines)
    rng.shuffle(order)
    for line in order:
        text = line.text.translate(APOSTROPHES) if rng.random() < swapped else line.text
        reference = nlp.make_doc(text)
        found = (
            reference.char_span(start, end, label=label, alignment_mode="contract") for start, end, label in line.spans
        )
        spans = filter_spans(span for span in found if span is not None)
        taken = {token.i for span in spans for token in span}
        vague = (reference.char_span(start, end, alignment_mode="expand") for start, end in line.unknown)
        missing = [span for span in vague if span is not None and not taken & {token.i for token in span}]
        reference.set_ents(spans, missing=missing, default="outside")
        yield Example(nlp.make_doc(text), reference)


def rename_labels(lines: Sequence[NamedLine], renamed: Mapping[str, str]) -> tuple[NamedLine, ...]:
    """Return the lines with their labels as `renamed` has them; a name whose label becomes "" is a name no more."""
    return tuple(
        NamedLine(
            text=line.text,
            spans=tuple((start, end, new) for start, end, label in line.spans if (new := renamed.get(label, label))),
            unknown=line.unknown,
        )
        for line in lines
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}: cannot be read as UTF-8 text ({error}); give the path of a training file") from error


def _check_conllu(path: Path, text: str) -> None:
    words = 0
    for number, row in enumerate(text.splitlines(), start=1):
        if not row.strip() or row.startswith("#"):
            continue
        columns = row.split("\t")
        if len(columns) != CONLLU_COLUMNS:
            raise ModelError(f"{path.name}:{number}: {len(columns)} columns; a line of CoNLL-U has 10, parted by tabs")
        if RANGE_OR_EMPTY_ID.fullmatch(columns[0]):
            continue
        if not WORD_ID.fullmatch(columns[0]) or not WORD_ID.fullmatch(columns[6]):
            raise ModelError(
                f"{path.name}:{number}: word {columns[0]!r} with head {columns[6]!r}; both must be numbers"
            )
        words += 1
    if not words:
        raise ModelError(f"{path.name}: no word; a treebank in CoNLL-U has one a line")


def _fit_label(label: str, known: frozenset[str], renamed: Mapping[str, str]) -> str:
    if label in known:
        return label
    candidate = renamed.get(label, label.partition(":")[0])
    return candidate if candidate in known else renamed.get(candidate, "dep")


def _features(bundle: str) -> dict[str, str]:
    return dict(feature.split("=", 1) for feature in bundle.split("|") if "=" in feature)


def _fit_morph(pos: str, bundle: str, known: Sequence[Mapping[str, str]]) -> str:
    wanted = {**_features(bundle), "POS": pos}
    best: Mapping[str, str] = {}
    for features in known:
        if features.get("POS") == pos and features.items() <= wanted.items() and len(features) > len(best):
            best = features
    return "|".join(f"{name}={value}" for name, value in sorted(best.items()) if name != "POS")


def _parsed_pair(nlp: Language, sentence: Sentence, *, swap: bool, lower: bool) -> tuple[Doc, Doc]:
    words = [word.translate(APOSTROPHES) if swap else word for word in sentence.words]
    if lower:
        words = [word.lower() for word in words]
    spaces = list(sentence.spaces)
    reference = Doc(
        nlp.vocab,
        words=words,
        spaces=spaces,
        tags=list(sentence.tags),
        pos=list(sentence.pos),
        morphs=list(sentence.morphs),
        heads=list(sentence.heads),
        deps=list(sentence.labels),
    )
    return Doc(nlp.vocab, words=words, spaces=spaces), reference
