"""Positions for boxes joined by links, computed without chance: the same boxes and links give the same points.

Each connected part is arranged by itself; then the parts are fitted together like tiles. Lengths are in pixels.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kg.arrangement import ASPECT, MARGIN, Box, Indices, Link, Numbers, Part, find_rings

_CELL = 40.0  # of the grid on which the parts are fitted together


@dataclass(frozen=True, slots=True)
class Point:
    """The centre of a box."""

    x: int
    y: int


def place_boxes(boxes: Sequence[Box], links: Sequence[Link]) -> tuple[Point, ...]:
    """Return a centre for each box, so that no two boxes overlap."""
    sizes = np.array([(box.width, box.height) for box in boxes], dtype=np.float64).reshape(-1, 2)
    centres = np.zeros((len(boxes), 2))
    parts = []
    for members in _find_parts(len(boxes), links):
        local = {box: place for place, box in enumerate(members)}
        inner = [Link(local[x.source], local[x.target], x.label) for x in links if x.source in local]
        part = Part(sizes[members], [link for link in inner if link.source != link.target])
        centres[members] = part.place()
        parts.append((members, part.ends))
    taken: set[tuple[int, int]] = set()
    rings: dict[tuple[tuple[int, int], ...], Iterator[tuple[int, int]]] = {}
    for members, ends in parts:
        cells = _cover(centres[members], sizes[members], ends)
        ring = rings.setdefault(cells, find_rings())  # where a part of the same form found no room, there is none
        column, row = next((dx, dy) for dx, dy in ring if taken.isdisjoint((x + dx, y + dy) for x, y in cells))
        taken.update((x + column, y + row) for x, y in cells)
        centres[members] += (column * _CELL * ASPECT, row * _CELL)
    return tuple(Point(round(float(x)), round(float(y))) for x, y in centres)


def _find_parts(count: int, links: Sequence[Link]) -> list[list[int]]:
    """Return the connected parts, largest first, each in the order of the boxes."""
    root = list(range(count))

    def find(box: int) -> int:
        while root[box] != box:
            root[box] = root[root[box]]
            box = root[box]
        return box

    for link in links:
        low, high = sorted((find(link.source), find(link.target)))
        root[high] = low
    parts: dict[int, list[int]] = {}
    for box in range(count):
        parts.setdefault(find(box), []).append(box)
    return sorted(parts.values(), key=lambda part: (-len(part), part[0]))


def _cover(points: Numbers, sizes: Numbers, ends: Indices) -> tuple[tuple[int, int], ...]:
    """Return the cells of a grid that the boxes of a part, with some room around them, and its links touch."""
    width, height = _CELL * ASPECT, _CELL
    cells: dict[tuple[int, int], None] = {}
    for (x, y), (box_width, box_height) in zip(points.tolist(), sizes.tolist(), strict=True):
        reach_x, reach_y = box_width / 2 + MARGIN, box_height / 2 + MARGIN
        for column in range(math.floor((x - reach_x) / width), math.floor((x + reach_x) / width) + 1):
            for row in range(math.floor((y - reach_y) / height), math.floor((y + reach_y) / height) + 1):
                cells[column, row] = None
    for one, two in ends.tolist():
        (x, y), (other_x, other_y) = points[one].tolist(), points[two].tolist()
        steps = math.ceil(max(abs(other_x - x), abs(other_y - y)) * 2 / _CELL) + 1
        for step in range(steps + 1):
            share = step / steps
            cells[math.floor((x + (other_x - x) * share) / width), math.floor((y + (other_y - y) * share) / height)] = (
                None
            )
    return tuple(cells)
