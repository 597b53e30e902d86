"""The page: one self-contained HTML file that explores a graph offline.

Built on pyvis's Network and the vis-network script that pyvis ships, with our own template. What comes from texts is
hostile: it reaches the page only as JSON in a data block, and there the page's script uses it only as text.
"""

import base64
import hashlib
import json
import re
import zlib
from functools import cache
from importlib import resources
from pathlib import Path

import jinja2
import pyvis
from pyvis.network import Network

from kg.errors import GraphError
from kg.model import EntityType, Knowledge, Status
from kg.ontology import Ontology
from kg.page_data import Edge, Json, Node, PageData

_VIS_SCRIPT = "templates/lib/vis-9.1.2/vis-network.min.js"
_SCRIPTS = ("text.js", "facts.js", "drawing.js", "reading.js", "table.js", "page.js")  # one program, in this order
_LANGUAGES = ("en", "fr")
# A browser ends a data block at "</script" and reads "<!--" as more than text, old script parsers break a line at U+2028
# and U+2029, and a lone surrogate cannot be written as UTF-8.
_UNSAFE_IN_SCRIPT = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def build_page(knowledge: Knowledge, ontology: Ontology, *, title: str = "kg", language: str = "fr") -> str:
    """Return the HTML of a page that shows all of `knowledge`; its interface starts in `language` ("fr" or "en").

    Raises GraphError when the language is neither, or pyvis lacks the script that draws.
    """
    if language not in _LANGUAGES:
        raise GraphError(f"page language {language!r}: has no interface; languages are {', '.join(_LANGUAGES)}")
    page = PageData(knowledge, ontology)
    network = GraphNetwork(title=title, language=language, content=page.as_json())
    for node, x, y in page.nodes:
        network.draw_node(node, x, y)
    for edge in page.edges:
        network.draw_edge(edge)
    return network.generate_html()


class GraphNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network that writes our page instead of pyvis's."""

    def __init__(self, *, title: str, language: str, content: dict[str, Json]) -> None:
        super().__init__(directed=True)  # an undirected one would drop parallel edges
        self.title = title
        self.language = language
        self.content = content

    def draw_node(self, node: Node, x: int, y: int) -> None:
        """Add a node; the page's script draws it within the box that the layout kept free."""
        # Not by add_node and add_edge: they search the list of all nodes each time, and give defaults that we then override.
        options = {
            "id": node.id,
            "x": x,
            "y": y,
            "entity": node.entity,
            "value": node.value,
            "lines": node.lines,
            "width": node.box.width,
            "height": node.box.height,
        }
        self.nodes.append(options)
        self.node_ids.append(node.id)
        self.node_map[node.id] = options

    def draw_edge(self, edge: Edge) -> None:
        """Add an edge, bent as the layout wants it."""
        self.edges.append(
            {"id": edge.id, "from": edge.source, "to": edge.target, "claims": edge.claims, "bend": edge.bend}
        )

    def generate_html(self, name: str = "", local: bool = True, notebook: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002 - pyvis's signature
        """Return the page; the arguments are pyvis's and mean nothing here."""
        style = _shorten(_read("page.css"))
        script = '"use strict";(async () => {\n' + "\n".join(_shorten(_read(name)) for name in _SCRIPTS) + "})();\n"
        drawing = _read_vis()
        messages = {language: json.loads(_read(f"messages.{language}.json")) for language in _LANGUAGES}
        document: dict[str, Json] = {
            **self.content,
            "nodes": self.nodes,
            "edges": self.edges,
            "title": self.title,
            "language": self.language,
            "messages": messages,
            "types": [type_.value for type_ in EntityType],
            "statuses": [status.value for status in Status],
        }
        template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(
            _read("page.html.j2")
        )
        html = template.render(
            title=self.title,
            language=self.language,
            text=messages[self.language],
            style=style,
            style_hash=_hash(style),
            script=script,
            script_hash=_hash(script),
            drawing=base64.b64encode(zlib.compress(drawing.encode("utf-8"), 9)).decode("ascii"),
            drawing_hash=_hash(drawing),
            document=escape_json(document),
        )
        return html.encode("utf-8", "replace").decode("utf-8")  # the title, too, must be writable


def escape_json(value: Json) -> str:
    """Return `value` as JSON that means the same within a script element and cannot end it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _UNSAFE_IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _shorten(source: str) -> str:
    """Return a script or style of ours without indentation, blank lines, and comments that have a line to themselves."""
    return re.sub(r"^[ \t]*((//.*|/\*\*.*\*/)?\n)?", "", source, flags=re.MULTILINE)


@cache
def _read(name: str) -> str:
    return (resources.files("kg") / "page" / name).read_text(encoding="utf-8")


@cache
def _read_vis() -> str:
    """Return vis-network's script without the line that makes developer tools ask for its source map."""
    path = Path(pyvis.__file__).parent / _VIS_SCRIPT
    try:
        text = path.read_text(encoding="utf-8")  # universal newlines: browsers hash a script with LF
    except OSError as error:
        raise GraphError(f"{_VIS_SCRIPT}: not in this installation of pyvis; kg needs pyvis 0.3.2") from error
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)


def _hash(text: str) -> str:
    """Return the Content-Security-Policy source that allows exactly this inline text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
