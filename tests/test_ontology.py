"""core.ttl: complete and right; what is wrong in it is said with its line."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from builders import make_entity

from kg.errors import LexiconError
from kg.model import Date, EntityType, Quantity, Text
from kg.ontology import LANGUAGES, LiteralKind, load_ontology
from kg.resources import ontology_directory

# The closed relations of the annotation guide, version 1.1.
RELATIONS = set(
    re.findall(
        r"\w+",
        "ceoOf chairOf founderOf worksFor memberOf succeeds nationality relativeOf educatedAt subsidiaryOf acquired divested "
        "mergedWith shareholderOf investsIn partnerOf competitorOf customerOf supplies produces uses basedOn replaces "
        "headquarteredIn operatesIn locatedIn inIndustry foundedOn employeeCount cutsJobs createsJobs revenue netIncome "
        "valuation fundsRaised dealValue legalActionAgainst opens closes listedOn awarded leaves appoints said "
        "alsoKnownAs",
    )
)
PERSON, ORGANIZATION, PLACE, GROUP = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.GROUP


def test_relations_are_those_of_the_guide() -> None:
    assert set(load_ontology().relations) == RELATIONS


def test_symmetric_relations_are_those_of_the_guide() -> None:
    symmetric = {name for name, relation in load_ontology().relations.items() if relation.is_symmetric}
    assert symmetric == {"mergedWith", "partnerOf", "competitorOf", "relativeOf"}


def test_symmetric_relations_have_one_type_on_both_sides() -> None:
    relations = [relation for relation in load_ontology().relations.values() if relation.is_symmetric]
    assert all(relation.domain == relation.range for relation in relations)


def test_inverse_relations_are_inverse_on_both_sides() -> None:
    relations = load_ontology().relations
    pairs = [(relation, relations[relation.inverse]) for relation in relations.values() if relation.inverse]
    assert pairs
    assert all(other.inverse == one.name for one, other in pairs)
    assert all((one.domain, one.range) == (other.range, other.domain) for one, other in pairs)


def test_every_relation_is_labelled_in_both_languages() -> None:
    relations = load_ontology().relations.values()
    assert all(relation.labels.keys() == relation.comments.keys() == set(LANGUAGES) for relation in relations)


def test_labels_are_distinct_in_each_language() -> None:
    for language in LANGUAGES:
        labels = [relation.labels[language] for relation in load_ontology().relations.values()]
        assert len(set(labels)) == len(labels)


def test_every_type_has_a_class_aligned_to_schema_org() -> None:
    classes = load_ontology().classes
    assert set(classes) == set(EntityType)
    assert classes[ORGANIZATION].schema_class == "https://schema.org/Organization"
    assert classes[PERSON].labels == {"en": "Person", "fr": "Personne"}


def test_qualifiers_are_those_of_claims() -> None:
    assert load_ontology().qualifiers == {"role", "amount", "share", "from", "to", "at", "place"}


def test_domain_is_of_the_guide() -> None:
    relation = load_ontology().relations["ceoOf"]
    assert [type_ for type_ in EntityType if relation.accepts_subject(type_)] == [PERSON]
    assert relation.accepts_object(make_entity("Sodilac", ORGANIZATION))
    assert not relation.accepts_object(make_entity("Anne Morel", PERSON))
    assert not relation.accepts_object(Text(text="Sodilac"))


def test_no_domain_is_any_class() -> None:
    relation = load_ontology().relations["awarded"]
    assert relation.domain == relation.range == set(EntityType)
    assert relation.literals == set()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("employeeCount", Quantity(value=Decimal(350)), True),
        ("employeeCount", Quantity(value=Decimal(350), unit="salarié"), True),
        ("employeeCount", Quantity(value=Decimal(12), unit="%"), False),
        ("cutsJobs", Quantity(value=Decimal(12), unit="%"), True),
        ("cutsJobs", Quantity(value=Decimal(12), unit="EUR"), False),
        ("revenue", Quantity(value=Decimal(12), unit="EUR"), True),
        ("revenue", Quantity(value=Decimal(12)), False),
        ("foundedOn", Date(date="1987"), True),
        ("foundedOn", Text(text="1987"), False),
        ("said", Text(text="oui"), True),
    ],
)
def test_literal_range_is_of_the_guide(name: str, value: Quantity | Date | Text, expected: bool) -> None:  # noqa: FBT001
    assert load_ontology().relations[name].accepts_object(value) is expected


def test_mixed_range_takes_entities_and_literals() -> None:
    relation = load_ontology().relations["cutsJobs"]
    assert relation.range == {GROUP}
    assert relation.literals == {LiteralKind.COUNT, LiteralKind.SHARE}


def broken_core(folder: Path, old: str, new: str) -> Path:
    text = (ontology_directory() / "core.ttl").read_text(encoding="utf-8")
    assert old in text
    path = folder / "core.ttl"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("kg:ceoOf a kg:Relation ,", "kg:ceoOf a a kg:Relation ,", "not Turtle"),
        (
            "rdfs:domain kg:Person ;",
            "rdfs:domain kg:Persona ;",
            "kg:ceoOf has the domain https://kg.example/ontology#Persona",
        ),
        ("rdfs:range kg:Organization ;", "rdfs:range xsd:integer ;", "kg:ceoOf has the range"),
        (
            'rdfs:label "leads"@en , "dirige"@fr ;',
            'rdfs:label "leads"@en ;',
            "kg:ceoOf lacks a label or a comment in 'fr'",
        ),
        ('rdfs:label "Person"@en , "Personne"@fr ;', 'rdfs:label "Person"@en ;', "kg:Person needs one rdfs:subClassOf"),
    ],
)
def test_broken_core_is_said_with_its_line(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = broken_core(tmp_path, old, new)
    with pytest.raises(LexiconError) as caught:
        load_ontology(path)
    message = str(caught.value)
    file, line, rest = message.split(":", 2)
    assert file == "core.ttl"
    assert reason in rest
    assert "\n" not in message
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[int(line) - 1].startswith(("kg:ceoOf", "kg:Person"))


def test_core_without_relations_is_refused(tmp_path: Path) -> None:
    path = broken_core(tmp_path, "kg:Relation", "kg:Relation")
    path.write_text(path.read_text(encoding="utf-8").partition("# People and their posts")[0], encoding="utf-8")
    with pytest.raises(LexiconError, match="no relation"):
        load_ontology(path)


def test_missing_core_is_said() -> None:
    with pytest.raises(LexiconError, match=r"cannot be read: No such file"):
        load_ontology(Path("nowhere/core.ttl"))


def test_core_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "core.ttl"
    path.write_bytes(b"# caf\xe9")
    with pytest.raises(LexiconError, match=r"core\.ttl: byte 5 is not UTF-8"):
        load_ontology(path)
