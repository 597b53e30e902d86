"""Parses written by hand, so that a stage can be tested without a model."""

import re

from kg.doc import Doc, Sentence, Token, children_of
from kg.model import Article, Span

WORD = re.compile(r"\w+['’]|\w+(?:-\w+)*|[^\w\s]")


def make_doc(text: str, *rows: str) -> Doc:
    """Return a document of one sentence.

    A row is "form lemma POS dep head [morph]" for each token in order, head counted from 1 and 0 for the root. A form is
    looked for in the text with straight apostrophes.
    """
    plain = text.replace("’", "'").replace("\u00a0", " ")
    tokens: list[Token] = []
    position = 0
    for index, row in enumerate(rows):
        form, lemma, pos, dep, head, *morph = row.split()
        start = plain.index(form, position)
        position = start + len(form)
        tokens.append(
            Token(
                index=index,
                text=form,
                lemma=lemma,
                pos=pos,
                dep=dep,
                head=int(head) - 1 if head != "0" else index,
                morph=frozenset(morph[0].split("|")) if morph else frozenset(),
                span=Span(start, position),
                sentence=0,
            )
        )
    return Doc(
        article=Article(name="hand", text=text),
        text=plain,
        tokens=tuple(tokens),
        sentences=(Sentence(start=0, end=len(tokens), span=Span(0, len(plain)), line=0),),
        names=(),
        children=children_of(tuple(tokens)),
    )


def make_flat_doc(text: str, *, nouns: str = "") -> Doc:
    """Return a document without structure: every word hangs on the first; the words of `nouns` are nouns."""
    found = [match.group() for match in WORD.finditer(text.replace("’", "'").replace("\u00a0", " "))]
    kinds = dict.fromkeys(nouns.split(), "NOUN")
    rows = [
        f"{word} {word.lower().removesuffix('s')} {kinds.get(word, 'NUM' if word.isdigit() else 'X')} dep {min(index, 1)}"
        for index, word in enumerate(found)
    ]
    return make_doc(text, *rows)
