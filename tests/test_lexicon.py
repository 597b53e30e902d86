import re
import shutil
import unicodedata
from pathlib import Path

import pytest

from kg.errors import LexiconError
from kg.lexicon import NEEDED_LISTS, fold, load_lexicon, split_words
from kg.resources import ontology_directory

OWN = "ours: [bateau, voile]\n"


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    copy = tmp_path / "ontology"
    shutil.copytree(ontology_directory(), copy)
    return copy


def add(ontology: Path, content: str, name: str = "aa.yaml") -> Path:
    """Add a file; by its name it is the first to be read, so that its error comes at once."""
    (ontology / "lang" / "fr" / "lexicon" / name).write_text(content, encoding="utf-8")
    return ontology


def message(ontology: Path) -> str:
    with pytest.raises(LexiconError) as caught:
        load_lexicon("fr", ontology)
    return str(caught.value)


def test_added_list_is_in_the_lexicon(ontology: Path) -> None:
    assert load_lexicon("fr", add(ontology, OWN)).has("ours", "voile")


def test_list_out_of_order_is_told_by_file_and_line(ontology: Path) -> None:
    add(ontology, "ours:\n  - bateau\n  - voile\n  - ancre\n")
    assert message(ontology) == "aa.yaml:4: 'ancre' comes before 'voile' in a sorted 'ours'"


def test_word_twice_is_told_by_file_and_line(ontology: Path) -> None:
    add(ontology, "ours:\n  - bateau\n  - bateau\n")
    assert message(ontology) == "aa.yaml:3: 'bateau' stands twice in 'ours'"


def test_spaces_too_many_are_told_by_file_and_line(ontology: Path) -> None:
    add(ontology, "ours:\n  - bateau\n  - gros   bateau\n")
    assert message(ontology) == "aa.yaml:3: 'gros   bateau' has more than one space between its words"


def test_word_not_in_normal_form_is_told_by_file_and_line(ontology: Path) -> None:
    add(ontology, unicodedata.normalize("NFD", "ours:\n  - bateau\n  - évier\n"))
    assert re.match(r"aa\.yaml:3: .*is not in Unicode normal form C", message(ontology))


def test_list_defined_in_two_files_is_told_by_file_and_line(ontology: Path) -> None:
    add(ontology, "# a list that another file has\ncopulas: [être]\n", "zz.yaml")
    assert message(ontology) == "zz.yaml:2: 'copulas' is defined twice"


def test_broken_yaml_is_told_by_file_and_line(ontology: Path) -> None:
    add(ontology, "ours: [bateau\nother: [voile]\n")
    assert re.match(r"aa\.yaml:\d+: not YAML", message(ontology))


def test_file_that_is_no_mapping_is_told_what_would_be_right(ontology: Path) -> None:
    add(ontology, "- bateau\n")
    assert message(ontology) == "aa.yaml:1: expected lists by name ('NAME: [word, word]')"


def test_list_within_a_list_is_told_by_file_and_line(ontology: Path) -> None:
    add(ontology, "ours:\n  - [bateau]\n")
    assert message(ontology) == "aa.yaml:2: expected a word"


def test_scalar_for_a_list_is_told_by_file_and_line(ontology: Path) -> None:
    add(ontology, "ours: bateau\n")
    assert message(ontology) == "aa.yaml:1: 'ours' is neither a list nor a map of words"


def test_word_twice_in_a_map_is_told_by_file_and_line(ontology: Path) -> None:
    add(ontology, "ours: {bateau: '1', bateau: '2'}\n")
    assert message(ontology) == "aa.yaml:1: a word stands twice in 'ours'"


def test_missing_list_is_named(ontology: Path) -> None:
    path = ontology / "lang" / "fr" / "lexicon" / "cues.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("\nnegators:", "\nneg-ators:"), encoding="utf-8")
    assert message(ontology) == "fr/lexicon: the list 'negators' is missing; kg needs it"


def test_missing_role_map_is_one_line(ontology: Path) -> None:
    (ontology / "lang" / "fr" / "roles.yaml").unlink()
    assert message(ontology).startswith("roles.yaml: cannot be read")


def test_language_without_a_lexicon_is_an_error(ontology: Path) -> None:
    with pytest.raises(LexiconError):
        load_lexicon("eo", ontology)


def test_lexicon_is_loaded_once() -> None:
    assert load_lexicon() is load_lexicon()


def test_folded_name_is_lower_case_with_plain_marks() -> None:
    assert fold("Villeneuve-d’Ascq") == "villeneuve d'ascq"


def test_entry_is_cut_after_an_elision() -> None:
    assert split_words("d'après l'enquête") == ("d'", "après", "l'", "enquête")


def test_longest_entry_matches_first() -> None:
    words = ("pas", "moins", "de", "dix")
    assert load_lexicon().match_at("bounds", words, 0) == 3


def test_no_entry_matches_nothing() -> None:
    assert load_lexicon().match_at("bounds", ("bateau",), 0) == 0


@pytest.mark.parametrize(
    ("form", "place", "is_country"),
    [
        ("lyonnaise", "Lyon", False),
        ("lyonnais", "Lyon", False),
        ("bretonnes", "Bretagne", False),
        ("italienne", "Italie", True),
        ("belges", "Belgique", True),
        ("grecque", "Grèce", True),
        ("turque", "Turquie", True),
    ],
)
def test_form_of_an_adjective_of_origin_names_its_place(form: str, place: str, is_country: bool) -> None:  # noqa: FBT001
    origin = load_lexicon().origins[form]
    assert (origin.place, origin.is_country) == (place, is_country)


def test_reflexive_forms_are_with_and_without_elision() -> None:
    assert {"se offrir", "s'offrir"} <= set(load_lexicon().reflexive_forms("offrir"))


def test_genitive_is_the_role_of_of() -> None:
    assert load_lexicon().genitive == "complement:de"


def test_every_list_is_asked_for_by_the_code_or_a_frame() -> None:
    folder = ontology_directory() / "lang" / "fr" / "frames"
    frames = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml")))
    unused = {name for name in load_lexicon().lists if name not in NEEDED_LISTS and name not in frames}
    assert unused == set()


def test_compound_adjective_of_origin_speaks_of_two_places() -> None:
    places = [origin.place for origin in load_lexicon().origins_of("franco-belge")]
    assert places == ["France", "Belgique"]
    assert load_lexicon().origins_of("franco-commercial") == ()
