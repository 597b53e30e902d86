"""Why a claim is there, and why a fact is not: one small text a stage that can drop a fact."""

import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from builders import PROVENANCE, make_knowledge

from kg.annotate import annotate
from kg.claims import claims_to_jsonl
from kg.errors import ArticleError, GraphError
from kg.expectations import read_with_frames
from kg.explain import describe_value, describe_votes, explain_claim, find_article, find_saved_claim
from kg.extract import extract_claims
from kg.frames import Frame, load_frames
from kg.lexicon import load_lexicon
from kg.missing import Finding, Stage, explain_missing
from kg.model import Article, Claim, Entity, EntityType, Knowledge, Quantity, Span
from kg.ontology import load_ontology
from kg.pipeline import extract_article
from kg.resolve import resolve
from kg.study import Study, study_article

if TYPE_CHECKING:
    import spacy

RunKg = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[[str, str, str, str], tuple[Finding, ...]]

TEXT = (
    "Renault a racheté Airbus en 2021.\n"
    "Selon Claire Aubertin, Renault emploierait 1\u00a0200 salariés. "
    "« Nous n’avons jamais connu une aussi belle année », a déclaré Claire Aubertin.\n"
)
ARTICLE = Article(name="velocite", text=TEXT, source="velocite.txt")


@pytest.fixture(scope="module")
def knowledge(nlp: "spacy.Language") -> Knowledge:
    return resolve((ARTICLE,), extract_article(ARTICLE, nlp))


def claim_of(knowledge: Knowledge, relation: str) -> Claim:
    return next(claim for claim in knowledge.claims if claim.relation == relation)


@pytest.fixture(scope="module")
def facts_of(knowledge: Knowledge, nlp: "spacy.Language") -> Callable[[str], Mapping[str, str]]:
    """Return a function that explains the claim of a relation."""
    study = study_article(ARTICLE, nlp)
    return lambda relation: dict(explain_claim(claim_of(knowledge, relation), study).facts)


# Why a claim is there


@pytest.mark.model
def test_explanation_has_the_frame_with_its_place(facts_of: Callable[[str], Mapping[str, str]]) -> None:
    claim_frame = facts_of("acquired")["frame"]
    (frame,) = (frame for frame in load_frames() if claim_frame.startswith(f"{frame.name} "))
    assert f"({frame.where}) for acquired" in claim_frame


@pytest.mark.model
def test_explanation_has_the_roles_with_what_filled_them(facts_of: Callable[[str], Mapping[str, str]]) -> None:
    assert facts_of("acquired")["roles"] == 'subject = subject "Renault", object = object "Airbus"'


@pytest.mark.model
def test_explanation_has_the_words_that_make_the_status(facts_of: Callable[[str], Mapping[str, str]]) -> None:
    facts = facts_of("employeeCount")
    assert facts["status"].startswith("reported, by ")
    assert '"emploierait"' in facts["status"]


@pytest.mark.model
def test_explanation_has_the_votes_for_types(facts_of: Callable[[str], Mapping[str, str]]) -> None:
    assert "(first name)" in facts_of("said")["subject type"]


@pytest.mark.model
def test_explanation_names_the_rule_when_no_frame_made_the_claim(facts_of: Callable[[str], Mapping[str, str]]) -> None:
    assert facts_of("said")["frame"].endswith("no frame of this language, a rule of the program")


@pytest.mark.model
def test_explanation_has_confidence_with_its_reason(
    facts_of: Callable[[str], Mapping[str, str]], knowledge: Knowledge
) -> None:
    claim = claim_of(knowledge, "acquired")
    assert facts_of("acquired")["confidence"] == f"{claim.confidence}: {claim.reason}"


@pytest.mark.model
def test_parse_is_of_the_sentence_with_its_parts_marked(knowledge: Knowledge, nlp: "spacy.Language") -> None:
    rows = explain_claim(claim_of(knowledge, "acquired"), study_article(ARTICLE, nlp)).parse
    marked = {row[-1]: row[0] for row in rows if row[-1]}
    assert marked == {"subject": "Renault", "cue": "racheté", "object": "Airbus"}
    assert [row[0] for row in rows] == ["Renault", "a", "racheté", "Airbus", "en", "2021", "."]


