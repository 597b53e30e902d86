"""The page: one self-contained HTML file that explores a graph offline.

Built on pyvis's Network and the vis-network script that pyvis ships, with our own template. What comes from texts is
hostile: it reaches the page only as JSON in a data block, and there the page's script uses it only as text.
"""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Collection
from functools import cache
from importlib import resources
from pathlib import Path

import jinja2
import pyvis
from pyvis.network import Network

from kg.errors import GraphError
from kg.model import Knowledge, Status
from kg.ontology import Ontology
from kg.page_data import Json, PageData

_VIS_SCRIPT = "templates/lib/vis-9.1.2/vis-network.min.js"
_SCRIPTS = (  # one program, in this order
    "text.js",
    "facts.js",
    "state.js",
    "filters.js",
    "search.js",
    "terms.js",
    "rdf.js",
    "exports.js",
    "look.js",
    "layout.js",
    "drawing.js",
    "arranging.js",
    "labels.js",
    "pointing.js",
    "svg.js",
    "picture.js",
    "whole.js",
    "details.js",
    "entity.js",
    "article.js",
    "table.js",
    "legend.js",
    "menu.js",
    "page.js",
)
_LANGUAGES = ("en", "fr")
# The page draws up to this many edges at once by vis-network; WebGL draws more, and weighs 60 KB that other pages need not have.
DRAWN_EDGES = 2000
_WEBGL = "built/webgl.js"  # made of sigma and graphology when kg is built where Node is, see hatch_build.py
# A browser ends a data block at "</script" and reads "<!--" as more than text, old script parsers break a line at U+2028
# and U+2029, and a lone surrogate cannot be written as UTF-8.
_UNSAFE_IN_SCRIPT = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_BARE = frozenset({Status.ASSERTED, Status.REPORTED})


def build_page(
    knowledge: Knowledge,
    ontology: Ontology,
    *,
    title: str | None = None,
    language: str = "fr",
    bare: Collection[Status] = _BARE,
) -> str:
    """Return the HTML of a page that shows all of `knowledge`; its interface starts in `language` ("fr" or "en").

    Without a `title` it has the headline of its only article, or the name of the program. `bare` are the statuses whose
    claims become bare triples in the Turtle that the page saves. Raises GraphError when the language is neither, or pyvis
    lacks the script that draws.
    """
    if language not in _LANGUAGES:
        raise GraphError(f"page language {language!r}: has no interface; languages are {', '.join(_LANGUAGES)}")
    page = PageData(knowledge, ontology)
    network = GraphNetwork(title=_find_title(knowledge) if title is None else title, language=language, page=page)
    network.content["bare"] = [status.value for status in Status if status in bare]
    return network.generate_html()


class GraphNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network that writes our page instead of pyvis's."""

    def __init__(self, *, title: str, language: str, page: PageData) -> None:
        super().__init__(directed=True)  # an undirected one would drop parallel edges
        self.title = title
        self.language = language
        self.content: dict[str, Json] = page.as_json()
        # Not by add_node and add_edge: they search the list of all nodes each time, and give defaults that we then override.
        self.nodes = page.nodes_as_json()
        self.edges = page.edges_as_json()
        self.node_ids = [node["id"] for node in self.nodes]
        self.node_map = {node["id"]: node for node in self.nodes}

    def generate_html(self, name: str = "", local: bool = True, notebook: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002 - pyvis's signature
        """Return the page; the arguments are pyvis's and mean nothing here."""
        style = _shorten(_read("page.css"))
        script = '"use strict";(async () => {\n' + "\n".join(_shorten(_read(name)) for name in _SCRIPTS) + "})();\n"
        is_large = len(self.edges) > DRAWN_EDGES
        programs = {"drawing": _read_vis(), "webgl": _read_webgl() if is_large else ""}
        messages = {language: json.loads(_read(f"messages.{language}.json")) for language in _LANGUAGES}
        document: dict[str, Json] = {
            **self.content,
            "nodes": self.nodes,
            "edges": self.edges,
            "title": self.title,
            "language": self.language,
            "messages": messages,
            "drawnEdges": DRAWN_EDGES,
            "digest": hashlib.sha256(escape_json([self.nodes, self.edges]).encode()).hexdigest()[:16],
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
            script_hashes=" ".join(_hash(text) for text in (script, *programs.values()) if text),
            programs={name: _pack(text) for name, text in programs.items() if text},
            document=escape_json(document),
        )
        return html.encode("utf-8", "replace").decode("utf-8")  # the title, too, must be writable


def _find_title(knowledge: Knowledge) -> str:
    if len(knowledge.articles) == 1 and (headline := knowledge.articles[0].title):
        return headline.of(knowledge.articles[0].text)
    return "kg"


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


def _read_webgl() -> str:
    """Return the script that draws by WebGL, nothing where kg was built without Node."""
    file = resources.files("kg") / "page" / _WEBGL
    return file.read_text(encoding="utf-8") if file.is_file() else ""


@cache
def _pack(script: str) -> str:
    """Return a script deflated, in base64."""
    return base64.b64encode(zlib.compress(script.encode("utf-8"), 9)).decode("ascii")


def _hash(text: str) -> str:
    """Return the Content-Security-Policy source that allows exactly this inline text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
