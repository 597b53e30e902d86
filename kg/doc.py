"""The parsed article: tokens, sentences and the recogniser's names, as frozen records over `Article.text`.

These are our own records, not spaCy's: parse slips are mended by making new arcs, tests build a `Doc` by hand, and a
`Doc` crosses a process boundary as plain data.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.model import Article, Span

VERBAL = frozenset({"AUX", "VERB"})  # parts of speech
PAST_PARTICIPLE = frozenset({"Tense=Past", "VerbForm=Part"})
DASHES = frozenset({"-", "\u2013", "\u2014"})


@dataclass(frozen=True, slots=True, init=False)
class Token:
    """One token; `head` is its own index at a root."""

    index: int
    text: str  # normalised: straight apostrophes, plain spaces
    lemma: str  # lower case
    pos: str  # universal part of speech
    dep: str  # parser label with its sub-type
    head: int
    morph: frozenset[str]  # "Mood=Cnd", …
    span: Span
    sentence: int
    lower: str = field(init=False)  # the text in lower case
    base_dep: str = field(init=False)  # the parser label without its sub-type

    def __init__(  # noqa: PLR0913 - what a parser says of a word
        self,
        *,
        index: int,
        text: str,
        lemma: str,
        pos: str,
        dep: str,
        head: int,
        morph: frozenset[str],
        span: Span,
        sentence: int,
    ) -> None:
        """Keep what is given, and what is asked for hundreds of times a token.

        Written out, for there are as many tokens as words: the one that `dataclass` writes takes twice the time.
        """
        put = object.__setattr__
        put(self, "index", index)
        put(self, "text", text)
        put(self, "lemma", lemma)
        put(self, "pos", pos)
        put(self, "dep", dep)
        put(self, "head", head)
        put(self, "morph", morph)
        put(self, "span", span)
        put(self, "sentence", sentence)
        put(self, "lower", text.lower())
        put(self, "base_dep", dep.partition(":")[0])

    @property
    def is_title(self) -> bool:
        """Tell whether it begins with a capital."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A run of tokens, `start` to `end` (exclusive), within one line of the article."""

    start: int
    end: int
    span: Span
    line: int
    is_title: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """A name as the recogniser saw it: tokens `start` to `end` (exclusive) and its label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # compared and hashed by identity
class Doc:
    """An article with its parse."""

    article: Article
    text: str  # Article.text normalised, of the same length
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    names: tuple[NameSpan, ...]
    children: tuple[tuple[int, ...], ...]  # by token index, in text order
    model: str = ""  # name, version and hash of the pipeline

    def kids(self, index: int, *deps: str) -> list[Token]:
        """Return the dependents of a token, of the given labels only (with or without sub-type) when any are given."""
        children = self.children[index]
        if not children:
            return []
        tokens = self.tokens
        if not deps:
            return [tokens[child] for child in children]
        return [token for child in children if (token := tokens[child]).base_dep in deps or token.dep in deps]

    def is_bracketed(self, index: int, other: int) -> bool:
        """Tell whether a bracket closes or opens between two words: what it holds is not of the clause around it."""
        between = [token.text for token in self.tokens[min(index, other) : max(index, other)]]
        return ("(" in between) is not (")" in between)

    def has_kid(self, index: int, *deps: str) -> bool:
        """Tell whether a token has a dependent of one of the given labels (with or without sub-type)."""
        tokens = self.tokens
        for child in self.children[index]:
            token = tokens[child]
            if token.base_dep in deps or token.dep in deps:
                return True
        return False

    def subtree(self, index: int) -> tuple[int, ...]:
        """Return the indices of a token and all that depends on it, in text order."""
        children = self.children
        found = [index]
        for each in found:  # grows while it is read
            found += children[each]
        found.sort()
        return tuple(found)

    def ancestors(self, index: int) -> Iterator[Token]:
        """Yield the head of a token, its head, and so on to the root."""
        token = self.tokens[index]
        while token.head != token.index:
            token = self.tokens[token.head]
            yield token

    def sentence_of(self, index: int) -> Sentence:
        """Return the sentence that holds a token."""
        return self.sentences[self.tokens[index].sentence]

    def span(self, start: int, end: int) -> Span:
        """Return the span of the tokens `start` to `end` (exclusive, at least one)."""
        return Span(self.tokens[start].span.start, self.tokens[end - 1].span.end)

    def quote(self, start: int, end: int) -> str:
        """Return the article's words from token `start` to `end` (exclusive)."""
        return self.span(start, end).of(self.article.text)


def children_of(tokens: tuple[Token, ...]) -> tuple[tuple[int, ...], ...]:
    """Return, for each token, the indices of its dependents."""
    children: dict[int, list[int]] = {}  # most tokens have none
    for token in tokens:
        if token.head != token.index:
            children.setdefault(token.head, []).append(token.index)
    return tuple([tuple(children[index]) if index in children else () for index in range(len(tokens))])