@pytest.mark.model
def test_explanation_says_when_the_frame_no_longer_stands_there(knowledge: Knowledge, nlp: "spacy.Language") -> None:
    claim = claim_of(knowledge, "acquired")
    moved = replace(claim, evidence=replace(claim.evidence, cue=Span(0, 8)))
    facts = dict(explain_claim(moved, study_article(ARTICLE, nlp)).facts)
    assert "no longer finds its words" in facts["note"]


def test_votes_are_shown_heaviest_first_and_once() -> None:
    votes = make_knowledge().entities[0].votes
    heavy = replace(votes[0], type=EntityType.PLACE, weight=votes[0].weight * 5, reason="country")
    assert describe_votes((*votes[:1], *votes[:1], heavy)).startswith("Place 5 (country); ")
    assert "× 2" in describe_votes((*votes[:1], *votes[:1], heavy))


# Which claim and which article


@pytest.fixture
def claims_file(tmp_path: Path) -> Path:
    path = tmp_path / "claims.jsonl"
    path.write_bytes(claims_to_jsonl(make_knowledge()))
    return path


def test_claim_is_found_by_the_beginning_of_its_id(claims_file: Path) -> None:
    knowledge = make_knowledge()
    wanted = knowledge.claims[0]
    claim, quoted = find_saved_claim(claims_file, f"c:{wanted.id[:12]}")
    text = next(article.text for article in knowledge.articles if article.name == wanted.article)
    assert claim.id == wanted.id
    assert claim.evidence.sentence.of(quoted) == wanted.evidence.sentence.of(text)


@pytest.mark.parametrize(("id_", "reason"), [("c:none", "no claim"), ("", "no claim"), ("c:", "no claim")])
def test_unknown_claim_is_one_line(id_: str, reason: str, claims_file: Path) -> None:
    with pytest.raises(GraphError, match=reason):
        find_saved_claim(claims_file, id_)


def test_ambiguous_beginning_is_one_line_with_the_claims(tmp_path: Path) -> None:
    knowledge = make_knowledge()
    twins = tuple(replace(claim, id=f"same{place}") for place, claim in enumerate(knowledge.claims))
    path = tmp_path / "claims.jsonl"
    path.write_bytes(claims_to_jsonl(replace(knowledge, claims=twins)))
    with pytest.raises(GraphError, match="claims begin with 'c:same'"):
        find_saved_claim(path, "c:same")


def test_article_is_found_by_the_sentence_whatever_it_is_called() -> None:
    knowledge = make_knowledge()
    claim = knowledge.claims[0]
    original = next(article for article in knowledge.articles if article.name == claim.article)
    sentence = claim.evidence.sentence.of(original.text)
    assert find_article(claim, sentence, (replace(original, name="copy"),)) == original


def test_text_without_the_sentence_is_refused() -> None:
    knowledge = make_knowledge()
    with pytest.raises(ArticleError, match="name the file that the graph was built from"):
        find_article(knowledge.claims[0], "Autre chose.", knowledge.articles)


# Why a fact is not there


@pytest.fixture(scope="module")
def ask(nlp: "spacy.Language") -> Ask:
    """Return a function that tells why a text does not give a fact."""

    def ask(text: str, subject: str, relation: str, object_: str) -> tuple[Finding, ...]:
        study = study_article(Article(name="test", text=text), nlp)
        return explain_missing(study, subject, load_ontology().relations[relation], object_)

    return ask


@pytest.mark.model
@pytest.mark.parametrize(
    ("stage", "text", "subject", "relation", "object_"),
    [
        (Stage.FOUND, TEXT, "Renault", "acquired", "Airbus"),
        (Stage.FOUND, TEXT, "renault", "employeeCount", "1200"),
        (Stage.FOUND, "Renault collabore avec Airbus.", "Airbus", "partnerOf", "Renault"),
        (Stage.FOUND, "La société française Renault a racheté Airbus.", "Renault", "nationality", "France"),
        (Stage.TEXT, TEXT, "Renault", "acquired", "Sodilac"),
        (Stage.NAME, "Il faut bien remplacer Airbus.", "bien remplacer", "acquired", "Airbus"),
        (Stage.TYPE, "Renault a racheté la France.", "Renault", "acquired", "France"),
        (Stage.COREFERENCE, "Renault va bien. Hier, Airbus a recruté.", "Renault", "acquired", "Airbus"),
        (Stage.TRIGGER, "Renault admire la société Airbus.", "Renault", "acquired", "société Airbus"),
        (Stage.FRAME, "Renault garde la confiance d’Airbus.", "Renault", "shareholderOf", "Airbus"),
        (Stage.ROLE, "Airbus a racheté Renault.", "Renault", "acquired", "Airbus"),
        (Stage.ARGUMENT, "Renault exploite un logiciel et la société Airbus.", "Renault", "uses", "Airbus"),
    ],
)
def test_first_finding_is_the_stage_that_dropped_the_fact(
    stage: Stage, text: str, subject: str, relation: str, object_: str, ask: Ask
) -> None:
    assert ask(text, subject, relation, object_)[0].stage is stage


