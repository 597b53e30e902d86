"""How one connected part of a drawing is arranged: of several arrangements the small one in which labels find room.

Stress majorisation (each pair of boxes as far apart as the links between them are long), then a pass that moves boxes
off each other and off the links of others. The same boxes and links give the same points. Lengths are in pixels.
"""

import heapq
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Indices = NDArray[np.intp]

ASPECT = 1.1  # of the whole drawing, width to height: what a window leaves between two side panels
MARGIN = 18.0  # kept free around a box
_LABEL_HEIGHT = 17.0
_ARROW = 20.0  # how much of a link is seen on each side of its label
_LABEL_SHARES = (
    0.45,
    0.5,
    0.55,
    0.35,
    0.65,
    0.25,
    0.75,
    0.15,
    0.85,
)  # of a link between its boxes: where the page tries, too
_ALL_PAIRS = 400  # boxes up to which every pair is weighed; above, links, siblings and pivots only
_PIVOTS = 30
_SIBLINGS = 6
_ROUNDS = 120
_PUSHED = 400  # boxes up to which overlaps are pushed apart; above, each box takes the nearest free cell of a grid
_CLEARED = 150  # boxes up to which links are kept off the boxes of others
_TRIES = 8000  # first arrangements tried, times the square of the boxes: a small part can afford several
_STARTS = 20
_SCALES = (0.4, 0.5, 0.6, 0.75, 0.9)
_FLAW = 40.0  # a crossing makes a drawing as bad as one that is so much larger


@dataclass(frozen=True, slots=True)
class Box:
    """What is drawn at a point: its width and height."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two boxes, by their indices, and how wide its label is."""

    source: int
    target: int
    label: float


def find_rings() -> Iterator[tuple[int, int]]:
    """Return steps away from a cell: none, then the ring of cells around it, then the next, without end."""
    yield 0, 0
    radius = 0
    while True:
        radius += 1
        for step in range(-radius, radius + 1):
            yield step, -radius
            yield step, radius
        for step in range(1 - radius, radius):
            yield -radius, step
            yield radius, step


