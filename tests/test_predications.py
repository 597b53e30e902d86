from parsed import make_doc

from kg.doc import Doc
from kg.frames import load_frames
from kg.lexicon import load_lexicon
from kg.predications import find_predications


def found(doc: Doc) -> set[tuple[str, str]]:
    """Return the relations that a hand-made parse triggers, each with the words of its trigger."""
    return {
        (predication.frame.relation, " ".join(doc.tokens[index].text for index in predication.tokens))
        for predication in find_predications(doc, load_frames(), load_lexicon())
    }


def frames_of(doc: Doc) -> set[str]:
    """Return the frames that a hand-made parse triggers."""
    return {predication.frame.name for predication in find_predications(doc, load_frames(), load_lexicon())}


def test_verb_triggers_by_its_lemma() -> None:
    doc = make_doc(
        "Solvix rachète Novalia",
        "Solvix solvix PROPN nsubj 2",
        "rachète racheter VERB root 0",
        "Novalia novalia PROPN obj 2",
    )
    assert ("acquired", "rachète") in found(doc)


def test_noun_does_not_trigger_as_a_verb() -> None:
    doc = make_doc("Le quitte plaît", "Le le DET det 2", "quitte quitter NOUN nsubj 3", "plaît plaire VERB root 0")
    assert "leaves" not in {relation for relation, _ in found(doc)}


def test_phrase_triggers_over_function_words() -> None:
    doc = make_doc(
        "Solvix met enfin la main sur Novalia",
        "Solvix solvix PROPN nsubj 2",
        "met mettre VERB root 0",
        "enfin enfin ADV advmod 2",
        "la le DET det 5",
        "main main NOUN obj 2",
        "sur sur ADP case 7",
        "Novalia novalia PROPN obl 2",
    )
    assert "acquired" in {relation for relation, words in found(doc) if words.startswith("met")}


def test_phrase_does_not_trigger_over_another_noun() -> None:
    doc = make_doc(
        "Solvix met Novalia sous la main",
        "Solvix solvix PROPN nsubj 2",
        "met mettre VERB root 0",
        "Novalia novalia PROPN obj 2",
        "sous sous ADP case 6",
        "la le DET det 6",
        "main main NOUN obl 2",
    )
    assert "acquired" not in {relation for relation, _ in found(doc)}


def test_reflexive_trigger_needs_its_pronoun() -> None:
    plain = make_doc(
        "Solvix allie Novalia",
        "Solvix solvix PROPN nsubj 2",
        "allie allier VERB root 0",
        "Novalia novalia PROPN obj 2",
    )
    reflexive = make_doc(
        "Solvix s'allie à Novalia",
        "Solvix solvix PROPN nsubj 3",
        "s' se PRON expl:comp 3",
        "allie allier VERB root 0",
        "à à ADP case 5",
        "Novalia novalia PROPN obl:arg 3",
    )
    assert "partner-with" not in frames_of(plain)
    assert "partner-with" in frames_of(reflexive)


def test_pronoun_before_the_auxiliary_is_seen() -> None:
    doc = make_doc(
        "Solvix s'est alliée à Novalia",
        "Solvix solvix PROPN nsubj 4",
        "s' se PRON expl:comp 4",
        "est être AUX aux:tense 4",
        "alliée allier VERB root 0",
        "à à ADP case 6",
        "Novalia novalia PROPN obl:arg 4",
    )
    assert "partnerOf" in {relation for relation, _ in found(doc)}


def test_word_of_no_frame_triggers_nothing() -> None:
    doc = make_doc("Solvix tousse", "Solvix solvix PROPN nsubj 2", "tousse tousser VERB root 0")
    assert found(doc) == set()


def test_former_prefix_does_not_hide_the_role() -> None:
    doc = make_doc(
        "l’ex-PDG de Solvix",
        "l' le DET det 2",
        "ex-PDG ex-pdg NOUN root 0",
        "de de ADP case 4",
        "Solvix solvix PROPN nmod 2",
    )
    assert ("ceoOf", "ex-PDG") in found(doc)


def test_predications_are_in_text_order() -> None:
    doc = make_doc(
        "Solvix rachète Novalia et quitte Arras",
        "Solvix solvix PROPN nsubj 2",
        "rachète racheter VERB root 0",
        "Novalia novalia PROPN obj 2",
        "et et CCONJ cc 5",
        "quitte quitter VERB conj 2",
        "Arras arras PROPN obj 5",
    )
    heads = [predication.head for predication in find_predications(doc, load_frames(), load_lexicon())]
    assert heads == sorted(heads)
