"""A Chromium or Chrome that is installed here, with the network cut, for the tests of the page and its pictures."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",  # Chromium's own does not start for root, as whom containers run
    "--disable-gpu",
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> str | None:
    """Return the path of the browser that KG_BROWSER names, or of the first one installed; None where there is none."""
    chosen = os.environ.get("KG_BROWSER")
    if chosen:
        return shutil.which(chosen)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def start_browser(path: str) -> Iterator[Browser]:
    """Start the browser at `path`, and end it afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


class Visit:
    """An opened page, and everything that went wrong or was asked of the network since."""

    def __init__(self, context: BrowserContext, path: Path, fragment: str = "") -> None:
        self.address = path.as_uri()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        context.set_offline(offline=True)
        context.route("**/*", self._refuse)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self._note(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.page.goto(self.address + fragment)
        if path.stem != "notebook":  # there the page is in a frame
            self.page.wait_for_selector("#canvas canvas", state="attached")
            self.page.wait_for_function("document.getElementById('shown').textContent !== ''")

    def _note(self, complaint: str) -> None:
        if (
            "GL Driver Message (OpenGL, Performance" not in complaint
        ):  # software rendering is slow, which is no fault of the page
            self.complaints.append(complaint)

    def _refuse(self, route: Route) -> None:
        if route.request.url.partition("#")[0] == self.address:
            route.continue_()
        else:
            route.abort()

    @property
    def external_requests(self) -> list[str]:
        """What was asked for beside the page itself; what a script made of its own memory (blob:, data:) is no request."""
        own = (self.address, "blob:", "data:")
        return [request for request in self.requests if not request.startswith(own)]


Open = Callable[..., Visit]


def read_document(visit: Visit) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(visit.page.locator("#document").text_content() or "")
    return document


def point_of(visit: Visit, label: str, other: str = "", share: float = 0.45) -> tuple[float, float]:
    """Return where an entity is on the canvas when everything is shown, or a point on the way to another."""
    document = read_document(visit)
    nodes = document["nodes"]
    box = visit.page.locator("#canvas").bounding_box()
    assert box is not None

    def bound(axis: str, size: str, sign: int) -> float:
        return sign * max(float(sign * node[axis] + node[size] / 2) for node in nodes)

    left, right = bound("x", "width", -1), bound("x", "width", 1)
    top, bottom = bound("y", "height", -1), bound("y", "height", 1)
    scale = min((box["width"] - 40) / (right - left), (box["height"] - 40) / (bottom - top), 1.25)

    def find(wanted: str) -> Any:  # noqa: ANN401 - JSON
        index = next(i for i, entity in enumerate(document["entities"]) if entity["label"] == wanted)
        return next(node for node in nodes if node["entity"] == index)

    one, two = find(label), find(other or label)
    x = one["x"] + (two["x"] - one["x"]) * share
    y = one["y"] + (two["y"] - one["y"]) * share
    return (
        box["x"] + box["width"] / 2 + (x - (left + right) / 2) * scale,
        box["y"] + box["height"] / 2 + (y - (top + bottom) / 2) * scale,
    )


def count_of(visit: Visit, facet: str, value: str) -> int:
    line = visit.page.locator(f".line:has(input[data-facet='{facet}'][data-value='{value}'])")
    return int((line.locator(".count").text_content() or "").replace(",", ""))
