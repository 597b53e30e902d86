"""The closed relations of `ontology/core.ttl`: what each takes as subject and object, and how it is called."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store
from rdflib.namespace import OWL, RDF, RDFS, XSD

from kg.errors import LexiconError
from kg.model import Date, Entity, EntityType, Quantity, Text
from kg.namespaces import KG, SCHEMA, local_name, ontology_term
from kg.resources import ontology_directory

LANGUAGES = ("en", "fr")  # of labels and comments
CURRENCY = re.compile(r"[A-Z]{3}")  # the form of an ISO 4217 code


class LiteralKind(StrEnum):
    """What a relation can take as object besides entities."""

    COUNT = "count"
    SHARE = "share"
    MONEY = "money"
    DATE = "date"
    TEXT = "text"


LITERAL_RANGES: Mapping[str, LiteralKind] = MappingProxyType(
    {
        str(XSD.decimal): LiteralKind.COUNT,
        str(SCHEMA.QuantitativeValue): LiteralKind.SHARE,
        str(SCHEMA.MonetaryAmount): LiteralKind.MONEY,
        str(XSD.date): LiteralKind.DATE,
        str(XSD.gYearMonth): LiteralKind.DATE,
        str(XSD.gYear): LiteralKind.DATE,
        str(XSD.string): LiteralKind.TEXT,
    }
)
CLASSES: Mapping[str, EntityType] = MappingProxyType({str(KG[kind.value]): kind for kind in EntityType})


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A property of the closed list, read from subject to object."""

    name: str  # local name: "ceoOf"
    domain: frozenset[EntityType]
    range: frozenset[EntityType]
    literals: frozenset[LiteralKind]
    is_symmetric: bool
    inverse: str | None  # local name of the closed relation that says the same with subject and object exchanged
    labels: Mapping[str, str]  # language -> label
    comments: Mapping[str, str]  # language -> comment

    def accepts_subject(self, type_: EntityType) -> bool:
        """Tell whether an entity of this type can be the subject."""
        return type_ in self.domain

    def accepts_object(self, value: Entity | Quantity | Date | Text) -> bool:
        """Tell whether this entity or value can be the object."""
        if isinstance(value, Entity):
            return value.type in self.range
        return literal_kind(value) in self.literals


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityClass:
    """A class of entities: how it is called, and the class of schema.org that holds its instances too."""

    labels: Mapping[str, str]  # language -> label
    schema_class: str  # IRI


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """The classes of entities, the closed relations by local name, and the names of the qualifiers."""

    classes: Mapping[EntityType, EntityClass]
    relations: Mapping[str, Relation]
    qualifiers: frozenset[str]


def literal_kind(value: Quantity | Date | Text) -> LiteralKind:
    """Return the kind of a value; a quantity is a share, a sum of money or a count, as its unit says."""
    match value:
        case Date():
            return LiteralKind.DATE
        case Text():
            return LiteralKind.TEXT
        case Quantity(unit="%"):
            return LiteralKind.SHARE
        case Quantity(unit=str(unit)) if CURRENCY.fullmatch(unit):
            return LiteralKind.MONEY
        case _:
            return LiteralKind.COUNT


def load_ontology(path: Path | None = None) -> Ontology:
    """Return the closed relations of a Turtle file, by default those of `ontology/core.ttl`.

    Raises LexiconError with file and line when the file cannot be read, or a relation lacks a label or a comment in
    English or French, or has a domain or range that is neither a class of entities nor a literal range.
    """
    return _load(path or ontology_directory() / "core.ttl")


@cache
def _load(path: Path) -> Ontology:
    text, store = _parse(path)
    try:
        classes = {type_: _entity_class(store, type_) for type_ in EntityType}
        relations = {name: _relation(store, name) for name in _instances(store, KG.Relation)}
    except _Flaw as flaw:
        raise LexiconError(f"{path.name}:{_line_of(flaw.name, text)}: kg:{flaw.name} {flaw.reason}") from None
    if not relations:
        raise LexiconError(f"{path.name}:1: no relation; a relation is declared as 'kg:NAME a kg:Relation'")
    return Ontology(
        classes=MappingProxyType(classes),
        relations=MappingProxyType(relations),
        qualifiers=frozenset(_instances(store, KG.Qualifier)),
    )


