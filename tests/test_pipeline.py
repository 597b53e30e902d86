import json
from pathlib import Path

import pytest
import spacy
from builders import make_article, make_knowledge

import kg
from kg.claims import claims_to_jsonl
from kg.errors import ArticleError, ModelError
from kg.graph import Facts
from kg.model import Article
from kg.ontology import load_ontology
from kg.pipeline import Graph, build, extract_article
from kg.resolve import resolve

TEXT = """Le groupe Ferrand rachète Novalia

Claire Morvan, PDG du groupe Ferrand, a annoncé mardi le rachat de Novalia. Selon la dirigeante, Novalia emploie 40 salariés.
"""


@pytest.fixture
def article_files(tmp_path: Path) -> list[Path]:
    files = [tmp_path / "un.txt", tmp_path / "deux.txt"]
    files[0].write_text(TEXT, encoding="utf-8")
    files[1].write_text("L’éditeur Lumédia, basé à Rennes, a cédé Kermec.\n", encoding="utf-8")
    return files


def test_claims_of_a_graph_are_those_of_its_knowledge() -> None:
    knowledge = make_knowledge()
    assert Graph(knowledge).claims == knowledge.claims


def test_graph_answers_sparql() -> None:
    answer = Graph(make_knowledge()).query("SELECT ?x { ?x kg:ceoOf ?y }")
    assert len(answer.rows) == 1


def test_graph_of_asserted_facts_is_smaller() -> None:
    knowledge = make_knowledge()
    every = len(Graph(knowledge, facts=Facts.REPORTED).rdf)
    assert len(Graph(knowledge, facts=Facts.ASSERTED).rdf) < every


def test_saved_files_are_the_three(tmp_path: Path) -> None:
    Graph(make_knowledge()).save(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.jsonl", "graph.html", "graph.ttl"]


def test_saved_claims_are_one_object_a_line(tmp_path: Path) -> None:
    knowledge = make_knowledge()
    Graph(knowledge).save(tmp_path)
    lines = (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    assert len([json.loads(line) for line in lines]) == len(knowledge.claims)


def test_claims_by_article_are_files_of_their_own(tmp_path: Path) -> None:
    knowledge = make_knowledge()
    Graph(knowledge).save(tmp_path, per_article=True)
    names = sorted(path.name for path in (tmp_path / "claims").iterdir())
    assert names == sorted(f"{article.name}.claims.jsonl" for article in knowledge.articles)


def test_missing_article_is_told_before_a_model_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"nowhere\.txt"):
        build([tmp_path / "nowhere.txt"], model="no-such-model")


def test_unknown_model_is_told(article_files: list[Path]) -> None:
    with pytest.raises(ModelError, match="no-such-model"):
        build(article_files, model="no-such-model")


@pytest.mark.model
def test_article_gives_the_same_claims_twice(nlp: spacy.Language) -> None:
    article = Article(name="un", text=TEXT)
    assert extract_article(article, nlp) == extract_article(article, nlp)


@pytest.mark.model
def test_claims_name_their_article_and_model(nlp: spacy.Language) -> None:
    claims = extract_article(Article(name="un", text=TEXT), nlp)
    assert {claim.article for claim in claims} == {"un"}
    assert {claim.provenance.extractor for claim in claims} == {"frames"}
    assert all(claim.provenance.model.startswith("fr_") for claim in claims)


@pytest.mark.model
def test_headline_and_text_are_one_story(nlp: spacy.Language) -> None:
    claims = extract_article(make_article("un", TEXT), nlp)
    assert len({claim.subject.key for claim in claims if claim.subject.label == "Ferrand"}) == 1


@pytest.mark.model
def test_build_reads_every_article_and_tells_progress(article_files: list[Path]) -> None:
    seen: list[tuple[int, int]] = []
    graph = kg.build(article_files, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]
    assert {claim.article for claim in graph.claims} == {"un", "deux"}


@pytest.mark.model
def test_order_of_articles_does_not_change_a_byte(nlp: spacy.Language) -> None:
    one, two = (
        Article(name="un", text=TEXT),
        Article(name="deux", text="L’éditeur Lumédia, basé à Rennes, a cédé Kermec."),
    )
    claims = {article.name: list(extract_article(article, nlp)) for article in (one, two)}
    forth = resolve([one, two], claims["un"] + claims["deux"], load_ontology())
    back = resolve([two, one], claims["deux"] + claims["un"], load_ontology())
    assert claims_to_jsonl(forth) == claims_to_jsonl(back)
