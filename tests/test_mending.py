from dataclasses import replace

import pytest
from parsed import make_doc

from kg.doc import Doc
from kg.lexicon import load_lexicon
from kg.mending import mend
from kg.retagging import verb_forms


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
    assert mend(doc, load_lexicon()).tokens == doc.tokens


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


def test_clause_behind_a_relative_pronoun_hangs_on_the_noun_before_it() -> None:
    doc = mended(
        "Arvo, qui a été racheté, grandit",
        "Arvo arvo PROPN root 0",
        ", , PUNCT punct 6",
        "qui qui PRON nsubj:pass 6",
        "a avoir AUX aux:tense 6",
        "été être AUX aux:pass 6",
        "racheté racheter VERB advcl 8 Tense=Past|VerbForm=Part",
        ", , PUNCT punct 6",
        "grandit grandir VERB root 0 VerbForm=Fin",
    )
    assert (doc.tokens[5].dep, doc.tokens[5].head) == ("acl:relcl", 0)
    assert (doc.tokens[0].dep, doc.tokens[0].head) == ("nsubj", 7)


def test_que_behind_a_comma_is_the_object_of_its_clause() -> None:
    doc = mended(
        "Arvo, que Solvix rachète",
        "Arvo arvo PROPN root 0",
        ", , PUNCT punct 5",
        "que que SCONJ mark 5",
        "Solvix solvix PROPN nsubj 5",
        "rachète racheter VERB advcl 1 VerbForm=Fin",
    )
    assert (doc.tokens[2].dep, doc.tokens[2].pos) == ("obj", "PRON")
    assert doc.tokens[4].dep == "acl:relcl"


def test_que_without_a_comma_opens_what_is_said() -> None:
    doc = mended(
        "dit à Paul que Solvix grandit",
        "dit dire VERB root 0 VerbForm=Fin",
        "à à ADP case 3",
        "Paul paul PROPN obl 1",
        "que que SCONJ mark 6",
        "Solvix solvix PROPN nsubj 6",
        "grandit grandir VERB parataxis 1 VerbForm=Fin",
    )
    assert (doc.tokens[3].dep, doc.tokens[5].dep) == ("mark", "parataxis")


def test_auxiliary_and_participle_belong_together_over_a_parenthesis() -> None:
    doc = mended(
        "Solvix a, en mars, racheté Arvo",
        "Solvix solvix PROPN nsubj 2",
        "a avoir AUX root 0 VerbForm=Fin",
        ", , PUNCT punct 5",
        "en en ADP case 5",
        "mars mars NOUN obl 2",
        ", , PUNCT punct 7",
        "racheté racheter VERB acl 5 Tense=Past|VerbForm=Part",
        "Arvo arvo PROPN obj 7",
    )
    assert doc.tokens[6].head == 6
    assert (doc.tokens[1].dep, doc.tokens[1].head) == ("aux:tense", 6)
    assert (doc.tokens[0].dep, doc.tokens[0].head) == ("nsubj", 6)


def test_having_is_the_verb_of_what_somebody_has_as_something() -> None:
    doc = mended(
        "Solvix a pour filiale Arvo",
        "Solvix solvix PROPN nsubj 2",
        "a avoir AUX aux:tense 4 VerbForm=Fin",
        "pour pour ADP case 4",
        "filiale filiale NOUN root 0",
        "Arvo arvo PROPN obj 4",
    )
    assert doc.tokens[1].pos == "VERB"
    assert [(token.head, token.dep) for token in doc.tokens[3:]] == [(1, "obl"), (1, "obj")]


def test_two_names_before_a_verb_are_both_its_subject() -> None:
    doc = mended(
        "Solvix et Novalia ont racheté Arvo",
        "Solvix solvix PROPN root 0",
        "et et CCONJ cc 5",
        "Novalia novalia PROPN nsubj 5",
        "ont avoir AUX aux:tense 5",
        "racheté racheter VERB conj 1 Tense=Past|VerbForm=Part",
        "Arvo arvo PROPN obj 5",
    )
    assert (doc.tokens[0].dep, doc.tokens[0].head, doc.tokens[4].head) == ("nsubj", 4, 4)
    assert (doc.tokens[2].dep, doc.tokens[2].head) == ("conj", 0)
