# ruff: noqa: T201  (a script; its output is what it prints)
"""Do what `make demo` does, from the wheel: build it, install it into a new environment, read the seed in an empty folder.

    wheel_demo.py [--keep DIR]

Exit 1 when the claims were not made by the French base of kg, or one of the facts that a careful reader takes from the seed is
missing or no bare triple of the graph. pip fetches what kg depends on; nothing else needs a network.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from rdflib import Graph, URIRef

REPOSITORY = Path(__file__).parent.parent.parent
SEED = REPOSITORY / "seeds" / "klarna-ia.txt"
MODEL = "fr_kg-"  # how the identity of the French base begins
Fact: TypeAlias = tuple[str, str, str, str]  # subject, relation, object, status

FACTS: tuple[Fact, ...] = (
    ("Sebastian Siemiatkowski", "ceoOf", "Klarna", "asserted"),
    ("Sebastian Siemiatkowski", "founderOf", "Klarna", "asserted"),
    ("Klarna", "inIndustry", "paiements en ligne", "asserted"),
    ("Klarna", "partnerOf", "OpenAI", "asserted"),
    ("OpenAI", "produces", "ChatGPT", "asserted"),
    ("Sam Altman", "ceoOf", "OpenAI", "asserted"),
    ("Elon Musk", "ceoOf", "X", "asserted"),
    ("Elon Musk", "ceoOf", "SpaceX", "asserted"),
    ("Elon Musk", "ceoOf", "Tesla", "asserted"),
    ("Klarna", "produces", "assistant d’IA", "reported"),
)


def find_wrong(output: Path) -> Iterator[str]:
    """Yield what is wrong in the folder that `kg build` wrote for the seed."""
    claims = [json.loads(row) for row in (output / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    models = {claim["provenance"]["model"] for claim in claims}
    if len(models) != 1 or not all(model.startswith(MODEL) for model in models):
        yield f"made by {sorted(models)}, not by one {MODEL}…"
    graph = Graph().parse(output / "graph.ttl")
    bare = {fact for claim in claims if (fact := _fact(claim)) and _triple(claim, graph) in graph}
    yield from (f"no bare triple with a claim: {' '.join(fact)}" for fact in FACTS if fact not in bare)


def _fact(claim: dict[str, Any]) -> Fact | None:
    if "label" not in claim["object"]:
        return None  # a quantity, a quotation
    return claim["subject"]["label"], claim["predicate"], claim["object"]["label"], claim["status"]


def _triple(claim: dict[str, Any], graph: Graph) -> tuple[URIRef, URIRef, URIRef]:
    expand = graph.namespace_manager.expand_curie
    return expand(claim["subject"]["iri"]), expand(f"kg:{claim['predicate']}"), expand(claim["object"]["iri"])


def run(*command: str | Path, folder: Path) -> None:
    """Run a command in `folder`; nothing on Python's path leads it to this checkout.

    Raises CalledProcessError when it fails.
    """
    subprocess.run(command, cwd=folder, check=True, env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"})


def build_demo(folder: Path) -> Path:
    """Build the wheel, install it into a new environment, read the seed in an empty folder; return what was written."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist", folder=REPOSITORY)
    (wheel,) = (folder / "dist").glob("*.whl")
    venv.create(folder / "venv")
    python = folder / "venv" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel, folder=folder)
    empty = folder / "empty"
    empty.mkdir()
    shutil.copy(SEED, empty)
    run(python.parent / "kg", "build", SEED.name, folder=empty)
    return empty / "output"


def main() -> int:
    """Print what was built and what is wrong with it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="work in this new folder and leave it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        output = build_demo(options.keep or Path(folder))
        wrong = list(find_wrong(output))
    print("\n".join(wrong) or f"all {len(FACTS)} facts are there, made by {MODEL}…")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
