"""Doc → Doc: slips of the tagger, the lemmatiser and the parser that the lexicon can tell, mended once for all stages."""

from dataclasses import replace

from kg.clauses import mend_clauses
from kg.doc import PAST_PARTICIPLE, Doc, Token
from kg.lexicon import Lexicon
from kg.phrases import mend_phrases
from kg.prepositional import mend_prepositions
from kg.retagging import PRESENT, RETAGGED, retag, verb_forms

ASIDE = 2  # commas around it
PEOPLE = frozenset({"PER", "PERSON"})
HIDDEN = frozenset({"amod", "flat"})  # how a verb that was taken for a part of a name hangs
LOOSE = frozenset({"appos", "conj", "flat", "nmod", "obj", "obl", "xcomp"})
UNCLEAR = frozenset({"dep", "advmod", "xcomp", "advcl", "conj"})
MOVED = UNCLEAR | {"acl", "amod", "nmod", "obl"}  # how the words hang that may get another owner


def mend(doc: Doc, lexicon: Lexicon) -> Doc:
    """Return the parse with verb forms, participles taken for nouns, and loose participles put right."""
    retagged = [retag(doc, token, lexicon) if token.pos in RETAGGED else token for token in doc.tokens]
    for sentence in doc.sentences:  # "Autrefois filiale de X, Y"
        if lexicon.has("opening-adverbs", doc.tokens[sentence.start].lower):
            retagged[sentence.start] = replace(doc.tokens[sentence.start], pos="ADV")
    doc = replace(doc, tokens=tuple(retagged))
    doc = replace(doc, tokens=_with_verbs_as_roots(doc, lexicon))
    doc = mend_clauses(mend_phrases(mend_prepositions(doc, lexicon), lexicon), lexicon)
    for name in doc.names:
        if name.label in PEOPLE and name.start > 1 and doc.tokens[name.start - 2].lower in lexicon.former_prefixes:
            doc = _with_person_as_head(doc, name.start)
    for token in doc.tokens:  # one at a time, each against the tree as the last one left it
        if token.base_dep not in MOVED and (token.pos != "PROPN" or token.head != token.index):
            continue
        owner = _owner_of_word(doc, token, lexicon)
        moved = replace(token, head=owner) if owner is not None else _attach(doc, token, lexicon)
        if _opens_clause(doc, moved):
            moved = replace(moved, head=doc.tokens[moved.head].head, dep="obl")
        if moved is not token:
            doc = _with_moved(doc, moved)
    return doc


def _with_person_as_head(doc: Doc, index: int) -> Doc:
    """Return the parse in which who is described by an old employer heads the phrase: "L’ex-Novalia Paul Rivet dirige"."""
    person, employer = doc.tokens[index], doc.tokens[index - 1]
    if person.head != employer.index:
        return doc
    outer = employer.head if employer.head != employer.index else index
    doc = _with_moved(doc, replace(person, head=outer, dep=employer.dep))
    return _with_moved(doc, replace(employer, head=index, dep="nmod"))


def _with_moved(doc: Doc, moved: Token) -> Doc:
    """Return the parse with a token that has another head than before."""
    tokens, children, index = list(doc.tokens), list(doc.children), moved.index
    before, tokens[index] = tokens[index].head, moved
    if before != index:
        children[before] = tuple([child for child in children[before] if child != index])
    if moved.head != index:
        children[moved.head] = tuple(sorted((*children[moved.head], index)))
    return replace(doc, tokens=tuple(tokens), children=tuple(children))


def _owner_of_word(doc: Doc, token: Token, lexicon: Lexicon) -> int | None:
    """Return the noun that a word belongs to, when the parser hung it beside it.

    "le fabricant de puces américain", an origin that agrees with the outer noun only; "X, fondateur et directeur de Y", two
    functions of one person.
    """
    head = doc.tokens[token.head]
    if token.base_dep == "amod" and lexicon.is_origin(token.lower) and head.base_dep in {"nmod", "obl"}:
        outer = doc.tokens[head.head]
        is_outer = outer.pos == "NOUN" and outer.index < head.index < token.index
        return outer.index if is_outer and not _agree(token, head) and _agree(token, outer) else None
    if token.base_dep == "acl" and token.morph >= PAST_PARTICIPLE and head.index < token.index:
        return _agreeing_noun(doc, token, head)
    if token.base_dep == "conj" and token.pos == "NOUN" and token.index > 1:
        first = doc.tokens[token.index - 2]
        is_pair = first.base_dep == "appos" and first.head == token.head and lexicon.has("person-nouns", first.lemma)
        return first.index if is_pair and lexicon.has("person-nouns", token.lemma) else None
    return None


