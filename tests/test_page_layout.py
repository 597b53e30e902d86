"""The page's drawing: each status in its own line, and an arrangement that can be made anew, moved, kept and undone."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from browser import Open, Visit, point_of, read_document
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"


def read_drawing(visit: Visit) -> ET.Element:
    visit.page.locator("#export summary").click()
    with visit.page.expect_download() as download:
        visit.page.locator("#save-svg").click()
    return ET.parse(download.value.path()).getroot()  # noqa: S314 - the page's own


def place_of(visit: Visit, label: str) -> tuple[float, float]:
    """Return where the name of an entity is written in the drawing."""
    text = next(text for text in read_drawing(visit).iter(f"{SVG}text") if text.text == label)
    return float(text.get("x", "")), float(text.get("y", ""))


def lines_of(root: ET.Element) -> list[tuple[str, str, float]]:
    """Return the colour, the dashes and the width of every edge."""
    return [
        (path.get("stroke", ""), path.get("stroke-dasharray", ""), float(path.get("stroke-width", "")))
        for path in root.iter(f"{SVG}path")
        if path.get("fill") == "none" and "Q" in path.get("d", "")
    ]


def test_each_status_has_a_line_of_its_own(open_page: Open) -> None:
    lines = lines_of(read_drawing(open_page("two")))
    asserted = next(line for line in lines if line[1] == "" and line[2] == 1.8)
    dashes = {dashes for _, dashes, _ in lines}
    assert {"", "7 5", "1.8 4", "9 4 1.8 4"} == dashes  # reported dashed, planned dotted, hypothetical both
    solid = {colour for colour, dash, _ in lines if dash == ""}
    assert len(solid) == 3  # asserted, negated, former
    assert "rgb(194, 31, 47)" in solid
    assert asserted[0] in solid


def test_negated_edges_are_barred_and_open_ones_are_thin(open_page: Open) -> None:
    root = read_drawing(open_page("two"))
    bars = [path for path in root.iter(f"{SVG}path") if "rotate" in path.get("transform", "")]
    assert len(bars) == 2
    assert {width for _, _, width in lines_of(root)} >= {0.9, 1.8}


def test_directed_edges_have_a_head_and_symmetric_ones_none(open_page: Open) -> None:
    root = read_drawing(open_page("two", "#relation=open"))
    document = open_page("two").page.locator("#document").text_content() or ""
    facts = json.loads(document)
    directed = [
        edge
        for edge in facts["edges"]
        if not facts["relations"][facts["claims"][edge["claims"][0]]["relation"]].get("symmetric")
        and not facts["claims"][edge["claims"][0]]["relation"].startswith("open:")
    ]
    heads = [
        path
        for path in root.iter(f"{SVG}path")
        if re.fullmatch(r"(M[^ML]+)(L[^L]+){2}z", path.get("d", "")) and "transform" not in path.attrib
    ]
    assert len(heads) == len(directed)


def test_rearranging_moves_and_original_returns(open_page: Open) -> None:
    visit = open_page()
    before = place_of(visit, "Klarna")
    expect(visit.page.locator("#layout-restore")).to_be_disabled()
    visit.page.locator("#layout-rerun").click()
    assert place_of(visit, "Klarna") != before
    visit.page.locator("#layout-restore").click()
    assert place_of(visit, "Klarna") == before


def test_rearranged_boxes_do_not_overlap(open_page: Open) -> None:
    visit = open_page()
    document = read_document(visit)
    visit.page.locator("#layout-rerun").click()
    rects = [
        tuple(float(rect.get(name, "")) for name in ("x", "y", "width", "height"))
        for rect in list(read_drawing(visit).iter(f"{SVG}rect"))[1:]  # the first is the paper
    ]
    assert len(rects) == len(document["nodes"])
    overlapping = [
        (one, two)
        for index, one in enumerate(rects)
        for two in rects[:index]
        if one[0] < two[0] + two[2]
        and two[0] < one[0] + one[2]
        and one[1] < two[1] + two[3]
        and two[1] < one[1] + one[3]
    ]
    assert overlapping == []


def test_dragged_node_stays_where_it_was_put_and_is_kept(open_page: Open) -> None:
    visit = open_page()
    before = place_of(visit, "Elon Musk")
    x, y = point_of(visit, "Elon Musk")
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(x - 40, y - 30, steps=4)
    visit.page.mouse.up()
    after = place_of(visit, "Elon Musk")
    assert after != before
    visit.page.locator("#layout-keep").click()
    expect(visit.page.locator("#layout-note")).to_have_text("Disposition gardée dans ce navigateur.")
    visit.page.reload()
    visit.page.wait_for_function("document.getElementById('shown').textContent !== ''")
    assert place_of(visit, "Elon Musk") == after
    visit.page.locator("#layout-restore").click()
    visit.page.reload()
    visit.page.wait_for_function("document.getElementById('shown').textContent !== ''")
    assert place_of(visit, "Elon Musk") == before


def test_page_works_in_the_frame_of_a_notebook(open_page: Open) -> None:
    visit = open_page("notebook")
    frame = visit.page.frame_locator("iframe")
    frame.locator("#search").fill("morel")
    frame.locator("#results li").first.click()
    expect(frame.locator("#details h2")).to_contain_text("Anne Morel")
    frame.locator("#details a.entity", has_text="Brunel").first.click()
    expect(frame.locator("#details h2")).to_contain_text("Brunel")
    frame.locator("#undo").click()
    expect(frame.locator("#details h2")).to_contain_text("Anne Morel")
    frame.locator("#layout-keep").click()
    expect(frame.locator("#layout-note")).to_have_text("This browser keeps nothing for this page.")
