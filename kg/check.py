"""Graph → what is wrong with it, by the SHACL shapes of `ontology/shapes.ttl`."""

import re
from dataclasses import dataclass
from functools import cache

from pyshacl import validate
from rdflib import Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kg.errors import GraphError
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


def check_graph(graph: Graph) -> tuple[Violation, ...]:
    """Return all violations, sorted; none when the graph conforms. The graph is not changed.

    Raises GraphError when the shapes themselves cannot be used.
    """
    together = Graph()
    for triple in graph:
        together.add(triple)
    for triple in _read("core.ttl"):
        together.add(triple)
    _, report, text = validate(
        together, shacl_graph=_read("shapes.ttl"), inplace=True, inference="none", meta_shacl=False
    )
    if not isinstance(report, Graph):
        raise GraphError(f"shapes.ttl: cannot be used: {text}")
    prefixes = {prefix: str(iri) for prefix, iri in graph.namespaces()}
    table = {prefix: prefixes.get(prefix, iri) for prefix, iri in Namespaces().prefixes.items()}
    return tuple(sorted({_violation(report, result, table) for result in report.subjects(SH.resultSeverity, None)}))


@cache
def _read(name: str) -> Graph:
    return Graph().parse(ontology_directory() / name, format="turtle")


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
