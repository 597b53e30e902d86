"""The graph as the page draws it: boxes for entities and values with their positions, and lines for claims.

An edge stands for all claims of one status with the same subject, relation and object. Quantities and dates are drawn
as a small box for each subject and relation, never shared; words (declarations, other names) stay in the panel.
"""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.arrangement import Box, Link
from kg.layout import place_boxes
from kg.model import Claim, Date, Entity, Quantity, Text
from kg.namespaces import digest
from kg.ontology import Ontology

_LINE = 24  # characters in a line of a name before it is wrapped
_DATE_WORDS = {4: 4, 7: 14, 10: 17}  # characters of a date as written in the data and in words
_COMPACT = 1_000_000  # from here on the page shortens a number in the graph: 2.7B
_COMPACT_DIGITS = 7
_LINES = 3  # of a name in the graph; the panel shows all of it
_LINE_HEIGHT = 17.0  # of 13-pixel type
_PADDING = 12.0
_SYMBOL = 22.0  # the shape that tells the type, left of the name
_EDGE_LABEL = 150.0  # at most this much room is kept for the label of an edge
_CURVE = 0.22  # roundness between two parallel edges
# Widths of 13-pixel sans-serif type in pixels; the page squeezes a line whose font is wider.
_NARROW, _NORMAL, _WIDE, _FULL = 4.2, 7.2, 9.6, 13.5


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the graph: an entity by its index, or the value of the claims of one edge."""

    id: str
    entity: int | None
    value: Quantity | Date | None
    lines: tuple[str, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the graph: claims by their indices, all alike but for their evidence."""

    id: str
    source: str
    target: str
    claims: tuple[int, ...]
    bend: float  # how round the curve is, 0 for a straight line; its sign says to which side


class PageGraph:
    """The nodes with their positions and the edges, in the order of the claims."""

    def __init__(self, entities: Sequence[Entity], claims: Sequence[Claim], ontology: Ontology) -> None:
        self._entities = entities
        self._entity_index = {entity.key: index for index, entity in enumerate(entities)}
        self._claims = claims
        self._ontology = ontology
        self.nodes, self.edges = self._draw()

    def _draw(self) -> tuple[tuple[tuple[Node, int, int], ...], tuple[Edge, ...]]:
        nodes: dict[str, Node] = {}
        members: dict[tuple[str, str, str, str], list[int]] = {}
        for index, claim in enumerate(self._claims):
            if isinstance(claim.object, Text):
                continue
            source = self._entity_node(claim.subject)
            target = self._entity_node(claim.object) if isinstance(claim.object, Entity) else _value_node(claim)
            nodes.setdefault(source.id, source)
            nodes.setdefault(target.id, target)
            members.setdefault((source.id, claim.relation, target.id, claim.status.value), []).append(index)
        for claim in self._claims:  # whoever only declares something stands alone
            node = self._entity_node(claim.subject)
            nodes.setdefault(node.id, node)
        order = {name: place for place, name in enumerate(nodes)}
        edges = _bend(members)
        links = [
            Link(order[edge.source], order[edge.target], self._measure_label(self._claims[edge.claims[0]].relation))
            for edge in edges
        ]
        points = place_boxes([node.box for node in nodes.values()], links)
        return tuple((node, point.x, point.y) for node, point in zip(nodes.values(), points, strict=True)), edges

    def _entity_node(self, entity: Entity) -> Node:
        index = self._entity_index[entity.key]
        lines = wrap_label(self._entities[index].label)
        width = max(measure_text(line) for line in lines) + _SYMBOL + 2 * _PADDING
        return Node(f"n{index}", index, None, lines, Box(math.ceil(width), _LINE_HEIGHT * len(lines) + _PADDING))

    def _measure_label(self, relation: str) -> float:
        known = self._ontology.relations.get(relation)
        labels = known.labels.values() if known else (relation,)
        return min(max(map(measure_text, labels)), _EDGE_LABEL)


def wrap_label(label: str) -> tuple[str, ...]:
    """Return the lines of a name in the graph; a longer name ends in an ellipsis."""
    words = label[: _LINE * (_LINES + 1)].split()
    lines = [""]
    for word in words:
        while len(word) > _LINE:  # a word that no line can hold is cut
            room = _LINE - len(lines[-1]) - 1
            lines[-1:] = [f"{lines[-1]} {word[:room]}".strip(), ""]
            word = word[room:]  # noqa: PLW2901 - what is left of it
        if len(lines[-1]) + 1 + len(word) > _LINE and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    lines = [line for line in lines if line]
    if len(lines) > _LINES or len(label) > _LINE * (_LINES + 1):
        lines = lines[:_LINES]
        lines[-1] = lines[-1][: _LINE - 1] + "…"
    return tuple(lines) or ("",)


def measure_text(text: str) -> float:
    """Return about how many pixels 13-pixel sans-serif type takes for `text`."""
    return math.fsum(_measure_character(character) for character in text)


def _measure_character(character: str) -> float:
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return _FULL
    if character in "ijl.,;:!|'’ftrI()[]- ":
        return _NARROW + 0.4
    if character.isupper() or character in "mwMW@%—œŒ":
        return _WIDE
    return 0.0 if unicodedata.combining(character) else _NORMAL


def _value_node(claim: Claim) -> Node:
    value = claim.object
    if not isinstance(value, Quantity | Date):
        raise TypeError(f"{claim.relation}: only a quantity or a date is drawn as a value")
    name = f"v{digest(claim.subject.key, claim.relation, repr(value))}"
    return Node(name, None, value, (), Box(math.ceil(_measure_value(value) * _NORMAL + 2 * _PADDING), 26.0))


def _measure_value(value: Quantity | Date) -> int:
    """Return about how many characters a value takes as the page writes it in the reader's language."""
    if isinstance(value, Date):
        return _DATE_WORDS.get(len(value.date), _LINE)
    digits = len(f"{value.value:,f}") if abs(value.value) < _COMPACT else _COMPACT_DIGITS
    return min(digits + len("≥ " if value.bound else "") + len(f" ({value.unit})" if value.unit else ""), _LINE)


def _bend(members: Mapping[tuple[str, str, str, str], Sequence[int]]) -> tuple[Edge, ...]:
    """Return the edges, those between the same two nodes bent to different sides."""
    parallel: dict[tuple[str, str], int] = {}
    for source, _, target, _ in members:
        ends = (min(source, target), max(source, target))
        parallel[ends] = parallel.get(ends, 0) + 1
    drawn: dict[tuple[str, str], int] = {}
    edges = []
    for number, ((source, _, target, _), claims) in enumerate(members.items()):
        ends = (min(source, target), max(source, target))
        place = drawn.get(ends, 0)
        drawn[ends] = place + 1
        side = (place - (parallel[ends] - 1) / 2) * _CURVE
        bend = side if source == ends[0] else -side
        edges.append(Edge(f"e{number}", source, target, tuple(claims), round(bend, 3)))
    return tuple(edges)
