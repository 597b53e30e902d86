"""The command line, run as users run it: in a process of its own, in a folder of its own."""

import inspect
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import get_args

import pytest

from kg import cli

RunKg = Callable[..., subprocess.CompletedProcess[str]]

# A graph as a hostile article would make it: a label that clears the screen, and one that turns the line around.
HOSTILE_GRAPH = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix e: <https://kg.example/entity/> .
e:a rdfs:label "Pirate\\u001B[2J" .
e:b rdfs:label "Tourné\\u202Etxet" .
"""
LABELS = "SELECT ?label { ?thing rdfs:label ?label } ORDER BY ?label"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, article_text: str) -> Path:
    """Return a folder where the article of these tests was built, with all options at their defaults."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "velocite.txt").write_text(article_text, encoding="utf-8")
    build = [sys.executable, "-m", "kg", "build", "velocite.txt"]
    subprocess.run(build, cwd=folder, check=True, capture_output=True)
    return folder


def only_line(text: str) -> str:
    assert text.count("\n") == 1, text
    return text.strip()


# Starting


def test_no_arguments_show_the_help(run_kg: RunKg) -> None:
    outcome = run_kg()
    assert outcome.stdout.startswith("Usage: kg ")
    assert (outcome.stderr, outcome.returncode) == ("", 0)


def test_version_is_that_of_the_package(run_kg: RunKg) -> None:
    assert run_kg("--version").stdout == f"kg {version('kg')}\n"


def test_start_imports_no_heavy_library() -> None:
    program = "import sys, kg.cli; print(*sorted(sys.modules))"
    modules = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert {"spacy", "rdflib", "pyshacl", "pyvis", "networkx", "numpy", "jinja2"} & set(modules) == set()


@pytest.mark.parametrize(
    "arguments", [["buidl"], ["build", "--facts", "all"], ["build", "--nope"], ["query", "--format"], ["export"]]
)
def test_wrong_usage_is_one_line_and_exit_2(arguments: list[str], run_kg: RunKg) -> None:
    outcome = run_kg(*arguments)
    assert only_line(outcome.stderr).startswith("kg: ")
    assert (outcome.stdout, outcome.returncode) == ("", 2)


# build


@pytest.mark.model
def test_build_writes_graph_claims_and_page(built: Path) -> None:
    assert sorted(path.name for path in (built / "output").iterdir()) == ["claims.jsonl", "graph.html", "graph.ttl"]


@pytest.mark.model
def test_build_says_what_it_found_and_where_the_page_is(run_kg: RunKg, article_file: Path) -> None:
    outcome = run_kg("build", str(article_file), "--out", "result")
    assert "articles  1" in outcome.stdout
    assert "asserted" in outcome.stdout
    assert str(Path("result") / "graph.html") in outcome.stdout
    assert (outcome.stderr, outcome.returncode) == ("", 0)


@pytest.mark.model
def test_build_reads_seeds_by_default(run_kg: RunKg, tmp_path: Path, article_text: str) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(article_text, encoding="utf-8")
    assert run_kg("build").returncode == 0
    claims = (tmp_path / "output" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["article"] for line in claims} == {"a"}


@pytest.mark.model
def test_build_reads_stdin(run_kg: RunKg, tmp_path: Path, article_text: str) -> None:
    assert run_kg("build", "-", stdin=article_text).returncode == 0
    assert '"article": "stdin"' in (tmp_path / "output" / "claims.jsonl").read_text(encoding="utf-8")


@pytest.mark.model
def test_build_writes_the_claims_of_each_article_when_asked(run_kg: RunKg, article_file: Path, tmp_path: Path) -> None:
    run_kg("build", str(article_file), "--per-article")
    assert (tmp_path / "output" / "claims" / "velocite.claims.jsonl").is_file()


