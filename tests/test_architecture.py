"""The tree is the architecture: what STYLE asks of the modules of kg/, read from their syntax trees."""

import ast
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.language import load_languages

PACKAGE = Path(__file__).parent.parent / "kg"
MODULES = sorted(PACKAGE.glob("*.py"))
MAX_LINES = 400
BANNED_NAMES = {"utils", "helpers", "common", "manager", "misc"}

# A module may import those before it only. A new module takes its place here.
ORDER = (
    "errors",
    "model",
    "resources",
    "doc",
    "language",
    "read",
    "lexicon",
    "datelines",
    "enumerations",
    "tree",
    "loose_names",
    "complements",
    "phrases",
    "functions",
    "participles",
    "relative_clauses",
    "word_order",
    "main_clauses",
    "opening_clauses",
    "clauses",
    "prepositional",
    "retagging",
    "mending",
    "base",
    "annotate",
    "training_data",
    "train",
    "namespaces",
    "ontology",
    "frames",
    "quantities",
    "ordinary_words",
    "noun_types",
    "left_cues",
    "cues",
    "type_votes",
    "long_names",
    "name_spans",
    "names",
    "mentions",
    "locatives",
    "arcs",
    "prepositions",
    "inheritance",
    "syntax",
    "openings",
    "descriptions",
    "listings",
    "introduced",
    "short_forms",
    "chains",
    "profiles",
    "anaphors",
    "fitness",
    "salience",
    "antecedents",
    "cataphors",
    "quotations",
    "speakers",
    "declarations",
    "told",
    "quoted",
    "speech",
    "voices",
    "coreference",
    "stance",
    "endings",
    "negations",
    "event_nouns",
    "modality",
    "reading",
    "entities",
    "declared",
    "located",
    "predications",
    "neighbours",
    "whereabouts",
    "bearers",
    "figures",
    "governors",
    "holdings",
    "fillers",
    "conditions",
    "candidates",
    "expectations",
    "open_claims",
    "extract",
    "study",
    "mention_table",
    "resolve",
    "gold",
    "score",
    "files",
    "claims",
    "graph",
    "check",
    "query",
    "property_graph",
    "export",
    "saved",
    "explain",
    "targets",
    "missing",
    "losses",
    "score_report",
    "arrangement",
    "layout",
    "page_graph",
    "page_data",
    "html",
    "notebook",
    "pipeline",
    "__init__",
    "terminal",
    "cli_reading",
    "cli",
    "__main__",
)

# The libraries that only some modules may import.
KEPT_TO = {
    "spacy": {"annotate", "base", "training_data", "train"},
    "rdflib": {"namespaces", "ontology", "graph", "check", "query", "export", "saved", "pipeline"},
    "pyoxigraph": {"ontology", "graph", "query", "export", "saved"},
    "pyshacl": {"check"},
    "networkx": {"property_graph"},
    "pyvis": {"html"},
    "jinja2": {"html"},
    "typer": {"cli", "cli_reading"},
    "rich": {"terminal", "cli"},
}

# Strings that look like what the rules forbid, each with its reason.
ALLOWED_ADDRESSES = {
    "http://": "read.py says that it reads no addresses",
    "https://": "read.py says that it reads no addresses",
}
ALLOWED_LETTERS = {
    "namespaces": "letters that Unicode does not decompose, for slugs",
    "page_graph": "the same, for measuring names",
}
# Common words of French that are words of Python, English, a parser or a file format as well.
NOT_ONLY_FRENCH = {"aux", "car", "font", "non", "on", "plus", "par", "son", "sans"}


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), path.name)


def find_imports(tree: ast.Module) -> Iterator[str]:
    """Yield the dotted names of imported modules, those inside functions too, but not those for types alone."""
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "kg":
            yield from (f"kg.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def find_own_imports(path: Path) -> set[str]:
    names = {name for name in find_imports(parse(path)) if name.partition(".")[0] == "kg"}
    stems = {module.stem for module in MODULES}
    return {part if (part := name.partition(".")[2].partition(".")[0]) in stems else "__init__" for name in names}


def find_strings(path: Path) -> Iterator[str]:
    """Yield the string literals of a module that are no docstrings."""
    tree = parse(path)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def name_of(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_has_its_place_in_the_order(path: Path) -> None:
    assert path.stem in ORDER


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_up_the_order(path: Path) -> None:
    place = ORDER.index(path.stem)
    assert {name for name in find_own_imports(path) if ORDER.index(name) >= place} == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_library_stays_in_the_modules_it_is_kept_to(path: Path) -> None:
    libraries = {name.partition(".")[0] for name in find_imports(parse(path))}
    assert {library for library in libraries if path.stem not in KEPT_TO.get(library, {path.stem})} == set()


def test_no_module_has_two_places() -> None:
    assert len(ORDER) == len(set(ORDER))


def test_model_imports_nothing_of_ours() -> None:
    assert find_own_imports(PACKAGE / "model.py") == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_is_named_after_a_thing(path: Path) -> None:
    assert path.stem not in BANNED_NAMES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(parse(path))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_records_are_frozen(path: Path) -> None:
    thawed = [
        node.name
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if "dataclass" in ast.unparse(decorator) and "frozen=True" not in ast.unparse(decorator)
    ]
    assert thawed == []


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem != "namespaces"], ids=name_of)
def test_iris_are_in_namespaces_only(path: Path) -> None:
    addresses = {text for text in find_strings(path) if "://" in text or text.startswith("urn:")}
    assert addresses - ALLOWED_ADDRESSES.keys() == set()


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem not in ALLOWED_LETTERS], ids=name_of)
def test_strings_have_no_letter_beyond_english(path: Path) -> None:
    names = {unicodedata.name(letter, "") for text in find_strings(path) for letter in text if not letter.isascii()}
    assert {name for name in names if name.startswith("LATIN ")} == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_strings_have_no_french_word(path: Path) -> None:
    words = {language.code: language.function_words for language in load_languages()}
    french = {word for word in words["fr"] - words["en"] - words.keys() if len(word) > 1} - NOT_ONLY_FRENCH
    found = {word for text in find_strings(path) for word in re.findall(r"\b[a-z]+\b", text)}  # AUX is a tag
    assert found & french == set()


def test_program_and_tools_agree_on_the_python() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["requires-python"] == ">=3.11"
    assert project["tool"]["ruff"]["target-version"] == "py311"
    assert project["tool"]["mypy"]["python_version"] == "3.11"


def test_dependencies_are_bounded_below_and_by_the_next_major() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    everything = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert [one for one in everything if not re.search(r">=[\d.]+,<\d+(\.\d+)?$|==[\d.]+$", one)] == []


def test_public_names_are_those_of_the_readme() -> None:
    assert kg.__all__ == [
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
    assert [name for name in kg.__all__ if not hasattr(kg, name)] == []


def test_no_part_of_the_mender_hides_a_method_of_another() -> None:
    from kg.clauses import _ClauseMender

    parts = [part for part in _ClauseMender.__mro__ if part is not object]
    names = [name for part in parts for name, value in vars(part).items() if callable(value)]
    twice = sorted({name for name in names if names.count(name) > 1 and not name.startswith("__")})
    assert twice == []
