"""How fast the page is, and pyvis's own page of the same graph beside it, in the same run on the same machine.

Prints for each number of edges the size of the file, when something is seen and when the page can be used, and the CPU
time until the picture is stable, in three columns: of the whole browser from its launch on (the start of a browser and its
first empty tab cost some of that), of the whole browser once that start is over, and of the main thread of the page's own
process. The first line is an empty page of a few bytes in the same browser: what no page can go below.

Run it with: make bench, or python tests/measure/page.py [EDGES…]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page
from playwright.sync_api import Error as PlaywrightError
from pyvis.network import Network

sys.path.insert(0, str(Path(__file__).parent.parent))
from browser import find_browser, start_browser
from page_knowledge import large_knowledge, seed_knowledge

from kg.html import build_page
from kg.model import Entity, Knowledge
from kg.ontology import load_ontology

EDGES = (500, 5_000, 20_000)
PAUSE = 0.5  # seconds between two looks at whether the browser rests
PATIENCE = 60.0  # seconds until pyvis's picture is taken for one that does not come to rest

READY = "document.getElementById('shown')?.textContent && document.querySelector('#canvas canvas')"
AT_REST = "typeof network === 'object' && network && network.physics.stabilized"
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()"
NEXT_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"


@dataclass(frozen=True)
class Figures:
    """What was measured of one page; None where it did not come to rest in time."""

    kilobytes: int
    seen: float | None
    usable: float | None
    launched: float  # CPU seconds of all processes of the browser, with its start
    cpu: float  # of all processes of the browser, from when its start was over
    own: float | None  # of the main thread of the page's process


def measure(path: Path, program: str, is_ready: str) -> Figures:
    """Open a page in a browser of its own, and measure it."""
    with start_browser(program) as browser:
        page = _open(browser)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        _rest(browser)
        before, own_before = _cpu_of(browser), _own_cpu(session)
        seen: float | None = None
        usable: float | None = None
        own: float | None = None
        try:
            page.goto(path.as_uri(), wait_until="domcontentloaded")
            page.wait_for_function(is_ready, timeout=PATIENCE * 1000)
            usable = page.evaluate(NEXT_FRAMES) / 1000
            seen = page.evaluate(FIRST_PAINT) / 1000
            _rest(browser)
            own = _own_cpu(session) - own_before
        except PlaywrightError:
            pass  # and ask the page nothing more: it may be too busy to answer
        after = _cpu_of(browser)
        return Figures(path.stat().st_size // 1000, seen, usable, after, after - before, own)


def _rest(browser: Browser) -> None:
    """Wait until the browser has nothing more to do: until it uses less than a hundredth of a CPU."""
    used, end = _cpu_of(browser), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        time.sleep(PAUSE)
        before, used = used, _cpu_of(browser)
        if used - before < PAUSE / 50:
            return


def _own_cpu(session: CDPSession) -> float:
    """Return the seconds of CPU that the main thread of the page's process spent on tasks so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def _cpu_of(browser: Browser) -> float:
    """Return the seconds of CPU that all processes of the browser have used so far."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return float(sum(process["cpuTime"] for process in processes))


def _open(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    context.set_offline(offline=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    return page


def write_ours(knowledge: Knowledge, path: Path) -> None:
    """Write the page of kg."""
    path.write_text(build_page(knowledge, load_ontology()), encoding="utf-8")


def write_theirs(knowledge: Knowledge, path: Path) -> None:
    """Write pyvis's page of the same nodes and edges, as its manual has it."""
    network = Network(directed=True, height="900px", cdn_resources="in_line")
    # Straight into its lists: add_edge searches all nodes for each edge.
    names = {
        entity.key: entity.label
        for claim in knowledge.claims
        for entity in (claim.subject, claim.object)
        if isinstance(entity, Entity)
    }
    for key, label in names.items():
        network.add_node(key, label=label)
    network.edges = [
        {"from": claim.subject.key, "to": claim.object.key, "title": claim.relation, "arrows": "to"}
        for claim in knowledge.claims
        if isinstance(claim.object, Entity)
    ]
    path.write_text(network.generate_html(), encoding="utf-8")


def line(name: str, who: str, figures: Figures) -> str:
    """Return the figures of a page as a line of the table."""
    seen, usable, own = (
        f"{each:7.2f} s" if each is not None else f"> {PATIENCE:5.0f} s"
        for each in (figures.seen, figures.usable, figures.own)
    )
    cpu = f"{figures.launched:7.2f} s {figures.cpu:7.2f} s {own}"
    return f"{name:>8} {who:6} {figures.kilobytes:7} KB {seen} {usable} {cpu}"


def report(name: str, ours: Figures, theirs: Figures) -> None:
    """Print a line for each page, and by how much ours is faster."""
    bound = "" if theirs.usable is not None else "> "
    faster = (theirs.usable or PATIENCE) / (ours.usable or PATIENCE)
    print(line(name, "kg", ours))  # noqa: T201 - a script
    print(line(name, "pyvis", theirs))  # noqa: T201
    print(f"{'':15} usable {bound}{faster:.1f} times sooner, {bound}{theirs.cpu / ours.cpu:.1f} times less CPU")  # noqa: T201


def main() -> None:
    """Measure the seed's page and graphs of as many edges as asked for."""
    program = find_browser()
    if program is None:
        sys.exit("no Chromium or Chrome is installed; Debian has it as 'chromium', KG_BROWSER can name another")
    sizes = [int(word) for word in sys.argv[1:]] or list(EDGES)
    made: list[tuple[str, Callable[[], Knowledge]]] = [("seed", seed_knowledge)]
    made += [(f"{edges:,}", lambda edges=edges: large_knowledge(edges)) for edges in sizes]  # type: ignore[misc]
    print(f"{'edges':>8} {'page':6} {'size':>10} {'seen':>9} {'usable':>9} {'launched':>9} {'CPU':>9} {'own':>9}")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.html"
        empty.write_text("<!doctype html><title>empty</title><p>empty", encoding="utf-8")
        print(line("none", "empty", measure(empty, program, "document.readyState === 'complete'")))  # noqa: T201
        for name, make in made:
            knowledge = make()
            ours, theirs = Path(folder) / "kg.html", Path(folder) / "pyvis.html"
            write_ours(knowledge, ours)
            write_theirs(knowledge, theirs)
            report(name, measure(ours, program, READY), measure(theirs, program, AT_REST))


if __name__ == "__main__":
    main()
