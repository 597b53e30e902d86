"""The page within a notebook."""

from html.parser import HTMLParser

from builders import make_knowledge

from kg.notebook import View
from kg.pipeline import Graph


class Frame(HTMLParser):
    """The first frame of some HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.frames: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.frames.append({"tag": tag, **dict(attrs)})


def test_view_is_a_frame_that_holds_the_page_and_nothing_else() -> None:
    graph = Graph(make_knowledge())
    (frame,) = Frame(graph.view(language="en", height=500)._repr_html_()).frames
    assert frame["tag"] == "iframe"
    assert frame["srcdoc"] == graph.page(language="en")
    assert "height: 500px" in (frame["style"] or "")


def test_framed_page_reaches_nothing_of_the_notebook() -> None:
    (frame,) = Frame(View(page='"><script>hacked()</script>', height=1)._repr_html_()).frames
    assert frame["srcdoc"] == '"><script>hacked()</script>'
    assert (frame["sandbox"] or "").split() == ["allow-scripts", "allow-downloads"]