class Part:
    """One connected part: its boxes, and what of its links does not change while it is arranged."""

    def __init__(self, sizes: Numbers, links: Sequence[Link]) -> None:
        self.sizes = sizes
        self.count = len(sizes)
        self.links = links
        pairs = sorted({(min(x.source, x.target), max(x.source, x.target)) for x in links})
        self._end_sizes = [((sizes[x.source] + sizes[x.target]) / 2).tolist() for x in links]
        self.ends = np.array(pairs, dtype=np.intp).reshape(-1, 2)

    def place(self) -> Numbers:
        """Return centres around the origin: of several arrangements the one that is small and has few flaws."""
        if self.count == 1:
            return np.zeros((1, 2))
        pairs = self._find_pairs()
        if self.count > _PUSHED:
            return self._centre(self._spread(self._turn(self._relax(self._scatter(0), pairs))))
        best: tuple[float, Numbers] | None = None
        for start in range(max(1, min(_STARTS, _TRIES // self.count**2))):
            relaxed = self._turn(self._relax(self._scatter(start), pairs))
            for scale in _SCALES if self.count <= _CLEARED else _SCALES[-1:]:
                points = self._separate(relaxed * scale)
                cost = self._extent(points) + _FLAW * self._count_flaws(points)
                if best is None or cost < best[0]:
                    best = (cost, points)
        return self._centre(best[1]) if best else np.zeros((self.count, 2))

    def _scatter(self, start: int) -> Numbers:
        chance = random.Random(start)  # noqa: S311 - a first arrangement, not a secret
        reach = 100.0 * math.sqrt(self.count)
        return np.array([(chance.uniform(-reach, reach), chance.uniform(-reach, reach)) for _ in range(self.count)])

    def _find_neighbours(self) -> list[dict[int, float]]:
        """Return for each box those linked to it and how far from centre to centre they should be."""
        neighbours: list[dict[int, float]] = [{} for _ in range(self.count)]
        for link in self.links:
            widths = self.sizes[link.source][0] + self.sizes[link.target][0]
            length = float(70 + link.label + widths / 3)
            for here, there in ((link.source, link.target), (link.target, link.source)):
                neighbours[here][there] = max(length, neighbours[here].get(there, 0.0))
        return neighbours

    def _find_pairs(self) -> tuple[Indices, Indices, Numbers]:
        """Return (from, to, wanted distance) both ways: of all pairs, or of linked ones, siblings and those with a pivot."""
        neighbours = self._find_neighbours()
        wanted: dict[tuple[int, int], float] = {}
        nearest = [math.inf] * self.count
        pivot = max(range(self.count), key=lambda box: (len(neighbours[box]), -box))
        for turn in range(_PIVOTS if self.count > _ALL_PAIRS else self.count):
            origin = pivot if self.count > _ALL_PAIRS else turn
            for box, distance in enumerate(_measure_paths(origin, neighbours)):
                nearest[box] = min(nearest[box], distance)
                if box != origin:
                    wanted[origin, box] = wanted[box, origin] = distance
            pivot = max(range(self.count), key=lambda box: (nearest[box], -box))  # the one farthest from all so far
        # Leaves of one box are equally far from every pivot: without pairs of their own they would fall on one point.
        for around in neighbours:
            for one, two in _find_siblings(list(around)):
                wanted.setdefault((one, two), around[one] + around[two])
                wanted.setdefault((two, one), around[one] + around[two])
        for here, around in enumerate(neighbours):
            wanted.update({(here, there): length for there, length in around.items()})
        keys = np.array(list(wanted), dtype=np.intp)
        return keys[:, 0], keys[:, 1], np.array(list(wanted.values()), dtype=np.float64)

    def _relax(self, points: Numbers, pairs: tuple[Indices, Indices, Numbers]) -> Numbers:
        """Return points whose distances come nearer to the wanted ones, near pairs weighing most."""
        here, there, wanted = pairs
        weights = 1.0 / (wanted * wanted)
        total = np.bincount(here, weights, minlength=self.count)
        for _ in range(_ROUNDS):
            gap = points[here] - points[there]
            length = np.maximum(np.sqrt(gap[:, 0] * gap[:, 0] + gap[:, 1] * gap[:, 1]), 1e-6)
            aim = points[there] + gap * (wanted / length)[:, None]
            moved = [np.bincount(here, weights * aim[:, axis], minlength=self.count) / total for axis in (0, 1)]
            points = (
                points + np.stack(moved, axis=1)
            ) / 2  # halfway: two boxes that chase each other would swap for ever
        return points

    def _turn(self, points: Numbers) -> Numbers:
        """Return the points turned so that the whole takes the least room; no distance hangs on how it is turned."""
        turned = []
        for angle in range(0, 180, 10):
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            x, y = points[:, 0] * cos - points[:, 1] * sin, points[:, 0] * sin + points[:, 1] * cos
            turned.append(np.stack((x * ASPECT, y), axis=1))
        return min(turned, key=self._extent)

    def _extent(self, points: Numbers) -> float:
        """Return how high a picture of the wanted shape has to be to hold everything."""
        low, high = (points - self.sizes / 2).min(axis=0), (points + self.sizes / 2).max(axis=0)
        return max(float(high[0] - low[0]) / ASPECT, float(high[1] - low[1]))

    def _centre(self, points: Numbers) -> Numbers:
        middle: Numbers = ((points - self.sizes / 2).min(axis=0) + (points + self.sizes / 2).max(axis=0)) / 2
        return points - middle

    def _spread(self, points: Numbers) -> Numbers:
        """Return for each box the free cell of a grid that is nearest to its point, those in the middle first."""
        width, height = (self.sizes.max(axis=0) + MARGIN).tolist()
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        wanted = np.rint((points - middle) / (width, height)).astype(int).tolist()
        columns, rows = math.isqrt(self.count), math.ceil(math.isqrt(self.count) * width / height)
        near = [(dx, dy) for dx in range(-columns, columns + 1) for dy in range(-rows, rows + 1)]
        near.sort(key=lambda step: ((step[0] * width) ** 2 + (step[1] * height) ** 2, step))
        searches: dict[tuple[int, int], Iterator[tuple[int, int]]] = {}
        taken: set[tuple[int, int]] = set()
        cells = np.zeros((self.count, 2))
        for box in sorted(range(self.count), key=lambda box: (abs(wanted[box][0]) + abs(wanted[box][1]), box)):
            column, row = wanted[box]
            search = searches.setdefault((column, row), chain(near, find_rings()))  # goes on where the last box stopped
            cells[box] = next((column + dx, row + dy) for dx, dy in search if (column + dx, row + dy) not in taken)
            taken.add((int(cells[box][0]), int(cells[box][1])))
        pitch: Numbers = np.array((width, height))
        return cells * pitch

    def _separate(self, points: Numbers) -> Numbers:
        """Return points at which no boxes overlap, moved as little as a simple push allows."""
        # Two boxes at the very same point have no direction to be pushed in: give each a place of its own first.
        points = points + np.array([(index * 1e-3, (index % 7) * 1e-3) for index in range(self.count)])
        for turn in range(120):
            is_moved = _push_apart(points, self.sizes)
            if self.count <= _CLEARED and turn < 60:  # noqa: PLR2004 - then the boxes alone, so that it ends
                is_moved = self._lengthen_links(points) or is_moved
                is_moved = self._clear_links(points) or is_moved
            if not is_moved:
                break
            if turn % 10 == 9:  # noqa: PLR2004 - crowded: more room for all
                points *= 1.03
        while _find_overlaps(points, self.sizes):
            points *= 1.1
        return points

    def _lengthen_links(self, points: Numbers) -> bool:
        """Move the ends of each link apart until its label fits between them, beside or above; tell whether any moved."""
        places, is_moved = points.tolist(), False
        for link, sizes in zip(self.links, self._end_sizes, strict=True):
            one, two = places[link.source], places[link.target]
            room = (link.label + 2 * _ARROW, _LABEL_HEIGHT + 2 * _ARROW)
            gap = [two[axis] - one[axis] for axis in (0, 1)]
            lack = [sizes[axis] + room[axis] - abs(gap[axis]) for axis in (0, 1)]
            if min(lack) < 1:
                continue
            axis = 0 if lack[0] < lack[1] else 1
            step = math.copysign(lack[axis] / 4, gap[axis])
            one[axis] -= step
            two[axis] += step
            is_moved = True
        points[:] = places
        return is_moved

    def _clear_links(self, points: Numbers) -> bool:
        """Move each box off the links it has no part in, a little a round; tell whether any moved."""
        start, along = points[self.ends[:, 0]], points[self.ends[:, 1]] - points[self.ends[:, 0]]
        squared = np.maximum(along[:, 0] * along[:, 0] + along[:, 1] * along[:, 1], 1e-6)
        offset = points[None, :, :] - start[:, None, :]
        share = (offset[:, :, 0] * along[:, None, 0] + offset[:, :, 1] * along[:, None, 1]) / squared[:, None]
        away = offset - share[:, :, None] * along[:, None, :]
        length = np.maximum(np.sqrt(away[:, :, 0] * away[:, :, 0] + away[:, :, 1] * away[:, :, 1]), 1e-6)
        # How far the box reaches towards the line: its half-extents projected on the line's normal.
        reach = self.sizes[None, :, 0] * abs(along[:, None, 1]) + self.sizes[None, :, 1] * abs(along[:, None, 0])
        lack = reach / (2 * np.sqrt(squared))[:, None] + MARGIN / 2 - length
        lack[np.arange(len(self.ends))[:, None], self.ends] = 0.0
        lack[(share <= 0.0) | (share >= 1.0) | (lack < 0.5)] = 0.0  # noqa: PLR2004 - half a pixel is not seen
        if not lack.any():
            return False
        step = away / length[:, :, None] * (lack * 0.4)[:, :, None]
        boxes = np.tile(np.arange(self.count), len(self.ends))
        for axis in (0, 1):
            points[:, axis] += np.bincount(boxes, step[:, :, axis].ravel(), minlength=self.count)
            for end in (0, 1):  # the link gives way too, or a box between two links would be stuck
                ends = np.repeat(self.ends[:, end], self.count)
                points[:, axis] -= np.bincount(ends, step[:, :, axis].ravel(), minlength=self.count) / 2
        return True

    def _count_flaws(self, points: Numbers) -> int:
        """Return how many links cross, and more for each box that a link runs through and each label without room."""
        places = points.tolist()
        boxes = [
            (x, y, width / 2, height / 2) for (x, y), (width, height) in zip(places, self.sizes.tolist(), strict=True)
        ]
        segments = [(places[one], places[two], one, two) for one, two in self.ends.tolist()]
        flaws = 0
        for index, (a, b, one, two) in enumerate(segments):
            flaws += sum(
                _cross(a, b, c, d) for c, d, three, four in segments[index + 1 :] if not {one, two} & {three, four}
            )
            for box, (x, y, reach_x, reach_y) in enumerate(boxes):
                if box not in {one, two}:
                    falling = ([x - reach_x, y - reach_y], [x + reach_x, y + reach_y])
                    rising = ([x - reach_x, y + reach_y], [x + reach_x, y - reach_y])
                    flaws += 5 * (_cross(a, b, *falling) or _cross(a, b, *rising))
        for link in self.links:
            (x, y, *reach), (other_x, other_y, *other_reach) = boxes[link.source], boxes[link.target]
            across, down = other_x - x, other_y - y
            first, last = _leave(reach, across, down), 1 - _leave(other_reach, across, down)
            for share in _LABEL_SHARES:
                at = first + (last - first) * share
                label = (x + across * at, y + down * at, link.label / 2 + 4, _LABEL_HEIGHT / 2 + 2)
                if not any(_overlap(label, box) for box in boxes):
                    boxes.append(label)
                    break
            else:
                flaws += 3
        return flaws


def _measure_paths(origin: int, neighbours: Sequence[dict[int, float]]) -> list[float]:
    """Return the length of the shortest way from `origin` to each box (Dijkstra)."""
    distances = [math.inf] * len(neighbours)
    distances[origin] = 0.0
    queue = [(0.0, origin)]
    while queue:
        distance, box = heapq.heappop(queue)
        if distance > distances[box]:
            continue
        for other, length in neighbours[box].items():
            if distance + length < distances[other]:
                distances[other] = distance + length
                heapq.heappush(queue, (distances[other], other))
    return distances


def _find_siblings(around: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs of boxes around one box: of each with a few others, near and far in the row."""
    for place, box in enumerate(around):
        for step in range(1, _SIBLINGS + 1):
            other = around[(place + step * step) % len(around)]
            if other != box:
                yield box, other


def _find_overlaps(points: Numbers, sizes: Numbers) -> list[tuple[int, int]]:
    """Return the pairs of boxes, margins included, that share ground, by a sweep from left to right."""
    half = (sizes + MARGIN) / 2
    left, right = (points - half).tolist(), (points + half).tolist()
    found = []
    active: list[int] = []
    for box in sorted(range(len(points)), key=lambda box: (left[box][0], box)):
        active = [other for other in active if right[other][0] > left[box][0]]
        found += [(x, box) for x in active if left[x][1] < right[box][1] and left[box][1] < right[x][1]]
        active.append(box)
    return found


def _push_apart(points: Numbers, sizes: Numbers) -> bool:
    """Move overlapping boxes away from each other along the axis in which that takes least; tell whether any moved."""
    overlaps = _find_overlaps(points, sizes)
    places, extents = points.tolist(), sizes.tolist()
    for one, two in overlaps:
        gap = [places[two][axis] - places[one][axis] for axis in (0, 1)]
        lack = [(extents[one][axis] + extents[two][axis]) / 2 + MARGIN - abs(gap[axis]) for axis in (0, 1)]
        if min(lack) <= 0:
            continue  # an earlier push of this round has done it
        axis = 0 if lack[0] < lack[1] else 1
        step = math.copysign(lack[axis] / 2 + 0.5, gap[axis])
        places[one][axis] -= step
        places[two][axis] += step
    points[:] = places
    return bool(overlaps)


def _leave(reach: Sequence[float], across: float, down: float) -> float:
    """Return which share of a line from the middle of a box, with these half-extents, lies within the box."""
    return min(1.0, reach[0] / max(abs(across), 1e-6), reach[1] / max(abs(down), 1e-6))


def _overlap(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    """Tell whether two boxes, each (x, y, half width, half height), share ground."""
    return abs(one[0] - two[0]) < one[2] + two[2] and abs(one[1] - two[1]) < one[3] + two[3]


def _cross(a: Sequence[float], b: Sequence[float], c: Sequence[float], d: Sequence[float]) -> bool:
    """Tell whether the segments a-b and c-d cross."""

    def side(p: Sequence[float], q: Sequence[float], r: Sequence[float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
