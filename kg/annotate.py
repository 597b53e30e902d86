"""Article → Doc: the only module that runs a spaCy pipeline for extraction."""

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, groupby
from operator import add
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
INNER = frozenset({",", ";", ")"})  # marks that open no sentence
NORMALISED = {"\u2019": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "}
OPENERS = frozenset({". ", "! ", "? ", "« ", '" '})  # before the first word of a sentence


def normalise(text: str) -> str:
    """Return `text` with typographic apostrophes and spaces made plain, of the same length."""
    for odd, plain in NORMALISED.items():
        text = text.replace(odd, plain)
    return text


def restore_accents(line: str, lexicon: Lexicon) -> str:
    """Return a line with the accents that print leaves off capitals: "A la tête de", "Editeur de"; of the same length.

    One letter is restored at the head of a sentence only: elsewhere it may be a name ("le groupe A").
    """
    accented = lexicon.maps["bare-capitals"]

    def restored(match: re.Match[str]) -> str:
        word = match[0]
        return accented.get(word, word) if len(word) > 1 or _opens_sentence(line, match.start()) else word

    return _bare_words(lexicon).sub(restored, line)


def _opens_sentence(line: str, index: int) -> bool:
    """Tell whether a letter is the first word of a sentence of several."""
    opens = index == 0 or line[index - 2 : index] in OPENERS
    return opens and line[index + 1 : index + 2] == " " and line[index + 2 : index + 3].isalpha()


@lru_cache(maxsize=1)
def _bare_words(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what finds the words that begin as an entry does: far quicker than a pattern of all entries."""
    initials = "".join(sorted({re.escape(word[0]) for word in lexicon.maps["bare-capitals"]}))
    return re.compile(rf"[{initials}](?<!\w.)\w*" if initials else r"(?!)")


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
    restored = [restore_accents(line, lexicon) for _, line in lines]
    for number, ((start, _), line, parsed) in enumerate(zip(lines, restored, nlp.pipe(restored), strict=True)):
        is_title = article.title is not None and article.title.start <= start < article.title.end
        _add_line(
            _Line(parsed, line),
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
    line: "_Line",
    *,
    start: int,
    number: int,
    is_title: bool,
    tokens: list[Token],
    sentences: list[Sentence],
    names: list[NameSpan],
    lexicon: Lexicon,
) -> None:
    groups = list(_groups(line, lexicon))  # over the line: the parser may end a sentence within a hyphenated name
    cuts = [bisect_right(line.cuts, group[0]) for group in groups]
    # the sentences of nothing but space have no token and are left out
    places = {cut: len(sentences) + place for place, cut in enumerate(dict.fromkeys(cuts))}
    first = len(tokens)
    prefixes = [_prefix(line, group, lexicon) for group in groups]
    positions = list(accumulate([1 + bool(length) for length in prefixes], initial=first))
    own = {
        index: position + bool(length)
        for group, position, length in zip(groups, positions, prefixes, strict=False)
        for index in group
    }
    heads, starts, ends = line.heads, line.starts, line.ends
    for group, cut, length in zip(groups, cuts, prefixes, strict=True):
        is_one = len(group) == 1
        index = group[0] if is_one else line.outer(group)
        head = heads[index]
        while head not in own and heads[head] != head:  # a space token as head: take its own head
            head = heads[head]
        position = own[index]
        begin, end = starts[group[0]], ends[group[-1]]
        if length:
            tokens.append(_former(line, begin, length, start=start, position=position - 1, sentence=places[cut]))
            begin += length
        words = line.text[begin:end]
        tokens.append(
            Token(
                index=position,
                text=words,
                lemma=line.lemmas[index].lower() if is_one and not length else words.lower(),
                pos="NOUN" if " " in words else "PROPN" if length else line.parts[index],
                dep=line.deps[index],
                head=own.get(head, position),
                morph=_features(line.morphs[index]),
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
    for entity in line.entities:
        within = [own[index] for index in range(entity.start, entity.end) if index in own]
        if within:
            names.append(NameSpan(start=within[0], end=within[-1] + 1, label=entity.label_))


def _prefix(line: "_Line", group: list[int], lexicon: Lexicon) -> int:
    """Return the length of a prefix that says that a name is an old one: "l’ex-Novalia", but no "ex-PDG"."""
    first = line.lowers[group[0]]
    if not first.startswith(lexicon.former_heads):
        return 0  # of all words but few: asked first
    begin, end = line.starts[group[0]], line.ends[group[-1]]
    prefix = next((p for p in lexicon.former_prefixes if first.startswith(p[:-1])), "")
    word = line.text[begin:end]
    rest = word[len(prefix) :]
    is_name = bool(prefix) and word.lower().startswith(prefix) and rest[:1].isupper()
    is_post = any(lexicon.has(name, rest.lower()) for name in ("person-nouns", "not-names"))  # "l’ex-Premier ministre"
    return len(prefix) if is_name and not is_post else 0


def _former(line: "_Line", begin: int, length: int, *, start: int, position: int, sentence: int) -> Token:
    """Return the prefix before a name as an adjective of it."""
    word = line.text[begin : begin + length]
    span = Span(start + begin, start + begin + length)
    return Token(
        index=position, text=word, lemma=word.lower(), pos="ADJ", dep="amod", head=position + 1, morph=frozenset(),
        span=span, sentence=sentence,
    )  # fmt: skip


class _Line:
    """A line as the pipeline parsed it, by columns: to ask each of spaCy's tokens for each attribute takes thrice the time."""

    def __init__(self, parsed: "spacy.tokens.Doc", text: str) -> None:
        self.text, self.entities = text, parsed.ents
        columns = parsed.to_array(["LOWER", "LEMMA", "POS", "DEP", "MORPH"]).T.tolist()
        strings = parsed.vocab.strings
        self.lowers, self.lemmas, self.parts, self.deps, self.morphs = [[strings[key] for key in c] for c in columns]
        flags = parsed.to_array(["HEAD", "LENGTH", "SPACY", "IS_SPACE", "IS_PUNCT", "SENT_START"]).astype("int64").T
        heads, lengths, spaces, self.are_spaces, are_marks, opens = flags.tolist()
        self.heads = [index + head for index, head in enumerate(heads)]
        self.starts = [0, *accumulate(map(add, lengths, spaces))]
        self.ends = [*map(add, self.starts, lengths)]
        last = len(heads) - 1
        # a parser may end a sentence where no mark does ("Solvix s’offre | Novalia"), at a comma ("Fondée en 2009, |"), or
        # behind a bracket ("Solvix, basée à Grasse (Alpes-Maritimes) |, emploie")
        self.cuts = [
            index + 1
            for index in range(last + 1)
            if (index == last or (opens[index + 1] == 1 and self.lowers[index + 1] not in INNER))
            and (are_marks[index] or self.are_spaces[index])
            and self.lowers[index] != ","
        ]

    def outer(self, group: list[int]) -> int:
        """Return the token of a group that stands for it in the tree: the nearest to the root.

        Then the head of a group is always nearer the root than the group, and no cycle can form, whatever its parts hang on.
        """
        return min(group, key=lambda index: (self._depth(index), index))

    def _depth(self, index: int) -> int:
        depth = 0
        while self.heads[index] != index:
            index, depth = self.heads[index], depth + 1
        return depth


@cache
def _features(morph: str) -> frozenset[str]:
    """Return the features of a word as the tagger writes them ("Mood=Cnd|Tense=Pres"); "_" for none."""
    return frozenset(feature for feature in morph.split("|") if "=" in feature)


def _groups(line: _Line, lexicon: Lexicon) -> Iterator[list[int]]:
    """Yield the tokens of a line without spaces; what a hyphen joins is one ("start-up"), save a clitic ("est-il").

    So is a noun of several words that the tagger takes apart ("jeune pousse").
    """
    kept = [index for index, is_space in enumerate(line.are_spaces) if not is_space]
    firsts = lexicon.sequences["joined-words"]
    if "-" not in line.lowers and firsts.keys().isdisjoint(line.lowers):
        yield from ([index] for index in kept)
        return
    words = tuple([line.lowers[index] for index in kept])
    group: list[int] = []
    joined = 0  # words yet to come of a noun of several
    before = ""
    for position, (index, word) in enumerate(zip(kept, words, strict=True)):
        if joined:
            joined -= 1
            group.append(index)
            before = word
            continue
        if word in firsts:
            joined = max(0, lexicon.match_at("joined-words", words, position) - 1)
        is_by_hyphen = word == "-" or before == "-"
        if group and not (is_by_hyphen and _is_joined(line, group, index, kept[position + 1 : position + 2], lexicon)):
            yield group
            group = []
        group.append(index)
        before = word
    if group:
        yield group


def _is_joined(line: _Line, group: list[int], index: int, following: list[int], lexicon: Lexicon) -> bool:
    end = line.starts[index] + 1
    last = line.lowers[group[-1]]
    if line.ends[group[-1]] != line.starts[index]:
        return False
    if line.lowers[index] == "-":
        return (
            len(following) == 1
            and line.starts[following[0]] == end
            and line.lowers[following[0]][0].isalnum()
            and last[-1].isalnum()
            and not lexicon.has("hyphen-clitics", line.lowers[following[0]])
        )
    return last == "-" and len(group) > 1
