"""What everything after spaCy costs, as a share of spaCy's own time on the same articles in the same run.

    python tests/measure/speed.py ARTICLE... [--model NAME|PATH] [--rounds 5] [--profile]

Each round parses every article with spaCy alone, then turns what an earlier round has parsed into claims. What counts is the
processor time, and of all rounds the least, so that what else the machine does weighs little. `--profile` adds the stages
that take longest.
"""

import argparse
import cProfile
import pstats
import sys
import time
from pathlib import Path
from typing import Any

import spacy

from kg.annotate import load_pipeline
from kg.model import Article
from kg.pipeline import extract_article
from kg.read import read_articles


class _Parsed(spacy.Language):  # type: ignore[no-untyped-call]
    """A pipeline that has parsed before: hands out the same parses again, so that only the rest is timed."""

    def __init__(self, nlp: spacy.Language) -> None:
        super().__init__(nlp.vocab, meta=nlp.meta)
        self._nlp, self._seen = nlp, dict[str, spacy.tokens.Doc]()

    def pipe(self, texts: Any, **_: Any) -> Any:  # noqa: ANN401 - as spaCy has it
        """Return the parses, made at the first call."""
        lines = list(texts)
        new = [line for line in lines if line not in self._seen]
        self._seen.update(zip(new, self._nlp.pipe(new), strict=True))
        return [self._seen[line] for line in lines]


def measure(articles: tuple[Article, ...], nlp: spacy.Language, rounds: int) -> tuple[float, float]:
    """Return the seconds that spaCy takes for the articles, and those of everything from its parse to the claims."""
    parsed = _Parsed(nlp)
    spacy_seconds = rest_seconds = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for article in articles:
            list(nlp.pipe(line for line in article.text.splitlines() if line.strip()))
        spacy_seconds = min(spacy_seconds, time.process_time() - start)
        start = time.process_time()
        for article in articles:
            extract_article(article, parsed)
        rest_seconds = min(rest_seconds, time.process_time() - start)
    return spacy_seconds, rest_seconds


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="+")
    parser.add_argument("--model")
    parser.add_argument("--rounds", type=int, default=5, help="at least 2")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    articles = read_articles([str(Path(path)) for path in options.articles])
    nlp = load_pipeline(options.model)
    spacy_seconds, rest_seconds = measure(articles, nlp, options.rounds)
    out = sys.stdout.write
    words = sum(len(article.text.split()) for article in articles)
    out(f"articles {len(articles)}, words {words}\n")
    out(f"spaCy {spacy_seconds:.2f} s, the rest {rest_seconds:.2f} s, ratio {rest_seconds / spacy_seconds:.2f}\n")
    out(f"a 400-word article: {400 * (spacy_seconds + rest_seconds) / words:.2f} s\n")
    if options.profile:
        parsed = _Parsed(nlp)
        measure(articles, parsed, 1)
        profile = cProfile.Profile()
        with profile:
            for article in articles:
                extract_article(article, parsed)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main()
