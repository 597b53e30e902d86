import re
import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from kg.errors import LexiconError
from kg.frames import Frame, index_frames, load_frames
from kg.model import EntityType
from kg.resources import ontology_directory

GOOD = """\
- frame: sponsor-of
  relation: kg:partnerOf
  trigger: {verb: [parrainer, sponsoriser]}
  roles: {subject: subject, object: object}
  examples:
    - "Solvix parraine Novalia.": [[Solvix, Novalia]]
    - "Novalia sponsorise Solvix.": [[Novalia, Solvix]]
    - "Solvix parraine un festival.": []
"""


@pytest.fixture(scope="module")
def ontology(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an ontology of our own with no frame yet; its lexicon is loaded once."""
    copy = tmp_path_factory.mktemp("frames") / "ontology"
    shutil.copytree(ontology_directory(), copy)
    for path in (copy / "lang" / "fr" / "frames").glob("*.yaml"):
        path.unlink()
    return copy


def load(ontology: Path, content: str | bytes) -> tuple[Frame, ...]:
    path = ontology / "lang" / "fr" / "frames" / "zz.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_frames.__wrapped__("fr", ontology)  # what a user's edited file gives, not what was loaded before


def message(ontology: Path, content: str | bytes) -> str:
    with pytest.raises(LexiconError) as caught:
        load(ontology, content)
    return str(caught.value)


def sponsor(ontology: Path, content: str = GOOD) -> Frame:
    (frame,) = load(ontology, content)
    return frame


def test_added_frame_is_loaded(ontology: Path) -> None:
    assert sponsor(ontology).relation == "partnerOf"


def test_frame_says_where_it_stands(ontology: Path) -> None:
    assert sponsor(ontology, "# ours\n" + GOOD).where == "zz.yaml:2"


def test_frames_are_in_the_order_of_their_names() -> None:
    names = [frame.name for frame in load_frames()]
    assert names == sorted(names)


def test_unknown_relation_is_told_with_the_nearest(ontology: Path) -> None:
    found = message(ontology, GOOD.replace("kg:partnerOf", "kg:partnerof"))
    assert found == "zz.yaml:1: relation 'kg:partnerof' is not in core.ttl; did you mean 'kg:partnerOf'?"


def test_unknown_key_is_told_with_the_nearest(ontology: Path) -> None:
    found = message(ontology, GOOD.replace("  roles:", "  role:"))
    assert found == "zz.yaml:1: unknown key 'role'; did you mean 'roles'?"


def test_unknown_role_is_told_with_the_nearest(ontology: Path) -> None:
    found = message(ontology, GOOD.replace("subject: subject", "subject: sujbect"))
    assert found == "zz.yaml:1: unknown role 'sujbect'; did you mean 'subject'?"


def test_missing_key_is_named(ontology: Path) -> None:
    assert message(ontology, GOOD.replace("  relation: kg:partnerOf\n", "")) == "zz.yaml:1: the frame has no 'relation'"


def test_key_used_twice_is_told(ontology: Path) -> None:
    twice = GOOD.replace("  relation: kg:partnerOf\n", "  relation: kg:partnerOf\n  relation: kg:partnerOf\n")
    assert message(ontology, twice) == "zz.yaml:1: the frame has 'relation' twice"


def test_name_used_twice_is_told_with_both_places(ontology: Path) -> None:
    assert message(ontology, GOOD + GOOD) == "zz.yaml:9: the frame 'sponsor-of' is also at zz.yaml:1"


def test_triggers_out_of_order_are_told(ontology: Path) -> None:
    found = message(ontology, GOOD.replace("[parrainer, sponsoriser]", "[sponsoriser, parrainer]"))
    assert re.match(r"zz\.yaml:1: the list 'verb' is not sorted", found)


def test_unknown_kind_of_trigger_is_told(ontology: Path) -> None:
    found = message(ontology, GOOD.replace("{verb:", "{verbs:"))
    assert found == "zz.yaml:1: a trigger has the keys adjective, noun, verb"


def test_unknown_word_list_is_told(ontology: Path) -> None:
    found = message(ontology, GOOD.replace("[parrainer, sponsoriser]", "['@sponsor-verbs']"))
    assert found.startswith("zz.yaml:1: there is no word list 'sponsor-verbs'")


def test_frame_without_a_near_miss_is_told(ontology: Path) -> None:
    found = message(ontology, GOOD.replace('    - "Solvix parraine un festival.": []\n', ""))
    assert found == "zz.yaml:1: a frame needs two examples that match and one near miss"


def test_frame_with_one_example_that_matches_is_told(ontology: Path) -> None:
    found = message(ontology, GOOD.replace('    - "Novalia sponsorise Solvix.": [[Novalia, Solvix]]\n', ""))
    assert found == "zz.yaml:1: a frame needs two examples that match and one near miss"


def test_example_that_is_no_sentence_with_pairs_is_told(ontology: Path) -> None:
    found = message(ontology, GOOD + "    - Solvix\n")
    assert found.startswith("zz.yaml:1: an example is")


@pytest.mark.parametrize("value", ["0", "1.2", "-0.5", "high"])
def test_confidence_outside_its_range_is_told(ontology: Path, value: str) -> None:
    assert message(ontology, GOOD + f"  confidence: {value}\n").endswith("is not in (0, 1]")


def test_unknown_class_is_told_with_the_nearest(ontology: Path) -> None:
    found = message(ontology, GOOD + "  only: {subject: [Organisation]}\n")
    assert found == "zz.yaml:1: unknown class 'Organisation'; did you mean 'Organization'?"


def test_flag_with_another_value_is_told(ontology: Path) -> None:
    assert message(ontology, GOOD + "  polarity: positive\n") == "zz.yaml:1: 'polarity' can only be 'negative'"


def test_roles_without_an_object_are_told(ontology: Path) -> None:
    found = message(ontology, GOOD.replace("{subject: subject, object: object}", "{subject: subject}"))
    assert found == "zz.yaml:1: roles are given as {subject: ROLE, object: ROLE}"


def test_broken_yaml_is_told_by_file_and_line(ontology: Path) -> None:
    assert re.match(r"zz\.yaml:\d+: not YAML", message(ontology, "- frame: [a\n  relation: b\n"))


def test_file_that_is_not_utf8_is_told(ontology: Path) -> None:
    assert message(ontology, GOOD.replace("festival", "fêtes").encode("latin-1")).startswith("zz.yaml: not UTF-8")


def test_file_that_is_no_list_is_told_what_would_be_right(ontology: Path) -> None:
    assert message(ontology, "frame: a\n") == "zz.yaml:1: expected a list of frames ('- frame: NAME')"


def test_entry_that_is_no_frame_is_told(ontology: Path) -> None:
    assert message(ontology, GOOD + "- sponsor\n").startswith("zz.yaml:9: expected a frame")


def test_no_frame_at_all_is_told(ontology: Path) -> None:
    assert message(ontology, "[]\n") == "lang/fr/frames: no frame found"


def test_reflexive_trigger_is_kept_without_its_pronoun(ontology: Path) -> None:
    frame = sponsor(ontology, GOOD.replace("[parrainer, sponsoriser]", "[s'acoquiner]"))
    assert [(trigger.words, trigger.is_reflexive) for trigger in frame.triggers] == [(("acoquiner",), True)]


def test_phrase_is_kept_as_its_words(ontology: Path) -> None:
    frame = sponsor(ontology, GOOD.replace("[parrainer, sponsoriser]", "[prêter son nom à]"))
    assert frame.triggers[0].words == ("prêter", "son", "nom", "à")


def test_list_of_adjectives_is_expanded(ontology: Path) -> None:
    content = dedent(GOOD).replace("{verb: [parrainer, sponsoriser]}", "{adjective: ['@country-origins']}")
    words = {trigger.words for trigger in sponsor(ontology, content).triggers}
    assert {("italienne",), ("belges",)} <= words


def test_types_that_a_frame_takes_are_read(ontology: Path) -> None:
    frame = sponsor(ontology, GOOD + "  only: {subject: [Person]}\n")
    assert frame.subject_types == {EntityType.PERSON}


def test_longer_trigger_comes_first_in_the_index(ontology: Path) -> None:
    content = GOOD.replace("[parrainer, sponsoriser]", "[parrainer, parrainer le club]")
    pairs = index_frames((sponsor(ontology, content),))[("verb", "parrainer")]
    assert [len(trigger.words) for trigger, _ in pairs] == [3, 1]


def test_every_relation_has_a_frame_or_is_found_without() -> None:
    from kg.ontology import load_ontology

    found_without = {"said"}
    assert set(load_ontology().relations) - {frame.relation for frame in load_frames()} <= found_without


def test_every_frame_names_examples_that_differ() -> None:
    for frame in load_frames():
        texts = [example.text for example in frame.examples]
        assert len(set(texts)) == len(texts), frame.where


def test_frame_that_gives_way_to_none_is_told_with_the_nearest(ontology: Path) -> None:
    told = message(ontology, GOOD + "  unless: [sponsor-off]\n")
    assert "there is no frame 'sponsor-off'" in told
    assert "did you mean 'sponsor-of'?" in told
