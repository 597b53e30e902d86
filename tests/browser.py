"""A Chromium or Chrome that is installed here, with the network cut, for the tests of the page and its pictures."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",  # Chromium's own does not start for root, as whom containers run
    "--disable-gpu",
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
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.page.goto(self.address + fragment)
        self.page.wait_for_selector("#canvas canvas", state="attached")
        self.page.wait_for_function("document.getElementById('shown').textContent !== ''")

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
