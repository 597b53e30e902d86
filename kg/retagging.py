"""Doc → tokens: words that the tagger or the lemmatiser took for others, told by their form and by what stands around them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from kg.doc import PAST_PARTICIPLE, Doc, Token
from kg.lexicon import Lexicon

PRESENT_PARTICIPLE = frozenset({"Tense=Pres", "VerbForm=Part"})
PRESENT = frozenset({"Mood=Ind", "Tense=Pres", "VerbForm=Fin"})
FUTURE = frozenset({"Mood=Ind", "Tense=Fut", "VerbForm=Fin"})
CONDITIONAL = frozenset({"Mood=Cnd", "Tense=Pres", "VerbForm=Fin"})
TENSES = (("present", PRESENT), ("future", FUTURE), ("conditional", CONDITIONAL), ("other", frozenset[str]()))
COPULAR = {"aux:pass": "cop", "nsubj:pass": "nsubj"}  # of a name: "les clients sont X et Y" is no passive
RETAGGED = frozenset({"ADJ", "AUX", "NOUN", "PROPN", "VERB", "X"})


@cache
def verb_forms(lexicon: Lexicon) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Return regular verb forms with their infinitive and, where the ending tells, mood and tense."""
    forms: dict[str, tuple[str, frozenset[str]]] = {}
    changes = sorted(lexicon.maps["er-stem-changes"].items(), key=lambda item: -len(item[0]))
    for group in ("er", "ir"):
        for verb in sorted(lexicon.lists[f"{group}-verbs"]):
            stem = verb.removesuffix(group)
            change = next((new for old, new in changes if verb.endswith(old)), None) if group == "er" else None
            old = next((old for old, _ in changes if verb.endswith(old)), "") if group == "er" else ""
            mute = verb.removesuffix(old) + change if change is not None else stem
            for name, morph in TENSES:
                for ending in sorted(lexicon.lists[f"{group}-{name}-endings"]):
                    is_mute = name == "present" or ending.startswith(group)
                    for base in dict.fromkeys((mute if is_mute else stem, _softened(stem, ending, lexicon))):
                        forms.setdefault(base + ending, (verb, morph))
    return forms


def _softened(stem: str, ending: str, lexicon: Lexicon) -> str:
    """Return the stem as it is spelt before "a" and "o" ("lança", "dirigeait")."""
    last = lexicon.maps["softened-consonants"].get(stem[-1:])
    return stem[:-1] + last if last and ending[0] in "ao" else stem


def retag(doc: Doc, token: Token, lexicon: Lexicon) -> Token:
    """Return a token with the part of speech, the lemma and the form that it has in its sentence."""
    if token.dep in COPULAR and doc.tokens[token.head].pos == "PROPN" and token.head != token.index:
        return replace(token, dep=COPULAR[token.dep])
    token = _retag_word(doc, token, lexicon)
    is_opening = token.pos == "PROPN" and _opens_sentence(doc, token)
    participle = lexicon.maps["participles"].get(token.lower) or (is_opening and _regular_participle(token, lexicon))
    is_taken = token.pos in {"ADJ", "NOUN", "VERB", "X"} or is_opening
    if participle and is_taken and not doc.has_kid(token.index, "det"):
        return _as_finite(
            doc, replace(token, pos="VERB", lemma=participle, morph=token.morph | PAST_PARTICIPLE), lexicon
        )
    form = verb_forms(lexicon).get(token.lower) if token.pos in {"ADJ", "NOUN"} else None
    if form is not None and form[1] and (_heads_clause(doc, token.index) or _is_negated(doc, token.index, lexicon)):
        return replace(token, pos="VERB", lemma=form[0], morph=form[1])  # "le groupe compte 3 200 clients"
    if form is not None and form[1] and _follows_verb(doc, token):
        return replace(token, pos="VERB", lemma=form[0], morph=form[1])  # "qui préside X et siège au conseil"
    is_conjugated = token.pos == "NOUN" and doc.has_kid(token.index, "aux") and not doc.has_kid(token.index, "det")
    if is_conjugated or (token.pos == "ADJ" and doc.has_kid(token.index, "aux", "expl")):
        verb, morph = verb_forms(lexicon).get(token.lower, ("", frozenset[str]()))
        if verb and not morph:  # "s’est diversifié"
            return replace(token, pos="VERB", lemma=verb, morph=token.morph | PAST_PARTICIPLE)
    return _as_finite(doc, _with_infinitive(token, lexicon), lexicon) if token.pos in {"VERB", "AUX"} else token


