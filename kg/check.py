"""Graph → what is wrong with it, by the SHACL shapes of `ontology/shapes.ttl`."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyparsing import ParseException
from pyshacl import validate
from rdflib import Graph, URIRef
from rdflib.namespace import SH
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from kg.errors import LexiconError
from kg.namespaces import Namespaces
from kg.resources import ontology_directory


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One way in which a graph breaks a shape; IRIs are shortened by the prefix table."""

    focus: str  # the node, or the relation, that is wrong
    path: str  # the property, empty when it is not one
    message: str
    value: str  # what stands there, empty when nothing does

    def __str__(self) -> str:
        place = " ".join(filter(None, (self.focus, self.path, self.value)))
        return f"{place}: {self.message}"


def check_graph(graph: Graph, folder: Path | None = None) -> tuple[Violation, ...]:
    """Return all violations, sorted; none when the graph conforms. The graph is not changed.

    The shapes and the ontology are those of `folder`, by default `ontology/`. Raises LexiconError when they cannot be used.
    """
    ontology, shapes = (_read((folder or ontology_directory()) / name) for name in ("core.ttl", "shapes.ttl"))
    together = Graph()
    for source in (graph, ontology):
        for triple in source:
            together.add(triple)
    try:
        _, report, text = validate(together, shacl_graph=shapes, inplace=True)
    except (ParseException, RuntimeError) as error:
        raise LexiconError(f"shapes.ttl: cannot be used: {str(error).splitlines()[0]}") from error
    if not isinstance(report, Graph):  # a validation that failed gives its error in the place of the report
        raise LexiconError(f"shapes.ttl: cannot be used: {text.splitlines()[0]}")
    bound = {prefix: str(iri) for prefix, iri in graph.namespaces()}
    prefixes = {prefix: bound.get(prefix, iri) for prefix, iri in Namespaces().prefixes.items()}
    return tuple(sorted({_violation(report, result, prefixes) for result in report.subjects(SH.resultSeverity)}))


@cache
def _read(path: Path) -> Graph:
    try:
        return Graph().parse(path, format="turtle")
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror}; it comes with kg") from error
    except BadSyntax as error:  # it counts lines from 0
        raise LexiconError(f"{path.name}:{error.lines + 1}: not Turtle") from error


def _violation(report: Graph, result: Node, prefixes: dict[str, str]) -> Violation:
    def words(property_: URIRef) -> str:
        value = report.value(result, property_)
        return "" if value is None else _shorten(str(value), prefixes)

    # A query's message names everything; its value would only say a part of it again.
    is_query = report.value(result, SH.sourceConstraint) is not None
    return Violation(
        focus=words(SH.focusNode),
        path=words(SH.resultPath),
        message=words(SH.resultMessage),
        value="" if is_query else words(SH.value),
    )


def _shorten(text: str, prefixes: dict[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        text = re.sub(rf"<?{re.escape(namespace)}([^\s<>\"]*)>?", rf"{prefix}:\1", text)
    return text.replace("\n", " ")