@pytest.mark.model
def test_build_gives_the_same_bytes_whatever_the_hash_seed(built: Path, run_kg: RunKg) -> None:
    for seed in ("1", "2"):
        run_kg("build", "velocite.txt", "--out", seed, folder=built, PYTHONHASHSEED=seed)
    for name in ("graph.ttl", "claims.jsonl", "graph.html"):
        contents = {(built / folder / name).read_bytes() for folder in ("output", "1", "2")}
        assert len(contents) == 1, name


@pytest.mark.model
def test_build_warns_of_an_article_without_claims(run_kg: RunKg, tmp_path: Path) -> None:
    (tmp_path / "rien.txt").write_text("Il pleut sur la ville, et le vent se lève.", encoding="utf-8")
    outcome = run_kg("build", "rien.txt")
    assert only_line(outcome.stderr) == "kg: warning: rien: no claim found in this article"
    assert outcome.returncode == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no such file or folder"),
        (b"", "an empty file"),
        (b"\x7fELF\x02\x01\x01\x00", "a binary file"),
        ("Le rachat a été annoncé.".encode("cp1252"), "it looks like WINDOWS-1252"),
        (b"The CEO of the company said that it is going to buy the firm.", "the text is in English; kg reads French"),
    ],
)
def test_build_of_a_bad_article_is_one_line_and_writes_nothing(
    content: bytes | None, reason: str, run_kg: RunKg, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "article.txt").write_bytes(content)
    outcome = run_kg("build", "article.txt")
    assert only_line(outcome.stderr).startswith("kg: article.txt: ")
    assert reason in outcome.stderr
    assert (outcome.stdout, outcome.returncode) == ("", 1)
    assert not (tmp_path / "output").exists()


@pytest.mark.model
def test_build_goes_on_without_what_cannot_be_read_and_tells_it(
    run_kg: RunKg, tmp_path: Path, article_text: str
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "bon.txt").write_text(article_text, encoding="utf-8")
    (folder / "vide.txt").write_bytes(b"")
    (folder / "vieux.txt").write_bytes("Le rachat a été annoncé.".encode("cp1252"))
    outcome = run_kg("build", "articles", "nulle-part.txt")
    lines = outcome.stderr.splitlines()
    assert sorted(line.split(": ")[1] for line in lines[:3]) == [
        "articles/vide.txt",
        "articles/vieux.txt",
        "nulle-part.txt",
    ]
    assert lines[3:] == ["kg: 3 not read, so not in the graph: see above"]
    assert outcome.returncode == 1
    assert outcome.stdout.startswith("articles  1\n")
    assert '"acquired"' in (tmp_path / "output" / "claims.jsonl").read_text(encoding="utf-8")


@pytest.mark.model
def test_build_over_claims_of_another_model_says_so(
    run_kg: RunKg, tmp_path: Path, built: Path, article_file: Path
) -> None:
    content = (built / "output" / "claims.jsonl").read_text(encoding="utf-8")
    model = json.loads(content.splitlines()[0])["provenance"]["model"]
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "claims.jsonl").write_text(content.replace(model, "fr_old-1.0+abc"), encoding="utf-8")
    outcome = run_kg("build", str(article_file))
    assert only_line(outcome.stderr) == (
        f"kg: warning: output/claims.jsonl: was made with fr_old-1.0+abc and is now with {model}"
    )
    assert run_kg("build", str(article_file)).stderr == ""


def test_wrong_choice_names_the_choices_alone(run_kg: RunKg) -> None:
    said = only_line(run_kg("export", "--format", "foo").stderr)
    assert said.startswith("kg: Invalid value for '--format': 'foo' is not one of 'turtle', ")


def test_query_with_an_undeclared_prefix_names_it(run_kg: RunKg, tmp_path: Path) -> None:
    (tmp_path / "g.ttl").write_text(HOSTILE_GRAPH, encoding="utf-8")
    said = only_line(run_kg("query", "SELECT * { ?s foo:bar ?o }", "--graph", "g.ttl").stderr)
    assert said.startswith("kg: query:1:15: prefix 'foo:' is not declared; declared are ")
    assert "kg:," in said