@pytest.mark.model
def test_finding_of_a_type_has_the_votes(ask: Ask) -> None:
    (finding, *_) = ask("Renault a racheté la France.", "Renault", "acquired", "France")
    assert "(country)" in finding.detail


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "relation", "why"),
    [
        ("Renault parle aux actionnaires d’Airbus.", "shareholderOf", "nothing above it is one of: "),
        ("Renault garde la confiance d’Airbus.", "shareholderOf", "its role share must be filled"),
        ("Renault gagne la confiance d’Airbus.", "customerOf", "the sentence has none of its words: "),
    ],
)
def test_finding_of_a_frame_names_the_condition_that_failed(text: str, relation: str, why: str, ask: Ask) -> None:
    assert any(
        finding.stage is Stage.FRAME and why in finding.detail for finding in ask(text, "Renault", relation, "Airbus")
    )


@pytest.mark.model
def test_finding_of_a_role_has_frame_place_and_what_fills_it(ask: Ask) -> None:
    (finding, *_) = ask("Airbus a racheté Renault.", "Renault", "acquired", "Airbus")
    assert ".yaml:" in finding.detail
    assert '"Airbus" = Airbus [' in finding.detail


@pytest.mark.model
def test_finding_of_coreference_has_what_could_have_referred(ask: Ask) -> None:
    (finding, *_) = ask("Renault va bien. Hier, elle admirait Airbus.", "Sodilac va", "acquired", "Airbus")
    assert finding.stage is Stage.TEXT
    (finding, *_) = ask("Renault va bien. Le prix baisse. Rien. Il a vu Airbus.", "Renault", "acquired", "Airbus")
    assert '"Il" = ' in finding.detail


@pytest.mark.model
def test_findings_end_with_what_the_two_are_read_as_instead(ask: Ask) -> None:
    (*_, finding) = ask("Airbus, filiale de Renault, recrute.", "Airbus", "acquired", "Renault")
    assert finding.stage is Stage.BELOW
    assert "subsidiaryOf" in finding.detail


@pytest.mark.model
def test_finding_without_trigger_has_the_verbs_and_the_frames(ask: Ask) -> None:
    (finding, *_) = ask("Renault admire la société Airbus.", "Renault", "acquired", "société Airbus")
    assert "verbs there: admirer" in finding.detail
    assert "its frames are " in finding.detail


@pytest.mark.model
@pytest.mark.parametrize("frame", load_frames(), ids=lambda frame: frame.name)
def test_answers_for_the_examples_of_a_frame_are_those_of_the_extraction(frame: Frame, nlp: "spacy.Language") -> None:
    lexicon, ontology = load_lexicon(), load_ontology()
    for example in frame.examples:
        doc = annotate(Article(name="test", text=example.text), nlp, lexicon)
        reading = read_with_frames(doc, frames=(frame,), ontology=ontology, lexicon=lexicon)
        study = Study(reading=reading, frames=(frame,), ontology=ontology, lexicon=lexicon)
        claims = extract_claims(reading, frames=(frame,), ontology=ontology, lexicon=lexicon, provenance=PROVENANCE)
        for subject, object_ in example.pairs:
            assert explain_missing(study, subject, ontology.relations[frame.relation], object_)
        for claim in claims:
            if isinstance(claim.object, Entity) and not claim.is_open:
                relation = ontology.relations[claim.relation]
                (finding, *_) = explain_missing(study, claim.subject.label, relation, claim.object.label)
                assert finding.stage is Stage.FOUND


# The commands


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """Return a folder as kg build leaves it."""
    folder = tmp_path_factory.mktemp("explained")
    (folder / "velocite.txt").write_text(TEXT, encoding="utf-8")
    (folder / "output").mkdir()
    (folder / "output" / "claims.jsonl").write_bytes(claims_to_jsonl(knowledge))
    return folder


