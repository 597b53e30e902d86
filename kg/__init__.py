"""Knowledge graphs from news, French first: offline, exact, every fact quoted to the character.

import kg

graph = kg.build(["seeds/klarna-ia.txt"])
graph.query("SELECT ?who ?what { ?who kg:replaces ?what }")
graph.save("output")
"""

from typing import TYPE_CHECKING, Any

from kg.errors import KGError
from kg.model import Article, Claim, Entity, Knowledge, Span, Status

if TYPE_CHECKING:
    from kg.graph import Facts
    from kg.pipeline import Graph, build
    from kg.read import read_articles

__all__ = [
    "Article",
    "Claim",
    "Entity",
    "Facts",
    "Graph",
    "KGError",
    "Knowledge",
    "Span",
    "Status",
    "build",
    "read_articles",
]

_LAZY = {"Facts": "kg.graph", "Graph": "kg.pipeline", "build": "kg.pipeline", "read_articles": "kg.read"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the type of a name is that of its module
    """Return a name of the interface; what needs rdflib is imported when asked for (`kg --help` starts at once)."""
    if name not in _LAZY:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_LAZY[name]), name)
