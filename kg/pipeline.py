"""The stages in order: articles → Graph."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import rdflib

from kg.annotate import annotate, load_pipeline, model_identity
from kg.claims import claims_to_jsonl
from kg.expectations import read_with_frames
from kg.export import export
from kg.extract import EXTRACTOR, extract_claims
from kg.files import write_atomically
from kg.frames import load_frames
from kg.graph import BARE, Facts, build_graph
from kg.html import build_page
from kg.lexicon import load_lexicon
from kg.model import Article, Claim, Knowledge, Provenance
from kg.notebook import View
from kg.ontology import load_ontology
from kg.query import Result, run_query
from kg.read import read_articles
from kg.resolve import resolve

if TYPE_CHECKING:
    import spacy

VERSION = version("kg")
Progress = Callable[[int, int], None]


class Graph:
    """What articles say: the claims with their entities, and the RDF graph made of them."""

    def __init__(self, knowledge: Knowledge, *, facts: Facts = Facts.REPORTED) -> None:
        """Hold `knowledge`; `facts` says which claims become bare triples in the RDF graph."""
        self.knowledge = knowledge
        self.facts = facts

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return the claims of all articles."""
        return self.knowledge.claims

    @cached_property
    def rdf(self) -> rdflib.Graph:
        """Return the RDF graph."""
        return build_graph(self.knowledge, load_ontology(), facts=self.facts)

    def query(self, sparql: str) -> Result:
        """Return the answer to a SPARQL query; the prefixes of the graph are declared. Raises GraphError."""
        return run_query(self.rdf, sparql)

    def page(self, *, title: str | None = None, language: str = "fr") -> str:
        """Return the page that explores the graph, as HTML; its interface starts in "fr" or "en". Raises GraphError.

        Without a title it has the headline of its only article, or the name of the program.
        """
        return build_page(self.knowledge, load_ontology(), title=title, language=language, bare=BARE[self.facts])

    def view(self, *, title: str | None = None, language: str = "fr", height: int = 720) -> View:
        """Return the page for a notebook, which shows it inline, `height` pixels high. Raises GraphError."""
        return View(page=self.page(title=title, language=language), height=height)

    def save(self, directory: str | Path, *, per_article: bool = False) -> None:
        """Write graph.ttl, claims.jsonl and graph.html, with `per_article` also claims/NAME.claims.jsonl for each.

        All contents are made before the first file is written. Raises GraphError when a file cannot be written.
        """
        folder = Path(directory)
        contents = {
            folder / "claims.jsonl": claims_to_jsonl(self.knowledge),
            folder / "graph.ttl": export(self.knowledge, self.rdf, "turtle"),
            folder / "graph.html": self.page().encode("utf-8", "replace"),
        }
        if per_article:
            for article in self.knowledge.articles:
                own = Knowledge(
                    articles=(article,), claims=tuple(claim for claim in self.claims if claim.article == article.name)
                )
                contents[folder / "claims" / f"{article.name}.claims.jsonl"] = claims_to_jsonl(own)
        for path, content in contents.items():
            write_atomically(path, content)


def build(
    paths: Iterable[str | Path],
    *,
    model: str | None = None,
    facts: Facts = Facts.REPORTED,
    progress: Progress | None = None,
    skipped: Callable[[str], None] | None = None,
) -> Graph:
    """Return the graph of the articles at some paths: files, folders, patterns, or "-" for standard input.

    `model` names another spaCy pipeline; `progress` is called with the number of articles read and of all. One
    article that cannot be read is an ArticleError; with `skipped`, that is called with one line for each such article, and
    the graph is that of the others. Raises ArticleError, ModelError, LexiconError.
    """
    articles = read_articles([str(path) for path in paths], skipped=skipped)
    nlp = load_pipeline(model)
    claims: list[Claim] = []
    for done, article in enumerate(articles, 1):
        claims += extract_article(article, nlp)
        if progress is not None:
            progress(done, len(articles))
    return Graph(resolve(articles, claims, load_ontology()), facts=facts)


def extract_article(article: Article, nlp: "spacy.Language") -> tuple[Claim, ...]:
    """Return the claims of one article: a pure function of its text, the pipeline and the data of its language."""
    lexicon, frames, ontology = load_lexicon(article.language), load_frames(article.language), load_ontology()
    with _collector_at_rest():
        doc = annotate(article, nlp, lexicon)
        return extract_claims(
            read_with_frames(doc, frames=frames, ontology=ontology, lexicon=lexicon),
            frames=frames,
            ontology=ontology,
            lexicon=lexicon,
            provenance=Provenance(extractor=EXTRACTOR, version=VERSION, model=model_identity(nlp)),
        )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Let Python look for cycles between the articles only: what is made of one lives until it is read (4 % of the time)."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