def _agreeing_noun(doc: Doc, participle: Token, noun: Token) -> int | None:
    """Return the noun further out that a participle agrees with, where it does not with the one that it hangs on.

    "X, fabricant de bougies installé à Y".
    """
    outer = noun
    while not _agree(participle, outer) and outer.base_dep in {"conj", "nmod"} and outer.head < outer.index:
        outer = doc.tokens[outer.head]
    is_other = outer is not noun and outer.pos == "NOUN" and _agree(participle, outer)
    return outer.index if is_other else None


def _agree(one: Token, other: Token) -> bool:
    """Tell whether two words have neither number nor gender against each other."""
    for feature in ("Gender=", "Number="):
        here = {value for value in one.morph if value.startswith(feature)}
        there = {value for value in other.morph if value.startswith(feature)}
        if here and there and here != there:
            return False
    return True


def _with_verbs_as_roots(doc: Doc, lexicon: Lexicon) -> tuple[Token, ...]:
    """Return the tokens with a verb as root where the parser saw none: "X produit du cobalt", "X recherche dix soudeurs"."""
    tokens = list(doc.tokens)
    for sentence in doc.sentences:
        inside = doc.tokens[sentence.start : sentence.end]
        root = next((token for token in inside if token.head == token.index), None)
        if root is None:
            continue
        finite = next((t.index for t in inside if "VerbForm=Fin" in t.morph and t.base_dep not in HIDDEN), sentence.end)
        opened = _verb_behind_opening(doc, root, lexicon) if finite == sentence.end else None
        if opened is not None:
            subject, hidden = opened
            tokens[hidden.index] = replace(hidden, head=hidden.index, dep="ROOT")
            dep = "obl" if doc.has_kid(root.index, "case") else "advcl"
            tokens[root.index] = replace(root, head=hidden.index, dep=dep)
            tokens[subject] = replace(doc.tokens[subject], head=hidden.index, dep="nsubj")
            _hand_over(doc, tokens, hidden)
            continue
        if root.pos not in {"NOUN", "PROPN", "X"}:
            continue
        verb = (_hidden_verb(doc, root, lexicon) if finite == sentence.end else None) or _verb_behind_name(
            doc, root, finite, lexicon
        )
        if verb is None and finite == sentence.end:
            verb = _swallowed_verb(doc, root, lexicon)
        if verb is None:
            continue
        tokens[verb.index] = replace(verb, head=verb.index, dep="ROOT")
        tokens[root.index] = replace(root, head=verb.index, dep="nsubj")
        _hand_over(doc, tokens, verb)
    return tuple(tokens)


def _hand_over(doc: Doc, tokens: list[Token], verb: Token) -> None:
    """Hang on a verb what follows it and hung on the words before it: "X compte Y et Z", all of them one name."""
    first: int | None = None
    for token in doc.tokens[verb.index + 1 : doc.sentence_of(verb.index).end]:
        if token.head == token.index == verb.index + 1 and token.text[:1].isupper():
            tokens[token.index] = replace(token, pos="PROPN", head=verb.index, dep="obj")  # "X concurrence | Y sur"
            continue
        is_before = doc.tokens[token.head].index < verb.index or (
            token.head == verb.index and token.base_dep in {"flat", "nmod"}
        )
        if not is_before or token.base_dep not in LOOSE:
            continue
        if token.base_dep == "conj" and first is not None:
            tokens[token.index] = replace(token, head=first)
            continue
        is_marked = any(child.index != verb.index for child in doc.kids(token.index, "case"))
        first = first if is_marked or first is not None else token.index
        tokens[token.index] = replace(token, head=verb.index, dep="obl" if is_marked else "obj")


