"""What `kg build` wrote → Knowledge and Graph, as far as the files hold it."""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pyoxigraph import RdfFormat, parse
from rdflib import PROV, RDFS, Graph

from kg.claims import read_claims
from kg.errors import GraphError
from kg.export import Format, export
from kg.model import Article, Claim, Entity, Knowledge, Span

CLAIMS = "claims.jsonl"  # beside the graph
_PROVENANCE = '"provenance": '  # the last key of a line: its few values are read without the rest
CLAIM_FORMATS = frozenset({Format.GRAPHML, Format.GEXF, Format.CSV, Format.CYPHER, Format.JSONL})


def export_saved(graph: Path, form: Format | str, *, rdf12: bool = False) -> bytes:
    """Return a saved graph, or the claims beside it when the format is of those, in a format.

    `rdf12` writes claims as reifiers of RDF 1.2. Raises GraphError when the files cannot be read, there is no such format,
    or it has no RDF 1.2.
    """
    if form in CLAIM_FORMATS:
        return export(read_knowledge(graph.with_name(CLAIMS)), Graph(), form, rdf12=rdf12)
    return export(Knowledge(), read_graph(graph), form, rdf12=rdf12)


def read_graph(path: Path) -> Graph:
    """Return the graph of a Turtle file. Raises GraphError when there is none, or it is not Turtle."""
    try:
        for _ in parse(path=path, format=RdfFormat.TURTLE):
            pass  # rdflib's own parser stumbles over some errors with an IndexError
        return Graph().parse(path, format="turtle")
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (os error")[0]
        raise GraphError(f"{path}: cannot be read ({reason}); kg build writes it") from error
    except SyntaxError as error:
        reason = " ".join(error.msg.split())
        raise GraphError(f"{path}:{error.lineno}: not Turtle ({reason}); kg build writes it") from error


def read_knowledge(path: Path) -> Knowledge:
    """Return the knowledge in a claims.jsonl: entities that take part in claims, and articles as far as they are quoted.

    In the text of such an article all that no claim quotes is blank, so that every span of a claim has its words.
    Raises GraphError when the file cannot be read or is not of claims.
    """
    claims = read_claims(path)
    quotations: dict[str, dict[Span, str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        evidence = json.loads(line)["evidence"]
        passages = [evidence, *(part for part in evidence.values() if isinstance(part, dict))]
        quoted = quotations.setdefault(json.loads(line)["article"], {})
        quoted.update({Span(passage["start"], passage["end"]): passage["quote"] for passage in passages})
    return Knowledge(
        articles=tuple(Article(name=name, text=_excerpt(quoted)) for name, quoted in sorted(quotations.items())),
        entities=tuple(sorted(_entities(claims), key=lambda entity: entity.key)),
        claims=claims,
    )


def models_of(graph: Graph) -> tuple[str, ...]:
    """Return the models that made the claims of a graph, with their hashes."""
    used = set(graph.objects(None, PROV.used))
    return tuple(sorted(str(label) for model in used for label in graph.objects(model, RDFS.label)))


def read_models(path: Path) -> frozenset[str]:
    """Return the models that made the claims of a claims.jsonl, with their hashes; none when there is no such file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return frozenset()
    made = {line.rpartition(_PROVENANCE)[2].removesuffix("}") for line in lines if _PROVENANCE in line}
    with suppress(ValueError, KeyError, TypeError):  # a file of something else
        return frozenset(json.loads(provenance)["model"] for provenance in made)
    return frozenset()


def _entities(claims: tuple[Claim, ...]) -> Iterator[Entity]:
    """Yield the entities of claims, mentioned where the claims found them."""
    found: dict[Entity, set[tuple[str, Span]]] = defaultdict(set)
    for claim in claims:
        found[claim.subject].add((claim.article, claim.evidence.subject))
        if isinstance(claim.object, Entity):
            found[claim.object].add((claim.article, claim.evidence.object))
        if claim.speaker:
            found.setdefault(claim.speaker, set())
    for entity, places in found.items():
        yield replace(entity, mentions=tuple(sorted(places)))


def _excerpt(quoted: dict[Span, str]) -> str:
    text = [" "] * max(span.end for span in quoted)
    for span, quote in quoted.items():
        text[span.start : span.end] = quote
    return "".join(text)