def test_build_without_seeds_says_what_to_give(run_kg: RunKg) -> None:
    outcome = run_kg("build")
    assert only_line(outcome.stderr) == "kg: seeds: no such folder here; name the articles: kg build ARTICLE.txt"
    assert outcome.returncode == 1


@pytest.mark.model
def test_build_with_an_unknown_model_is_one_line(run_kg: RunKg, article_file: Path) -> None:
    outcome = run_kg("build", str(article_file), "--model", "fr_nope")
    assert only_line(outcome.stderr).startswith("kg: fr_nope: ")
    assert outcome.returncode == 1


@pytest.mark.model
def test_build_into_a_place_that_cannot_be_written_is_one_line(run_kg: RunKg, article_file: Path) -> None:
    outcome = run_kg("build", str(article_file), "--out", str(article_file / "below-a-file"))
    assert "cannot be written" in only_line(outcome.stderr)
    assert outcome.returncode == 1


def test_interrupt_ends_quietly_with_130(tmp_path: Path) -> None:
    # It waits for an article from a pipe into which nobody writes.
    pipe = tmp_path / "article.txt"
    os.mkfifo(pipe)
    build = [sys.executable, "-m", "kg", "build", "article.txt"]
    with subprocess.Popen(build, cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8") as process:
        writing = open_when_read(pipe, process)
        said = interrupt(process)
        os.close(writing)
    assert (said, process.returncode) == ("kg: interrupted\n", 130)


def interrupt(process: subprocess.Popen[str]) -> str:
    """Return what a process says when it is interrupted; a signal just before it begins to wait is lost, and sent again."""
    for _ in range(12):
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=5)[1]
    pytest.fail("the process goes on")


def open_when_read(pipe: Path, process: subprocess.Popen[str]) -> int:
    """Return the writing end of a named pipe as soon as `process` reads from it."""
    while process.poll() is None:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads yet
            time.sleep(0.01)
    pytest.fail("the process ended before it read the pipe")


# query, export, check, open


