"""Mentions as JSON Lines: what each line says, and that its words are the text's."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.mention_table import mentions_to_jsonl
from kg.model import Article
from kg.study import study_article

if TYPE_CHECKING:
    import spacy

RunKg = Callable[..., subprocess.CompletedProcess[str]]
Lines = list[dict[str, Any]]

TEXT = "Claire Aubertin dirige Vélocité. Elle a promis 40 embauches à Nantes, et l’entreprise recrute déjà.\n"

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def lines(nlp: "spacy.Language") -> Lines:
    found = mentions_to_jsonl(study_article(Article(name="velocite", text=TEXT), nlp))
    return [json.loads(line) for line in found.decode("utf-8").splitlines()]


def line_of(lines: Lines, text: str) -> dict[str, Any]:
    return next(line for line in lines if line["text"] == text)


def test_every_line_quotes_the_text(lines: Lines) -> None:
    assert [TEXT[line["start"] : line["end"]] for line in lines] == [line["text"] for line in lines]


def test_lines_are_in_text_order(lines: Lines) -> None:
    assert [line["start"] for line in lines] == sorted(line["start"] for line in lines)


@pytest.mark.parametrize(
    ("text", "kind", "type_"),
    [("Claire Aubertin", "name", "Person"), ("Nantes", "name", "Place"), ("Elle", "pronoun", "Person")],
)
def test_line_has_kind_and_type(text: str, kind: str, type_: str, lines: Lines) -> None:
    line = line_of(lines, text)
    assert (line["article"], line["kind"], line["type"]) == ("velocite", kind, type_)


def test_pronoun_has_the_entity_that_it_refers_to(lines: Lines) -> None:
    assert line_of(lines, "Elle")["entity"] == line_of(lines, "Claire Aubertin")["entity"]


def test_different_things_have_different_entities(lines: Lines) -> None:
    assert line_of(lines, "Nantes")["entity"] != line_of(lines, "Claire Aubertin")["entity"]


def test_pronoun_that_refers_to_nothing_known_has_no_entity(nlp: "spacy.Language") -> None:
    found = mentions_to_jsonl(study_article(Article(name="a", text="Elle chante demain.\n"), nlp))
    line = json.loads(found.decode("utf-8").splitlines()[0])
    assert (line["text"], line["type"], line["entity"]) == ("Elle", None, None)


def test_mentions_command_writes_the_lines_of_all_articles(run_kg: RunKg, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    outcome = run_kg("mentions", "a.txt", "b.txt")
    assert {json.loads(line)["article"] for line in outcome.stdout.splitlines()} == {"a", "b"}
    assert (outcome.stderr, outcome.returncode) == ("", 0)


def test_mentions_without_seeds_is_one_line(run_kg: RunKg) -> None:
    outcome = run_kg("mentions")
    assert outcome.stderr == "kg: seeds: no such folder here; name the articles\n"
    assert outcome.returncode == 1