class _Flaw(Exception):  # noqa: N818 - caught in this module, where it gets its line
    """What is wrong with one class or relation."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name
        self.reason = reason


def _parse(path: Path) -> tuple[str, Store]:
    store = Store()
    try:
        text = path.read_text(encoding="utf-8")
        store.load(text, format=RdfFormat.TURTLE)
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read: {error.strerror}; core.ttl comes with kg") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except SyntaxError as error:
        raise LexiconError(f"{path.name}:{error.lineno}: not Turtle: {error.msg}") from error
    return text, store


def _instances(store: Store, class_: str) -> list[str]:
    quads = store.quads_for_pattern(None, NamedNode(RDF.type), NamedNode(class_))
    names = (local_name(quad.subject.value) for quad in quads if isinstance(quad.subject, NamedNode))
    return sorted(name for name in names if name is not None)


def _entity_class(store: Store, type_: EntityType) -> EntityClass:
    node = NamedNode(ontology_term(type_.value))
    labels = _by_language(store, node, RDFS.label)
    parents = (term.value for term in _objects(store, node, RDFS.subClassOf) if isinstance(term, NamedNode))
    schema_classes = sorted(parent for parent in parents if parent.startswith(str(SCHEMA)))
    if len(schema_classes) != 1 or not labels.keys() >= set(LANGUAGES):
        raise _Flaw(type_.value, f"needs one rdfs:subClassOf in schema: and a label in each of {_listed(LANGUAGES)}")
    return EntityClass(labels=labels, schema_class=schema_classes[0])


def _relation(store: Store, name: str) -> Relation:
    node = NamedNode(ontology_term(name))
    domain = _members(store, node, RDFS.domain)
    range_ = _members(store, node, RDFS.range)
    labels = _by_language(store, node, RDFS.label)
    comments = _by_language(store, node, RDFS.comment)
    for language in LANGUAGES:
        if language not in labels or language not in comments:
            raise _Flaw(name, f"lacks a label or a comment in '{language}'; it needs both")
    for member in sorted(domain - CLASSES.keys()):
        raise _Flaw(name, f"has the domain {member}; allowed are {_listed(CLASSES)}")
    for member in sorted(range_ - CLASSES.keys() - LITERAL_RANGES.keys()):
        raise _Flaw(name, f"has the range {member}; allowed are {_listed(CLASSES)}, {_listed(LITERAL_RANGES)}")
    inverses = [local_name(term.value) for term in _objects(store, node, OWL.inverseOf) if isinstance(term, NamedNode)]
    everything = frozenset(EntityType)  # without a domain or a range: any class
    return Relation(
        name=name,
        domain=frozenset(CLASSES[member] for member in domain) or everything,
        range=frozenset(CLASSES[member] for member in range_ & CLASSES.keys()) if range_ else everything,
        literals=frozenset(LITERAL_RANGES[member] for member in range_ & LITERAL_RANGES.keys()),
        is_symmetric=NamedNode(OWL.SymmetricProperty) in _objects(store, node, RDF.type),
        inverse=inverses[0] if inverses else None,
        labels=labels,
        comments=comments,
    )


def _objects(store: Store, subject: NamedNode | BlankNode, predicate: str) -> list[object]:
    return [quad.object for quad in store.quads_for_pattern(subject, NamedNode(predicate), None)]


def _members(store: Store, node: NamedNode, predicate: str) -> set[str]:
    """Return the classes of a domain or range, those of a union one by one."""
    found: set[str] = set()
    for value in _objects(store, node, predicate):
        if isinstance(value, BlankNode):
            for head in _objects(store, value, OWL.unionOf):
                found.update(_list_items(store, head))
        else:
            found.add(str(getattr(value, "value", value)))
    return found


def _list_items(store: Store, head: object) -> Iterable[str]:
    while isinstance(head, BlankNode):
        yield from (str(getattr(item, "value", item)) for item in _objects(store, head, RDF.first))
        head = next(iter(_objects(store, head, RDF.rest)), None)


def _by_language(store: Store, node: NamedNode, predicate: str) -> Mapping[str, str]:
    literals = (term for term in _objects(store, node, predicate) if isinstance(term, Literal))
    return MappingProxyType({literal.language or "": literal.value for literal in literals})


def _listed(iris: Iterable[str]) -> str:
    return ", ".join(sorted(iris))


def _line_of(name: str, text: str) -> int:
    found = re.search(rf"^kg:{re.escape(name)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