@pytest.mark.model
def test_explain_shows_facts_and_parse(run_kg: RunKg, built: Path) -> None:
    lines = (built / "output" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    id_ = next(json.loads(line)["id"] for line in lines if '"acquired"' in line)
    outcome = run_kg("explain", id_, "velocite.txt", folder=built)
    assert "roles" in outcome.stdout
    assert "| racheté" in outcome.stdout
    assert (outcome.stderr, outcome.returncode) == ("", 0)


@pytest.mark.model
def test_explain_missing_names_the_article_and_the_stage(run_kg: RunKg, built: Path) -> None:
    outcome = run_kg("explain", "--missing", "Airbus", "kg:acquired", "Renault", "velocite.txt", folder=built)
    assert outcome.stdout.startswith("velocite: role not filled: frame ")
    assert (outcome.stderr, outcome.returncode) == ("", 0)


@pytest.mark.model
def test_explain_missing_tells_articles_without_the_words_in_one_line(run_kg: RunKg, built: Path) -> None:
    text = (built / "velocite.txt").read_text(encoding="utf-8")
    (built / "many").mkdir()
    for number in range(5):
        (built / "many" / f"a{number}.txt").write_text(f"{text} Fin {number}.", encoding="utf-8")
    outcome = run_kg("explain", "--missing", "Zorbex", "acquired", "Quiltan", "many", folder=built)
    assert outcome.stdout.splitlines() == [
        'a0, a1, a2 and 2 more: not in the text: "Zorbex" does not stand in the text',
        'a0, a1, a2 and 2 more: not in the text: "Quiltan" does not stand in the text',
    ]


def test_explain_without_the_article_tells_what_the_claim_holds(run_kg: RunKg, built: Path, tmp_path: Path) -> None:
    claims = built / "output" / "claims.jsonl"
    id_ = next(
        json.loads(line)["id"] for line in claims.read_text(encoding="utf-8").splitlines() if '"acquired"' in line
    )
    outcome = run_kg("explain", id_, "--claims", str(claims), folder=tmp_path)
    assert "sentence" in outcome.stdout
    assert "confidence" in outcome.stdout
    assert outcome.stderr == (
        f"kg: for its roles, type votes and parse name the article: kg explain {id_} velocite.txt\n"
    )
    assert outcome.returncode == 0


def test_explain_of_a_beginning_that_fits_many_says_how_many(run_kg: RunKg, built: Path, tmp_path: Path) -> None:
    lines = (built / "output" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    many = [json.dumps(json.loads(lines[0]) | {"id": f"c:ab{number}"}) for number in range(7)]
    (tmp_path / "claims.jsonl").write_text("\n".join(many), encoding="utf-8")
    outcome = run_kg("explain", "c:ab", "--claims", "claims.jsonl", folder=tmp_path)
    assert "7 claims begin with 'c:ab'" in outcome.stderr
    assert "c:ab4 and 2 more; give more of it" in outcome.stderr


def test_unit_is_told_as_the_text_has_it() -> None:
    posts = Quantity(value=Decimal(60), unit="poste")
    assert describe_value(posts, "60 postes") == "60 postes"
    assert describe_value(posts, "une soixantaine") == "60 (poste)"
    assert describe_value(posts) == "60 poste"


@pytest.mark.model
def test_explain_by_another_model_than_the_claim_was_made_with_says_so(run_kg: RunKg, built: Path) -> None:
    content = (built / "output" / "claims.jsonl").read_text(encoding="utf-8")
    made = json.loads(content.splitlines()[0])
    other = content.replace(made["provenance"]["model"], "fr_old-1.0+abc")
    (built / "other.jsonl").write_text(other, encoding="utf-8")
    outcome = run_kg("explain", made["id"], "velocite.txt", "--claims", "other.jsonl", folder=built)
    assert outcome.stderr.startswith("kg: warning: other.jsonl: made with fr_old-1.0+abc, read again with fr_")


def test_explain_missing_of_an_unknown_relation_is_one_line(run_kg: RunKg, built: Path) -> None:
    outcome = run_kg("explain", "--missing", "A", "acquird", "B", "velocite.txt", folder=built)
    assert outcome.stderr == "kg: 'acquird' is no relation of core.ttl; did you mean 'acquired'?\n"
    assert outcome.returncode == 1


def test_explain_missing_without_an_object_is_wrong_usage(run_kg: RunKg) -> None:
    outcome = run_kg("explain", "--missing", "A", "acquired")
    assert "takes a subject, a relation and an object" in outcome.stderr
    assert outcome.returncode == 2
