"""The page of a graph too large to be drawn whole."""

import re
from pathlib import Path

import pytest
from browser import Open, count_of, read_document
from conftest import skip_browser_test
from playwright.sync_api import expect

import kg

pytestmark = pytest.mark.browser


def test_large_graph_opens_on_a_part_and_says_so(open_page: Open) -> None:
    visit = open_page("large")
    expect(visit.page.locator("#notice")).to_contain_text("200 most central links of 2,")


def test_large_graph_is_searched_whole(open_page: Open) -> None:
    visit = open_page("large")
    last = read_document(visit)["entities"][-1]["label"]
    visit.page.locator("#search").fill(last)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#details h2")).to_contain_text(last)


def test_found_entity_of_a_large_graph_comes_with_its_links(open_page: Open) -> None:
    visit = open_page("large")
    document = read_document(visit)
    closed = [claim for claim in document["claims"] if claim["relation"] == "partnerOf"]
    ends = [{claim["subject"], claim["object"]["entity"]} for claim in closed]
    entity = max(max(pair) for pair in ends)
    expected = set().union(*(pair for pair in ends if entity in pair))
    visit.page.locator("#search").fill(document["entities"][entity]["label"])
    visit.page.keyboard.press("Enter")
    visit.page.get_by_role("button", name="Its neighbours only").click()
    expect(visit.page.locator("#shown")).to_have_text(re.compile(f"^{len(expected)} entities"))


def test_open_relations_are_shown_at_first_where_there_are_few_links(open_page: Open) -> None:
    visit = open_page()
    expect(visit.page.locator("input[data-facet='relation'][data-value='open']")).to_be_checked()


def test_open_relations_of_a_large_graph_wait_for_their_switch(open_page: Open) -> None:
    visit = open_page("large", "#view=table")
    switch = visit.page.locator("input[data-facet='relation'][data-value='open']")
    expect(switch).not_to_be_checked()
    before = count_of(visit, "status", "asserted")
    visit.page.locator(".facet summary").first.click()
    switch.check()
    assert count_of(visit, "status", "asserted") == before + count_of(visit, "relation", "open")


def test_links_of_an_entity_are_added_to_the_part(open_page: Open) -> None:
    visit = open_page("large", "#n=e1")
    before = int((visit.page.locator("#shown").text_content() or "").split()[2])
    visit.page.get_by_role("button", name="Add its links").click()
    expect(visit.page.locator("#shown")).not_to_have_text(re.compile(f", {before} links"))
    assert int((visit.page.locator("#shown").text_content() or "").split()[2]) > before
    assert "add=e1" in visit.page.url


def test_added_links_stay_near(open_page: Open) -> None:
    visit = open_page("large", "#n=e1")
    visit.page.get_by_role("button", name="Add its links").click()
    visit.page.locator("#export summary").click()
    with visit.page.expect_download() as download:
        visit.page.locator("#save-svg").click()
    size = re.search(r'viewBox="\S+ \S+ (\S+) (\S+)"', download.value.path().read_text(encoding="utf-8"))
    assert size is not None
    assert max(map(float, size.groups())) < 20_000  # two boxes pushed to one point flung all others away


def test_boxes_of_the_part_do_not_overlap(open_page: Open) -> None:
    visit = open_page("large", "#n=e2&add=e2")
    visit.page.locator("#export summary").click()
    with visit.page.expect_download() as download:
        visit.page.locator("#save-svg").click()
    text = download.value.path().read_text(encoding="utf-8")
    boxes = [
        (float(left), float(top), float(width), float(height))
        for left, top, width, height in re.findall(
            r'<rect x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"', text
        )
    ][1:]  # the first is the paper
    assert len(boxes) > 150
    overlapping = [
        (one, two)
        for index, one in enumerate(boxes)
        for two in boxes[:index]
        if one[0] < two[0] + two[2]
        and two[0] < one[0] + one[2]
        and one[1] < two[1] + two[3]
        and two[1] < one[1] + one[3]
    ]
    assert overlapping == []


@pytest.fixture
def webgl() -> None:
    if not (Path(kg.__file__).parent / "page" / "built" / "webgl.js").is_file():
        skip_browser_test("the WebGL view is not built: pip install with Node and npm here makes it (hatch_build.py)")


@pytest.mark.usefixtures("webgl")
def test_whole_graph_is_drawn_by_webgl(open_page: Open) -> None:
    visit = open_page("large")
    visit.page.get_by_role("button", name="Whole graph").click()
    expect(visit.page.locator("#whole-canvas canvas").first).to_be_visible()
    expect(visit.page.locator("#shown")).to_have_text("1,272 entities, 2,072 links")
    expect(visit.page.locator("#whole-note")).to_be_empty()


@pytest.mark.usefixtures("webgl")
def test_whole_graph_follows_the_filters_and_the_selection(open_page: Open) -> None:
    visit = open_page("large", "#view=whole&n=e3")
    expect(visit.page.locator("#whole-canvas canvas").first).to_be_visible()
    expect(visit.page.locator("#details h2")).to_contain_text("Société 3")
    visit.page.locator("input[data-value='Person']").uncheck()
    expect(visit.page.locator("#shown")).not_to_have_text("1,272 entities, 2,072 links")


@pytest.mark.usefixtures("webgl")
def test_pictures_of_the_whole_show_it(open_page: Open) -> None:
    visit = open_page("large", "#view=whole")
    expect(visit.page.locator("#whole-canvas canvas").first).to_be_visible()
    contents = {}
    for format_ in ("svg", "png"):
        visit.page.locator("#export summary").click()
        with visit.page.expect_download() as download:
            visit.page.locator(f"#save-{format_}").click()
        contents[format_] = download.value.path().read_bytes()
    assert contents["svg"].count(b"<path") == 1272 + 2072  # every entity and every link
    assert b"Soci\xc3\xa9t\xc3\xa9 0</text>" in contents["svg"]
    assert len(contents["png"]) > 50_000  # an empty one takes 10 KB


@pytest.mark.usefixtures("webgl")
def test_page_without_webgl_says_so_and_works(open_page: Open) -> None:
    visit = open_page("large")
    visit.page.evaluate("""() => {
        const get = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
            return kind.startsWith("webgl") ? null : get.call(this, kind, ...rest);
        };
    }""")
    visit.page.get_by_role("button", name="Whole graph").click()
    expect(visit.page.locator("#whole-note")).to_contain_text("takes WebGL, which this browser lacks")
    visit.page.locator("#show-table").click()
    expect(visit.page.locator("#rows tr").first).to_be_visible()


def test_page_built_without_node_says_so_and_works(open_page: Open) -> None:
    visit = open_page("no-node")
    visit.page.get_by_role("button", name="Whole graph").click()
    expect(visit.page.locator("#whole-note")).to_contain_text("kg was installed without Node")
    visit.page.locator("#show-graph").click()
    expect(visit.page.locator("#canvas canvas")).to_be_visible()


def test_small_page_offers_no_view_of_the_whole(open_page: Open) -> None:
    expect(open_page("two").page.locator("#show-whole")).not_to_be_visible()
