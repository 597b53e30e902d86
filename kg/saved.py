"""What `kg build` wrote → Knowledge and Graph, as far as the files hold it."""

import json
from pathlib import Path

from rdflib import Graph

from kg.claims import read_claims
from kg.errors import GraphError
from kg.export import Format, export
from kg.model import Article, Claim, Entity, Knowledge, Span

CLAIMS = "claims.jsonl"  # beside the graph
RDF_FORMATS = frozenset({Format.TURTLE, Format.NT, Format.JSONLD, Format.RDFXML})


def export_saved(graph: Path, form: Format | str) -> bytes:
    """Return a saved graph, or for a format that is not RDF the claims beside it, in a format.

    Raises GraphError when they cannot be read, or there is no such format.
    """
    if form in RDF_FORMATS:
        return export(Knowledge(), read_graph(graph), form)
    return export(read_knowledge(graph.with_name(CLAIMS)), Graph(), form)


def read_graph(path: Path) -> Graph:
    """Return the graph of a Turtle file. Raises GraphError when there is none, or it is not Turtle."""
    try:
        return Graph().parse(path, format="turtle")
    except OSError as error:
        raise GraphError(f"{path}: cannot be read ({error.strerror}); kg build writes it") from error
    except (SyntaxError, UnicodeDecodeError) as error:
        raise GraphError(f"{path}: not Turtle ({' '.join(str(error).split())[:200]}); kg build writes it") from error


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


def _entities(claims: tuple[Claim, ...]) -> set[Entity]:
    sides = (side for claim in claims for side in (claim.subject, claim.object, claim.speaker))
    return {side for side in sides if isinstance(side, Entity)}


def _excerpt(quoted: dict[Span, str]) -> str:
    text = [" "] * max(span.end for span in quoted)
    for span, quote in quoted.items():
        text[span.start : span.end] = quote
    return "".join(text)