def _retag_word(doc: Doc, token: Token, lexicon: Lexicon) -> Token:
    """Return people as nouns, and the verb and the pronoun of "a-t-elle martelé" as what they are."""
    if token.pos == "PROPN":
        if _opens_as_participle(doc, token, lexicon):
            return replace(token, pos="VERB", lemma=verb_forms(lexicon)[token.lower][0], morph=PAST_PARTICIPLE)
        if token.text.startswith("-") and lexicon.has("light-person-pronouns", token.lower):
            return replace(token, pos="PRON")
        is_role = lexicon.has("person-nouns", token.lower) or lexicon.has("chief-role-nouns", token.lower)
        return replace(token, pos="NOUN") if is_role else token  # "le DG de X" is no name
    if token.pos == "NOUN" and token.index and doc.tokens[token.index - 1].text.startswith("-"):
        verb, morph = verb_forms(lexicon).get(token.lower, ("", frozenset[str]()))
        if verb and not morph and lexicon.has("light-person-pronouns", doc.tokens[token.index - 1].lower):
            return replace(token, pos="VERB", lemma=verb, morph=PAST_PARTICIPLE)
    if token.pos in {"ADJ", "VERB"} and token.base_dep == "appos" and lexicon.has("person-nouns", token.lemma):
        return replace(token, pos="NOUN")  # "X, économiste chez Y", "X, fondatrice d’Y"
    return _as_function(doc, token, lexicon)


def _opens_as_participle(doc: Doc, token: Token, lexicon: Lexicon) -> bool:
    """Tell whether what was taken for a name is a participle that opens a sentence: "Valorisée 900 millions, la société X"."""
    sentence = doc.sentence_of(token.index)
    if token.index != sentence.start or token.index + 1 >= sentence.end:
        return False
    verb, morph = verb_forms(lexicon).get(token.lower, ("", frozenset[str]()))
    is_followed = doc.tokens[token.index + 1].pos in {"ADP", "ADV", "NUM"}
    is_closed = any(mark.text == "," for mark in doc.tokens[token.index : sentence.end])
    return bool(verb) and not morph and token.base_dep != "flat" and is_followed and is_closed


def _as_function(doc: Doc, token: Token, lexicon: Lexicon) -> Token:
    """Return a function that was taken for a participle or an adjective as a noun."""
    is_beside = token.base_dep == "acl" and token.index > 0 and doc.tokens[token.index - 1].text == ","
    is_owned = any(lexicon.has("possessives", kid.lower) for kid in doc.kids(token.index, "det"))
    if token.pos == "VERB" and is_owned and lexicon.has("person-nouns", token.lower):
        return replace(token, pos="NOUN", lemma=token.lower)  # "présidée par leur associée"
    is_second = token.base_dep == "conj" and lexicon.has("person-nouns", doc.tokens[token.head].lower)
    if token.pos == "VERB" and is_second and lexicon.has("person-nouns", token.lower):
        return replace(token, pos="NOUN", lemma=token.lower)  # "journaliste et aujourd’hui députée de Y"
    if token.pos == "VERB" and is_beside and lexicon.has("office-nouns", token.lower):
        return replace(token, pos="NOUN", lemma=token.lower, dep="appos")  # "X, déléguée de Y"
    is_attribute = token.base_dep == "xcomp" and lexicon.has("naming-verbs", doc.tokens[token.head].lemma)
    if token.pos == "ADJ" and is_attribute and lexicon.has("office-nouns", token.lemma):
        return replace(token, pos="NOUN")  # "a été promue responsable des achats"
    return token


def _opens_sentence(doc: Doc, token: Token) -> bool:
    """Tell whether a capitalised word begins a sentence and a phrase follows: "Débarqué en mai, X"."""
    is_first = token.index == doc.sentence_of(token.index).start and token.index + 1 < len(doc.tokens)
    return is_first and doc.tokens[token.index + 1].pos in {"ADP", "ADV", "NUM"}


def _regular_participle(token: Token, lexicon: Lexicon) -> str:
    """Return the infinitive of a regular past participle: "Avalée"; "" for another word."""
    is_one = token.lower.endswith(tuple(lexicon.lists["er-participle-endings"]))
    return verb_forms(lexicon).get(token.lower, ("", PRESENT))[0] if is_one else ""


