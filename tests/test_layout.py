"""Positions: no overlap, no chance, room for labels, parts fitted together."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.arrangement import Box, Link
from kg.layout import Point, place_boxes


def make_graph(boxes: int, links: int) -> tuple[list[Box], list[Link]]:
    chance = random.Random(boxes)  # noqa: S311 - a made-up graph
    ends = [(min(int(chance.paretovariate(0.7)), boxes) - 1, chance.randrange(boxes)) for _ in range(links)]
    return (
        [Box(chance.uniform(40, 190), chance.choice([26, 29, 46, 63])) for _ in range(boxes)],
        [Link(source, target, chance.uniform(30, 150)) for source, target in ends],
    )


def find_overlaps(boxes: list[Box], points: tuple[Point, ...]) -> list[tuple[int, int]]:
    order = sorted(range(len(boxes)), key=lambda box: points[box].x)
    found = []
    for place, one in enumerate(order):
        for two in order[place + 1 :]:
            if points[two].x - points[one].x >= 190:
                break
            if (
                points[two].x - points[one].x < (boxes[one].width + boxes[two].width) / 2
                and abs(points[two].y - points[one].y) < (boxes[one].height + boxes[two].height) / 2
            ):
                found.append((one, two))
    return found


def test_no_boxes_give_no_points() -> None:
    assert place_boxes([], []) == ()


def test_one_box_has_a_point() -> None:
    assert len(place_boxes([Box(80, 30)], [])) == 1


@pytest.mark.parametrize(("boxes", "links"), [(2, 1), (20, 26), (60, 80), (140, 150), (420, 700), (1200, 1500)])
def test_boxes_do_not_overlap(boxes: int, links: int) -> None:
    graph = make_graph(boxes, links)
    assert find_overlaps(graph[0], place_boxes(*graph)) == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.builds(Box, st.floats(20, 180), st.floats(20, 70)), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(10, 150)), max_size=20),
)
def test_any_boxes_do_not_overlap(boxes: list[Box], ends: list[tuple[int, int, float]]) -> None:
    links = [Link(one % len(boxes), two % len(boxes), label) for one, two, label in ends]
    assert find_overlaps(boxes, place_boxes(boxes, links)) == []


def test_same_graph_gives_the_same_points() -> None:
    graph = make_graph(50, 60)
    assert place_boxes(*graph) == place_boxes(*graph)


def test_label_fits_between_two_linked_boxes() -> None:
    boxes = [Box(100, 30), Box(60, 30)]
    one, two = place_boxes(boxes, [Link(0, 1, 90)])
    across = abs(one.x - two.x) - 80
    down = abs(one.y - two.y) - 30
    assert across >= 90 or down >= 17


def test_link_runs_through_no_other_box_of_a_chain() -> None:
    boxes = [Box(120, 30)] * 3
    points = place_boxes(boxes, [Link(0, 1, 40), Link(1, 2, 40)])
    middle_x, middle_y = (points[0].x + points[2].x) / 2, (points[0].y + points[2].y) / 2
    assert (middle_x, middle_y) != (points[1].x, points[1].y)


def test_parts_are_side_by_side_not_in_one_row() -> None:
    boxes = [Box(100, 30)] * 40
    points = place_boxes(boxes, [])
    width = max(point.x for point in points) - min(point.x for point in points)
    height = max(point.y for point in points) - min(point.y for point in points)
    assert 0.4 < width / height < 2.5


def test_leaves_of_a_hub_stand_around_it() -> None:
    leaves = 14
    points = place_boxes([Box(80, 30)] * (leaves + 1), [Link(0, leaf, 60) for leaf in range(1, leaves + 1)])
    left = sum(point.x < points[0].x for point in points[1:])
    above = sum(point.y < points[0].y for point in points[1:])
    assert 3 <= left <= 11
    assert 3 <= above <= 11
