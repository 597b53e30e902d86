from dataclasses import replace

import pytest
from parsed import make_doc

from kg.doc import Doc
from kg.lexicon import load_lexicon
from kg.mending import mend, verb_forms


def mended(text: str, *rows: str) -> Doc:
    return mend(make_doc(text, *rows), load_lexicon())


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("rachètent", "racheter"),
        ("rachetaient", "racheter"),
        ("rachètera", "racheter"),
        ("lança", "lancer"),
        ("dirigeait", "diriger"),
        ("emploient", "employer"),
        ("emploierait", "employer"),
        ("cède", "céder"),
        ("cédait", "céder"),
        ("réunissent", "réunir"),
        ("supprime", "supprimer"),
    ],
)
def test_regular_form_has_its_infinitive(form: str, lemma: str) -> None:
    assert verb_forms(load_lexicon())[form][0] == lemma


def test_present_form_is_only_a_present() -> None:
    assert verb_forms(load_lexicon())["rachètent"][1]


def test_imperfect_form_is_no_present() -> None:
    assert not verb_forms(load_lexicon())["rachetaient"][1]


def test_lemma_of_a_verb_is_put_right() -> None:
    doc = mended("Solvix cède Arvo", "Solvix solvix PROPN nsubj 2", "cède cède VERB root 0", "Arvo arvo PROPN obj 2")
    assert doc.tokens[1].lemma == "céder"


def test_present_taken_for_a_participle_becomes_finite() -> None:
    doc = mended(
        "Solvix supprime Arvo",
        "Solvix solvix PROPN nsubj 2",
        "supprime supprimer VERB root 0 Tense=Past|VerbForm=Part",
        "Arvo arvo PROPN obj 2",
    )
    assert "VerbForm=Fin" in doc.tokens[1].morph
    assert "VerbForm=Part" not in doc.tokens[1].morph


def test_participle_taken_for_a_noun_becomes_a_verb() -> None:
    doc = mended("Solvix basée ici", "Solvix solvix PROPN root 0", "basée basée NOUN nmod 1", "ici ici ADV advmod 2")
    assert (doc.tokens[1].pos, doc.tokens[1].lemma) == ("VERB", "baser")


def test_noun_with_a_determiner_stays_a_noun() -> None:
    doc = mended("le produit plaît", "le le DET det 2", "produit produit NOUN nsubj 3", "plaît plaire VERB root 0")
    assert doc.tokens[1].pos == "NOUN"


def test_loose_participle_hangs_on_the_noun_before_it() -> None:
    doc = mended(
        "Solvix vend un robot conçu ici",
        "Solvix solvix PROPN nsubj 2",
        "vend vendre VERB root 0",
        "un un DET det 4",
        "robot robot NOUN obj 2",
        "conçu concevoir VERB advcl 2 Tense=Past|VerbForm=Part",
        "ici ici ADV advmod 5",
    )
    assert (doc.tokens[4].head, doc.tokens[4].dep) == (3, "acl")


def test_participle_with_an_auxiliary_stays_where_it_is() -> None:
    doc = mended(
        "Solvix vend et son robot a conçu",
        "Solvix solvix PROPN nsubj 2",
        "vend vendre VERB root 0",
        "et et CCONJ cc 6",
        "son son DET det 5",
        "robot robot NOUN nsubj 7",
        "a avoir AUX aux:tense 7",
        "conçu concevoir VERB conj 2 Tense=Past|VerbForm=Part",
    )
    assert doc.tokens[6].head == 1


def test_mending_twice_changes_nothing_more() -> None:
    doc = mended("Solvix cède Arvo", "Solvix solvix PROPN nsubj 2", "cède cède VERB root 0", "Arvo arvo PROPN obj 2")
    assert mend(doc, load_lexicon()) == doc


def test_children_follow_the_mended_heads() -> None:
    doc = mended(
        "un robot conçu ici plaît",
        "un un DET det 2",
        "robot robot NOUN nsubj 5",
        "conçu concevoir VERB advcl 5 Tense=Past|VerbForm=Part",
        "ici ici ADV advmod 3",
        "plaît plaire VERB root 0",
    )
    assert 2 in doc.children[1]
    assert replace(doc.tokens[2], head=1) == doc.tokens[2]


def test_complement_after_an_infinitive_leaves_the_noun_of_the_phrase() -> None:
    doc = mended(
        "train de vendre Arvo par lots",
        "train train NOUN root 0",
        "de de ADP mark 3",
        "vendre vendre VERB xcomp 1 VerbForm=Inf",
        "Arvo arvo PROPN obj 3",
        "par par ADP case 6",
        "lots lot NOUN nmod 1",
    )
    assert doc.tokens[5].head == 2
    assert doc.tokens[5].dep == "obl"