def _swallowed_verb(doc: Doc, root: Token, lexicon: Lexicon) -> Token | None:
    """Return the verb that the parser took for a part of the name before it: "X compte Y", "Textile : X ferme deux sites"."""
    end = doc.sentence_of(root.index).end
    in_name = {index for name in doc.names for index in range(name.start, name.end)}
    for token in doc.tokens[root.index + 1 : end]:
        if token.pos in {"PROPN", "ADJ", "PRON"} or token.text == ":" or (token.index in in_name and token.is_title):
            continue
        if token.text == "&":
            continue
        verb, morph = verb_forms(lexicon).get(token.lower, ("", frozenset[str]()))
        follows = doc.tokens[token.index + 1] if token.index + 1 < end else token
        before = doc.tokens[token.index - 1]
        is_reflexive = lexicon.has("reflexive-pronouns", before.lower)
        is_below = token.base_dep in {"appos", "flat", "nmod"} and (
            before.pos in {"PROPN", "PRON"} or before.index in in_name
        )
        is_bare = not doc.has_kid(token.index, "det", "case", "aux", "cop")
        if not verb or morph is not PRESENT or not is_below or not is_bare or not token.text.islower():
            return None
        is_followed = follows.pos in {"DET", "NUM", "PROPN"} or (is_reflexive and follows.pos in {"ADP", "ADV"})
        return replace(token, pos="VERB", lemma=verb, morph=PRESENT) if is_followed else None
    return None


def _verb_behind_name(doc: Doc, root: Token, end: int, lexicon: Lexicon) -> Token | None:
    """Return the verb behind the phrase of the subject, before any other, that was taken for a part of it.

    "X coupe 120 postes", "l’action X cote sur Y", "le fonds X entre au capital" (no preposition before another one), "X, filiale
    de Y, garde le silence".
    """
    commas = 0
    for token in doc.tokens[root.index + 1 : end - 1]:
        before, follows = doc.tokens[token.index - 1], doc.tokens[token.index + 1]
        commas += token.text == ","
        if token.text == ",":
            continue
        if token.pos == "PUNCT" or (token.pos == "VERB" and token.base_dep != "flat"):
            return None
        verb, morph = verb_forms(lexicon).get(token.lower, ("", frozenset[str]()))
        if morph is not PRESENT or token.text != token.lower or before.pos == "ADP":
            continue
        if doc.has_kid(token.index, "det", "case", "aux", "cop"):
            continue
        is_preposition = token.pos == "ADP" and follows.pos == "ADP"
        is_aside = follows.text == "," and doc.tokens[token.index + 2].pos == "ADP"  # "X contrôle, outre Y, Z"
        opens_object = follows.pos in {"DET", "NUM", "PROPN", "ADP"} or follows.text[:1].isupper() or is_aside
        is_part = token.base_dep == "flat" and not commas and opens_object
        is_after_aside = (
            commas == ASIDE and before.text == "," and token.pos in {"ADJ", "NOUN"} and follows.pos in {"DET", "NUM"}
        )
        # "X siège au conseil", but "X commande de 30 avions"
        is_bare = token.base_dep in {"appos", "nmod"} and before.pos == "PROPN" and not commas and follows.pos == "ADP"
        is_bare = is_bare and not lexicon.has("genitive-forms", follows.lower)
        if is_preposition or is_part or is_after_aside or is_bare:
            return replace(token, pos="VERB", lemma=verb, morph=PRESENT)
    return None