def test_query_of_hostile_labels_prints_no_control_character(run_kg: RunKg, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(HOSTILE_GRAPH, encoding="utf-8")
    outcome = run_kg("query", LABELS, "--graph", "graph.ttl")
    assert (outcome.stderr, outcome.returncode) == ("", 0)
    assert "\x1b" not in outcome.stdout
    assert r"Pirate\x1b[2J" in outcome.stdout
    assert r"Tourné\u202etxet" in outcome.stdout


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_result_on_a_terminal_has_no_control_character(form: str, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(HOSTILE_GRAPH, encoding="utf-8")
    query = [sys.executable, "-m", "kg", "query", LABELS, "--graph", "graph.ttl", "--format", form]
    terminal, standard_output = pty.openpty()
    subprocess.run(query, cwd=tmp_path, stdout=standard_output, check=True)
    shown = os.read(terminal, 10_000)
    os.close(standard_output)
    os.close(terminal)
    assert b"Pirate" in shown
    assert not any(byte < 32 for byte in shown.replace(b"\r\n", b""))


def test_result_in_a_file_is_exact(run_kg: RunKg, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(HOSTILE_GRAPH, encoding="utf-8")
    outcome = run_kg("query", LABELS, "--graph", "graph.ttl", "--format", "tsv")
    assert outcome.stdout == '?label\n"Pirate\x1b[2J"\n"Tourné\u202etxet"\n'


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_output_in_a_narrow_encoding_is_escaped(encoding: str, run_kg: RunKg, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(HOSTILE_GRAPH.replace("Tourné", "Tourné œuvre"), encoding="utf-8")
    outcome = run_kg("query", LABELS, "--graph", "graph.ttl", PYTHONIOENCODING=encoding)
    assert r"\u0153uvre" in outcome.stdout
    assert outcome.returncode == 0


def test_query_in_the_c_locale_reads_its_arguments_as_utf_8(run_kg: RunKg, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(HOSTILE_GRAPH, encoding="utf-8")
    query = 'SELECT ?thing { ?thing rdfs:label ?label FILTER(STRSTARTS(?label, "Tourné")) }'
    narrow = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    outcome = run_kg("query", query, "--graph", "graph.ttl", "--format", "csv", **narrow)
    assert outcome.stdout.splitlines() == ["thing", "https://kg.example/entity/b"]


def test_wrong_query_is_one_line_and_exit_1(run_kg: RunKg, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(HOSTILE_GRAPH, encoding="utf-8")
    outcome = run_kg("query", "SELECT ?x {", "--graph", "graph.ttl")
    assert only_line(outcome.stderr).startswith("kg: ")
    assert (outcome.stdout, outcome.returncode) == ("", 1)


def test_query_with_a_mistyped_relation_names_the_nearest(run_kg: RunKg, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(HOSTILE_GRAPH, encoding="utf-8")
    outcome = run_kg("query", "SELECT ?a { ?a kg:ceoOff ?b }", "--graph", "graph.ttl", "--format", "csv")
    assert only_line(outcome.stderr) == "kg: query: no graph of kg has kg:ceoOff; did you mean kg:ceoOf?"
    assert (outcome.stdout.split(), outcome.returncode) == (["a"], 0)


def test_query_without_a_graph_says_how_to_make_one(run_kg: RunKg) -> None:
    outcome = run_kg("query", LABELS)
    assert "output/graph.ttl" in only_line(outcome.stderr)
    assert "kg build" in outcome.stderr
    assert outcome.returncode == 1


def test_query_without_a_query_lists_the_named_ones(run_kg: RunKg, repository: Path) -> None:
    names = {path.stem for path in (repository / "ontology" / "queries").glob("*.rq")}
    listed = {line.split()[0] for line in run_kg("query").stdout.splitlines()}
    assert names
    assert listed == names


def test_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    labels = "".join(f'<x:{number}> <x:label> "{"long " * 20}{number}" .\n' for number in range(5000))
    (tmp_path / "graph.ttl").write_text(labels, encoding="utf-8")
    query = [sys.executable, "-m", "kg", "query", "SELECT * { ?a ?b ?c }", "--graph", "graph.ttl", "--format", "csv"]
    with subprocess.Popen(query, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_choices_are_those_of_the_library() -> None:
    from kg.export import Format
    from kg.graph import Facts
    from kg.query import ResultFormat

    assert choices(cli.query, "form") == [form.value for form in ResultFormat]
    assert choices(cli.export, "form") == [form.value for form in Format]
    assert choices(cli.build, "facts") == [facts.value for facts in Facts]


def choices(command: Callable[..., None], option: str) -> list[str]:
    """Return the values that an option of a command takes, in their order."""
    literal, *_ = get_args(inspect.signature(command).parameters[option].annotation)
    return list(get_args(literal))


@pytest.mark.model
@pytest.mark.parametrize("form", ["trig", "jsonld", "csv", "graphml"])
def test_export_writes_other_formats(form: str, built: Path, run_kg: RunKg) -> None:
    outcome = run_kg("export", "--format", form, folder=built)
    assert "Aubertin" in outcome.stdout
    assert (outcome.stderr, outcome.returncode) == ("", 0)


@pytest.mark.model
def test_export_as_turtle_is_the_graph_that_was_built(built: Path, run_kg: RunKg) -> None:
    outcome = run_kg("export", "--format", "turtle", "--out", "again.ttl", folder=built)
    assert (outcome.stdout, outcome.returncode) == ("", 0)
    assert (built / "again.ttl").read_bytes() == (built / "output" / "graph.ttl").read_bytes()


@pytest.mark.model
def test_export_as_jsonl_is_the_claims_that_were_built(built: Path, run_kg: RunKg) -> None:
    outcome = run_kg("export", "--format", "jsonl", folder=built)
    assert outcome.stdout == (built / "output" / "claims.jsonl").read_text(encoding="utf-8")


def test_export_without_a_graph_is_one_line(run_kg: RunKg) -> None:
    for form in ("turtle", "csv"):
        outcome = run_kg("export", "--format", form)
        assert "cannot be read" in only_line(outcome.stderr)
        assert (outcome.stdout, outcome.returncode) == ("", 1)


@pytest.mark.model
def test_named_query_answers_from_the_graph(built: Path, run_kg: RunKg) -> None:
    outcome = run_kg("query", "who-leads-what", folder=built)
    assert "Claire Aubertin" in outcome.stdout
    assert "Vélocité" in outcome.stdout


@pytest.mark.model
def test_check_of_a_built_graph_passes(built: Path, run_kg: RunKg) -> None:
    outcome = run_kg("check", folder=built)
    assert "conforms to the shapes" in outcome.stdout
    assert "\nmade with  fr_" in outcome.stdout
    assert (outcome.stderr, outcome.returncode) == ("", 0)


@pytest.mark.model
def test_check_of_a_mutated_graph_says_what_is_wrong(built: Path, run_kg: RunKg) -> None:
    graph = (built / "output" / "graph.ttl").read_text(encoding="utf-8")
    (built / "mutated.ttl").write_text(graph.replace('kg:status "asserted"', 'kg:status "certain"'), encoding="utf-8")
    outcome = run_kg("check", "mutated.ttl", folder=built)
    assert outcome.returncode == 1
    lines = outcome.stderr.splitlines()
    assert all(line.startswith("kg: mutated.ttl: ") for line in lines)
    assert any(" kg:status certain: a claim has exactly one status" in line for line in lines)


def test_check_without_a_graph_checks_the_rest(run_kg: RunKg) -> None:
    outcome = run_kg("check")
    assert "frames " in outcome.stdout
    assert "no graph was checked" in only_line(outcome.stderr)
    assert outcome.returncode == 0


def test_reader_that_never_came_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    version_ = [sys.executable, "-m", "kg", "--version"]
    outcome = subprocess.run(version_, cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (outcome.stderr, outcome.returncode) == (b"", 1)


@pytest.mark.parametrize(("label", "answer"), [("Pirate", "yes\n"), ("Corsaire", "no\n")])
def test_ask_is_answered_in_a_word(label: str, answer: str, run_kg: RunKg, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(HOSTILE_GRAPH, encoding="utf-8")
    question = f'ASK {{ ?thing rdfs:label ?label FILTER(STRSTARTS(?label, "{label}")) }}'
    assert run_kg("query", question, "--graph", "graph.ttl").stdout == answer


def test_empty_result_says_so_on_stderr(run_kg: RunKg, tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(HOSTILE_GRAPH, encoding="utf-8")
    outcome = run_kg("query", "SELECT ?x { ?x kg:ceoOf ?y }", "--graph", "graph.ttl")
    assert (outcome.stderr, outcome.returncode) == ("kg: no result\n", 0)


def test_open_hands_the_page_to_the_browser(run_kg: RunKg, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!doctype html>", encoding="utf-8")
    outcome = run_kg("open", "page.html", BROWSER="true")
    assert (outcome.stdout, outcome.stderr, outcome.returncode) == ("", "", 0)


def test_open_prints_where_the_page_is_when_there_is_no_browser(run_kg: RunKg, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html>", encoding="utf-8")
    outcome = run_kg("open", "page.html", PATH="", BROWSER="")
    assert (outcome.stdout, outcome.stderr, outcome.returncode) == (f"{page}\n", "", 0)


def test_open_without_a_page_says_how_to_make_one(run_kg: RunKg) -> None:
    outcome = run_kg("open")
    assert only_line(outcome.stderr) == "kg: output/graph.html: no page there; make one with: kg build"
    assert outcome.returncode == 1
