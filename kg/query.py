"""SPARQL over a graph: one question, one result, no way out of the graph.

Queries are answered by Oxigraph. What would reach beyond the graph (SERVICE, FROM) or change it is refused.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse_query_results,
    serialize,
)
from pyparsing import ParseException, ParseResults
from rdflib import Graph
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import GraphError
from kg.graph import to_triples
from kg.namespaces import KG, Namespaces
from kg.ontology import load_ontology
from kg.resources import ontology_directory

Term = NamedNode | BlankNode | Literal | Triple
POSITION = re.compile(r"error at (\d+):(\d+)")
EXPLANATION = re.compile(r"(?:expected (?:one of )?|, )([A-Z][a-zA-Z]* [a-zA-Z ]+)(?:,|$)")  # among the tokens expected
NO_PREFIX = "Prefix not found"  # as Oxigraph says it, with the name cut off
WORDS_SHOWN = 25  # of a query, on each side of the place where it cannot be read on


class ResultFormat(StrEnum):
    """How a result can be written; a table is for the terminal, which writes it itself."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    NT = "nt"


SOLUTION_FORMATS: Mapping[ResultFormat, QueryResultsFormat] = {
    ResultFormat.CSV: QueryResultsFormat.CSV,
    ResultFormat.TSV: QueryResultsFormat.TSV,
    ResultFormat.JSON: QueryResultsFormat.JSON,
    ResultFormat.XML: QueryResultsFormat.XML,
}
GRAPH_FORMATS: Mapping[ResultFormat, RdfFormat] = {
    ResultFormat.TURTLE: RdfFormat.TURTLE,
    ResultFormat.NT: RdfFormat.N_TRIPLES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The answer to a query: rows of a SELECT, the truth of an ASK, or the triples of a CONSTRUCT or DESCRIBE."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    answer: bool | None = None
    triples: tuple[Triple, ...] | None = None
    prefixes: Mapping[str, str]
    solutions: bytes = b""  # of SELECT and ASK, as SPARQL JSON

    @property
    def table(self) -> tuple[tuple[str, ...], ...]:
        """The rows as short words: `e:klarna`, the text of a literal, nothing where there is no value."""
        rows = self.rows if self.triples is None else [(one.subject, one.predicate, one.object) for one in self.triples]
        return tuple(tuple(shorten(term, self.prefixes) for term in row) for row in rows)

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows of `table`: `for who, what in graph.query(…)`."""
        return iter(self.table)

    def __len__(self) -> int:
        """Return the number of rows or triples."""
        return len(self.rows if self.triples is None else self.triples)

    def serialize(self, format_: ResultFormat | str) -> bytes:
        """Return the result in a format. Raises GraphError when the format does not suit the kind of query."""
        if self.triples is not None and format_ in GRAPH_FORMATS:
            used = {
                prefix: iri for prefix, iri in self.prefixes.items() if any(iri in str(one) for one in self.triples)
            }
            written = serialize(self.triples, format=GRAPH_FORMATS[ResultFormat(format_)], prefixes=used)
        elif self.triples is None and format_ in SOLUTION_FORMATS:
            results = parse_query_results(self.solutions, format=QueryResultsFormat.JSON)
            written = results.serialize(format=SOLUTION_FORMATS[ResultFormat(format_)])
        else:
            formats = SOLUTION_FORMATS if self.triples is None else GRAPH_FORMATS
            kind = "SELECT and ASK" if self.triples is None else "CONSTRUCT and DESCRIBE"
            raise GraphError(f"format {format_!s}: not for this query; {kind} give {', '.join(formats)}")
        return written or b""


def run_query(graph: Graph | Path, sparql: str, namespaces: Namespaces | None = None) -> Result:
    """Return the result of a SPARQL query over a graph or an RDF file; all our prefixes are declared.

    Raises GraphError for what is not SPARQL 1.1, with the place; for updates, SERVICE and FROM; for a file that cannot
    be read as RDF.
    """
    prefixes = dict((namespaces or Namespaces()).prefixes)
    sparql = _plain_text(sparql)
    _refuse_ways_out(sparql, prefixes)
    store = _read_store(graph) if isinstance(graph, Path) else _fill_store(graph)
    try:
        answered = store.query(sparql, prefixes=prefixes, use_default_graph_as_union=True)
        match answered:
            case QuerySolutions():
                columns = tuple(variable.value for variable in answered.variables)
                solutions = answered.serialize(format=QueryResultsFormat.JSON) or b""
                return Result(columns=columns, rows=_rows(solutions), prefixes=prefixes, solutions=solutions)
            case QueryBoolean():
                solutions = answered.serialize(format=QueryResultsFormat.JSON) or b""
                return Result(answer=bool(answered), prefixes=prefixes, solutions=solutions)
            case _:
                triples = tuple(sorted(set(answered), key=str))
                return Result(columns=("subject", "predicate", "object"), triples=triples, prefixes=prefixes)
    except SyntaxError as error:
        raise GraphError(_explain(sparql, str(error.msg), prefixes)) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise GraphError(f"query: cannot be answered: {error}") from error


def unknown_terms(sparql: str) -> Mapping[str, str | None]:
    """Return the names of a query in our namespace that no graph has, each with the nearest one that graphs have.

    Such a query is valid and answers nothing, which reads like a fact. The query must be one that `run_query` accepts.
    """
    ontology = load_ontology()
    known = {*KG.__annotations__, *ontology.relations, *ontology.qualifiers, *ontology.classes}
    names = [node for node in _nodes(parseQuery(_plain_text(sparql))) if node.name == "pname" and node.prefix == "kg"]
    unknown = sorted({str(node.localname) for node in names} - known)
    nearest = {name: next(iter(difflib.get_close_matches(name, sorted(known), n=1)), None) for name in unknown}
    return {f"kg:{name}": near and f"kg:{near}" for name, near in nearest.items()}


def query_names() -> tuple[str, ...]:
    """Return the names of the queries in `ontology/queries`, sorted."""
    return tuple(sorted(path.stem for path in (ontology_directory() / "queries").glob("*.rq")))


def find_query(text: str) -> str:
    """Return the SPARQL that `text` stands for: the name of one of our queries, a file ending in .rq, or itself.

    Raises GraphError for a file that cannot be read, or a single word that is no name of a query.
    """
    if text in query_names():
        path = ontology_directory() / "queries" / f"{text}.rq"
    elif text.endswith(".rq"):
        path = Path(text)
    elif re.fullmatch(r"[\w-]+", text):
        raise GraphError(f"query {text!r}: not known; there are {', '.join(query_names())}")
    else:
        return text
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise GraphError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise GraphError(f"{path}: byte {error.start} is not UTF-8; save the query as UTF-8") from error


def shorten(term: Term | None, prefixes: Mapping[str, str]) -> str:
    """Return a term in the fewest words: a prefixed name, the text of a literal."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        for prefix, namespace in prefixes.items():
            if term.value.startswith(namespace):
                return f"{prefix}:{term.value.removeprefix(namespace)}"
    return str(getattr(term, "value", term))


def _fill_store(graph: Graph) -> Store:
    store = Store()
    # Sorted, because the order of rows without ORDER BY follows that of loading.
    store.extend(Quad(*triple) for triple in sorted(to_triples(graph), key=str))
    return store


def _read_store(path: Path) -> Store:
    store = Store()
    format_ = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if format_ is None:
        raise GraphError(f"{path.name}: not the name of an RDF file; .ttl, .trig, .nt, .nq, .jsonld and .rdf are read")
    try:
        store.load(path=path, format=format_)
    except SyntaxError as error:
        raise GraphError(f"{path.name}:{error.lineno}: not {format_.name}: {error.msg}") from error
    except OSError as error:
        raise GraphError(f"{path}: cannot be read: {error.strerror or error}; kg build writes it") from error
    return store


def _rows(solutions: bytes) -> tuple[tuple[Term | None, ...], ...]:
    parsed = cast("QuerySolutions", parse_query_results(solutions, format=QueryResultsFormat.JSON))
    return tuple(tuple(solution) for solution in parsed)


def _plain_text(sparql: str) -> str:
    """Return a query that rdflib, which checks it, and Oxigraph, which answers it, cannot read as two different ones.

    A comment ends at a carriage return for Oxigraph alone, and an escaped quote ends a string for rdflib alone: either
    could hide a SERVICE from the check.
    """
    if re.search(r"\\[uU]", sparql):
        raise GraphError(r"query: \u is not allowed in queries; write the character itself")
    return sparql.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_ways_out(sparql: str, prefixes: dict[str, str]) -> None:
    """Raise GraphError for what is no query, or would reach beyond the graph.

    The syntax tree is searched, not the text: a regular expression is fooled by comments and escapes.
    """
    try:
        names = {node.name for node in _nodes(parseQuery(sparql))}
    except ParseException as error:
        raise GraphError(_explain_unread(sparql, prefixes, error)) from error
    except RecursionError as error:
        raise GraphError("query: too long to be checked; ask it in parts of at most some 50 triple patterns") from error
    if "ServiceGraphPattern" in names:
        raise GraphError("query: SERVICE would ask another endpoint; only the graph itself is asked")
    if "DatasetClause" in names:
        raise GraphError("query: FROM would read another graph; only the graph itself is asked")


def _explain_unread(sparql: str, prefixes: dict[str, str], error: ParseException) -> str:
    if not sparql.strip():
        return "query: empty; a query is like SELECT ?person ?organisation { ?person kg:ceoOf ?organisation }"
    try:
        parseUpdate(sparql)
    except ParseException:
        pass
    else:
        return "query: an update, but graphs are only read here; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
    if "service" not in sparql.lower():
        # Oxigraph knows the place better. Without a SERVICE in it, even a query that it can read does no harm.
        try:
            Store().query(sparql, prefixes=prefixes)
        except SyntaxError as better:
            return _explain(sparql, str(better.msg), prefixes)
        except ValueError:
            pass
    return _locate(sparql, error.lineno, error.column, "")


def _explain(sparql: str, message: str, prefixes: Mapping[str, str]) -> str:
    """Return one line for a syntax error that Oxigraph found."""
    place = POSITION.search(message)
    if not place:
        return f"query: not SPARQL 1.1: {message.splitlines()[0]}"
    explanation = EXPLANATION.search(message.splitlines()[0])
    if explanation and explanation[1].strip() == NO_PREFIX:
        before = sparql.splitlines()[int(place[1]) - 1][: int(place[2]) - 1]
        if name := re.search(r"([\w.-]*):[^\s:]*$", before):
            known = ", ".join(f"{prefix}:" for prefix in prefixes)
            return f"query:{place[1]}:{name.start() + 1}: prefix '{name[1]}:' is not declared; declared are {known}"
    return _locate(sparql, int(place[1]), int(place[2]), explanation[1].strip() if explanation else "")


def _locate(sparql: str, line: int, column: int, explanation: str) -> str:
    text = (sparql.splitlines() or [""])[line - 1] if line <= len(sparql.splitlines()) else ""
    before, after = text[: column - 1].strip(), text[column - 1 :].strip()
    if len(before) > WORDS_SHOWN:
        before = f"…{before[-WORDS_SHOWN:]}"
    if len(after) > WORDS_SHOWN:
        after = f"{after[:WORDS_SHOWN]}…"
    words = f"{explanation or 'cannot go on'} after {before!r}" + (f" with {after!r}" if after else "")
    return f"query:{line}:{column}: not SPARQL 1.1: {words}"


def _nodes(tree: object) -> Iterator[CompValue]:
    if isinstance(tree, CompValue):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, (list, tuple, ParseResults)):
        for value in tree:
            yield from _nodes(value)