def _verb_behind_opening(doc: Doc, root: Token, lexicon: Lexicon) -> tuple[int, Token] | None:
    """Return the subject and the verb behind an opening phrase, in a whole sentence in which the parser saw no verb.

    "Avec l’acquisition de Y, X double de taille", "Depuis son siège, X pilote dix usines", "Créée par Y, X livre trois villes".
    """
    sentence = doc.sentence_of(root.index)
    is_opening = doc.has_kid(root.index, "case") or (root.pos in {"ADJ", "VERB"} and "VerbForm=Fin" not in root.morph)
    if not is_opening or doc.tokens[sentence.end - 1].text != ".":
        return None
    for comma in (t.index for t in doc.tokens[root.index + 1 : sentence.end] if t.text == ","):
        end = noun = comma + 1
        while (
            end < sentence.end - 2 and doc.tokens[end].pos in {"DET", "ADJ", "NOUN"} and doc.tokens[end].text.islower()
        ):
            end += 1
        name = end
        while end < sentence.end - 2 and doc.tokens[end].pos == "PROPN":
            end += 1
        token, follows = doc.tokens[end], doc.tokens[end + 1]
        verb, morph = verb_forms(lexicon).get(token.lower, ("", frozenset[str]()))
        is_verb = morph is PRESENT and token.pos in {"ADJ", "NOUN", "VERB"} and token.text.islower()
        is_followed = follows.pos in {"ADP", "ADV", "DET", "NUM"} or follows.text == "."
        if end == name or not is_verb or not is_followed or doc.has_kid(token.index, "det", "case"):
            continue
        nouns = (t.index for t in doc.tokens[noun:end] if t.pos in {"NOUN", "PROPN"})
        return next(nouns), replace(token, pos="VERB", lemma=verb, morph=PRESENT)
    return None


def _hidden_verb(doc: Doc, root: Token, lexicon: Lexicon) -> Token | None:
    """Return the word behind the subject that can be a verb in the present and was taken for a participle or a noun."""
    for token in doc.kids(root.index, "acl", "amod", "nmod"):
        if token.index < root.index or doc.has_kid(token.index, "det", "case", "aux", "cop"):
            continue
        known = lexicon.maps["present-forms"].get(token.lower)
        has_argument = doc.has_kid(token.index, "obj", "obl")
        if known and token.base_dep == "acl" and has_argument:
            return replace(token, lemma=known, morph=(token.morph - PAST_PARTICIPLE - {"Voice=Pass"}) | PRESENT)
        verb, morph = verb_forms(lexicon).get(token.lower, ("", frozenset[str]()))
        follows = doc.tokens[token.index + 1] if token.index + 1 < len(doc.tokens) else token
        is_before_name = follows.text[:1].isupper() and (root.pos == "NOUN" or token.pos == "NOUN")
        is_before_object = follows.pos in {"DET", "NUM"} or is_before_name
        if verb and token.index == root.index + 1 and morph is PRESENT and is_before_object:
            return replace(token, pos="VERB", lemma=verb, morph=PRESENT)
    return None


def _opens_clause(doc: Doc, token: Token) -> bool:
    """Tell whether a phrase that the parser hangs on the subject behind it opens the clause: "chez X, Y est nommé"."""
    subject = doc.tokens[token.head]
    is_before = token.base_dep == "nmod" and token.index < subject.index and subject.base_dep == "nsubj"
    return is_before and doc.tokens[subject.index - 1].text == "," and doc.has_kid(token.index, "case")


def _attach(doc: Doc, token: Token, lexicon: Lexicon) -> Token:
    """Hang a loose word where it belongs: a participle on the noun before it, a name without a head on the verb before it.

    "a développé une IA basée sur"; "X s’offre Y", a headline whose last word the parser leaves alone; "en train de remplacer X
    par Y", where Y hangs on the noun.
    """
    if token.base_dep in {"nmod", "obl"} and lexicon.has("aspect-nouns", doc.tokens[token.head].lower):
        between = doc.tokens[token.head + 1 : token.index]
        done = [word for word in between if word.head == token.head and "VerbForm=Inf" in word.morph]
        return replace(token, head=done[-1].index, dep="obl") if done else token
    if token.pos == "PROPN" and token.head == token.index and token.index:
        verb = doc.tokens[token.index - 1]
        is_below = token.index in {ancestor.index for ancestor in doc.ancestors(verb.index)}
        if verb.pos == "VERB" and verb.sentence == token.sentence and not is_below:
            return replace(token, head=verb.index, dep="obj")
    if token.base_dep not in UNCLEAR or not token.morph >= PAST_PARTICIPLE or not token.index:
        return token
    before = doc.tokens[token.index - 1]
    is_bare = not doc.has_kid(token.index, "aux", "cop")
    if not is_bare or before.sentence != token.sentence or before.pos not in {"NOUN", "PROPN", "X"}:
        return token
    if token.head == before.index or token.index in {t.index for t in doc.ancestors(before.index)}:
        return token
    return replace(token, head=before.index, dep="acl")