def _follows_verb(doc: Doc, token: Token) -> bool:
    """Tell whether a word without an article stands between a conjunction behind a verb and a preposition."""
    first = doc.tokens[token.head]
    is_predicate = first.pos == "VERB" or doc.has_kid(first.index, "cop")
    is_second = token.base_dep == "conj" and is_predicate and token.index + 1 < len(doc.tokens)
    if not is_second or doc.has_kid(token.index, "det", "case", "amod", "nummod"):
        return False
    return doc.tokens[token.index - 1].pos == "CCONJ" and doc.tokens[token.index + 1].pos in {"ADP", "DET"}


def _heads_clause(doc: Doc, index: int) -> bool:
    """Tell whether a word has a subject, or "que", before it and neither a determiner nor a copula: "X, que contrôle Y"."""
    kids = [child.base_dep for child in doc.kids(index) if child.index < index]
    is_clause = "nsubj" in kids or ("mark" in kids and doc.tokens[index - 1].pos in {"SCONJ", "PRON"})
    return is_clause and not {"det", "cop", "case"} & set(kids)


def _is_negated(doc: Doc, index: int, lexicon: Lexicon) -> bool:
    """Tell whether a negation and a pronoun stand before a word: "n’en compte plus que"."""
    before = doc.tokens[max(0, index - 2) : index]
    lists = ("negation-particles", "genitive-pronouns")
    return len(before) == len(lists) and all(
        lexicon.has(name, token.lower) for name, token in zip(lists, before, strict=True)
    )


def _as_finite(doc: Doc, token: Token, lexicon: Lexicon) -> Token:
    """Take a past participle that heads a clause with a subject and no auxiliary for a present: "X dit craindre"."""
    kids = [child.base_dep for child in doc.kids(token.index)]
    heads_clause = token.base_dep in {"ccomp", "parataxis"} or token.head == token.index or token.dep == "acl:relcl"
    is_apart = token.index > 0 and doc.tokens[token.index - 1].text == ","  # "X, valorisé 3 millions, recrute"
    if is_apart and not verb_forms(lexicon).get(token.lower, ("", PRESENT))[1]:
        return token
    if token.morph >= PAST_PARTICIPLE and heads_clause and "nsubj" in kids and not {"aux", "cop"} & set(kids):
        lemma = lexicon.maps["present-forms"].get(token.lower, token.lemma)  # "mise" is of "miser", not of "mettre"
        return replace(token, lemma=lemma, morph=(token.morph - PAST_PARTICIPLE - {"Voice=Pass"}) | PRESENT)
    return token


def _with_infinitive(token: Token, lexicon: Lexicon) -> Token:
    known = lexicon.maps["lemmas"].get(token.lower)
    verb, morph = verb_forms(lexicon).get(token.lower, (token.lemma, _irregular_tense(token, lexicon)))
    if known and (known != verb or morph is not PRESENT):
        return replace(token, lemma=known)
    is_mistaken = "Tense=Past" in token.morph and lexicon.has("er-verbs", verb)  # "enseigne" is no past
    if morph and (morph is not PRESENT or is_mistaken or token.morph >= PAST_PARTICIPLE):
        kept = frozenset(feature for feature in token.morph if feature.startswith(("Number", "Person")))
        return replace(token, lemma=known or verb, morph=kept | morph)
    if known:
        return replace(token, lemma=known)
    is_gerund = "VerbForm=Fin" in token.morph and token.lower.endswith(tuple(lexicon.lists["gerund-endings"]))
    if is_gerund and verb != token.lower:  # "Employant 600 personnes, X est"
        return replace(token, lemma=verb, morph=PRESENT_PARTICIPLE)
    return replace(token, lemma=verb) if verb != token.lemma else token


def _irregular_tense(token: Token, lexicon: Lexicon) -> frozenset[str]:
    """Return the tense of a verb of the third group by its ending: "rejoindra", "vendrait"."""
    if token.lower != token.lemma and token.lemma.endswith(tuple(lexicon.lists["third-group-endings"])):
        for name, morph in (("third-conditional-endings", CONDITIONAL), ("third-future-endings", FUTURE)):
            if token.lower.endswith(tuple(lexicon.lists[name])):
                return morph
    return frozenset()
