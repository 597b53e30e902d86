"""Verbs of saying and who says something by them: before the verb, behind it, behind a preposition, in another's document."""

from kg.arcs import Syntax, is_passive
from kg.doc import Doc, Token
from kg.lexicon import Lexicon, union_of

MAX_SPEAKER_DISTANCE = 6
MAX_INVERTED_DISTANCE = 12  # "a déclaré lundi à l’AFP dans un communiqué X"
PARTIES = (
    "group-nouns", "office-nouns", "organization-anaphors", "organization-nouns", "person-anaphors", "person-nouns", "site-nouns",
    "source-nouns",
)  # fmt: skip
NOMINAL = frozenset({"NOUN", "PROPN", "X"})


def saying_form(doc: Doc, lexicon: Lexicon, token: Token) -> str:
    """Return a verb's lemma, with the reflexive pronoun when only the reflexive verb says something ("se réjouit")."""
    before = doc.tokens[token.index - 1].lower if token.index else ""
    before_it = doc.tokens[token.index - 1].lemma if token.index else ""
    for causative in (doc.tokens[token.head].lemma, before_it):
        if lexicon.has("saying-verbs", f"{causative} {token.lemma}"):  # "fait valoir que"
            return f"{causative} {token.lemma}"
    if lexicon.has("saying-verbs", token.lemma):
        return token.lemma
    if not any(lexicon.has("reflexive-pronouns", word) for word in (before, _before_auxiliary(doc, token))):
        return token.lemma
    return next(
        (form for form in lexicon.reflexive_forms(token.lemma) if lexicon.has("saying-verbs", form)), token.lemma
    )


def _before_auxiliary(doc: Doc, token: Token) -> str:
    """Return the word before the auxiliary of a verb: "s’est félicité"."""
    first = min((form.index for form in doc.kids(token.index, "aux")), default=token.index)
    return doc.tokens[first - 1].lower if 0 < first < token.index else ""


def says(doc: Doc, lexicon: Lexicon, token: Token) -> bool:
    """Tell whether a token is a verb of saying."""
    if token.pos not in {"VERB", "AUX"} or not lexicon.has("saying-verbs", saying_form(doc, lexicon, token)):
        return False
    before = doc.tokens[token.index - 1].lower if token.index else ""
    is_reflexive = any(lexicon.has("reflexive-pronouns", word) for word in (before, _before_auxiliary(doc, token)))
    if is_reflexive and lexicon.has("silent-reflexives", token.lemma):
        return False
    return not (lexicon.has("silent-passives", token.lemma) and is_passive(doc, token.index))


class SpeakerFinder:
    """Finds who says something, as the head token of a noun phrase or pronoun."""

    def __init__(self, doc: Doc, syntax: Syntax, lexicon: Lexicon) -> None:
        self.doc, self.syntax, self.lexicon = doc, syntax, lexicon
        self._names = {name.start: name.end for name in doc.names}

    def before(self, verb: int) -> int | None:
        """Return the subject of a verb; of an infinitive that goes on with a tale ("et X d’ajouter") what it hangs on."""
        subjects = [arc.token for arc in self.syntax.of(verb, "subject")]
        if subjects:
            return self._owner(subjects[0])
        token = self.doc.tokens[verb]
        if "VerbForm=Fin" in token.morph or any("VerbForm=Fin" in form.morph for form in self.doc.kids(verb, "aux")):
            return None if is_passive(self.doc, verb) else self.opener(verb)
        head = self.doc.tokens[token.head]
        marks = {mark.lower for mark in self.doc.kids(verb, "mark", "case")}
        is_tale = "VerbForm=Inf" in token.morph and bool(marks & self.lexicon.lists["genitive-forms"])
        return head.index if is_tale and head.pos in NOMINAL and head.index < verb else None

    def opener(self, verb: int) -> int | None:
        """Return the noun that opens a sentence whose verb has no subject in the parse: "X, dont le siège est à Y, dit que"."""
        first = self.doc.sentence_of(verb).start
        clitic = min((form.index for form in self.doc.kids(verb, "aux") if form.index < verb), default=verb) - 1
        if clitic >= first and self.lexicon.has("light-person-pronouns", self.doc.tokens[clitic].lower):
            return clitic  # "il craint que", taken for an impersonal verb
        noun = next((token for token in self.doc.tokens[first : first + 4] if token.pos != "DET"), None)
        is_relative = False
        for token in self.doc.tokens[first:verb]:
            if token.pos in {"PRON", "SCONJ"}:
                is_relative = True
            elif token.text == ",":
                is_relative = False
            elif "VerbForm=Fin" in token.morph and not is_relative and token.head != verb:
                return None
        return noun.index if noun is not None and noun.pos in NOMINAL and noun.index < verb - 1 else None

    def after(self, verb: int) -> int | None:
        """Return the subject behind an inverted verb, which the parser often takes for an object."""
        clitic = self.clitic(verb)
        if clitic is not None and is_passive(self.doc, verb):  # "est-il indiqué dans la note"
            arcs = self.syntax.arcs[verb]
            return next((arc.token for arc in arcs if arc.token > verb and self.is_document(arc.token)), None)
        if clitic is not None:
            return clitic if self.lexicon.has("light-person-pronouns", self.doc.tokens[clitic].lower) else None
        arcs = (*self.syntax.of(verb, "subject"), *self.syntax.of(verb, "object"))
        near = [arc.token for arc in arcs if verb < arc.token <= verb + MAX_INVERTED_DISTANCE]
        found = next((token for token in near if not self.doc.has_kid(token, "case")), None)
        found = found if found is not None else self._scan(verb + 1)
        return self._owner(found) if found is not None else None

    def clitic(self, verb: int) -> int | None:
        """Return the pronoun that a hyphen joins to a verb or to its auxiliary: "a-t-elle dit", "poursuit-il"."""
        for token in self.doc.tokens[max(0, verb - 4) : verb + 3]:
            is_pronoun = token.text.startswith("-") and not self.lexicon.has("euphonic-forms", token.lower)
            if is_pronoun and (token.index > verb or self._is_joined(token.index, verb)):
                return token.index
        return None

    def _is_joined(self, start: int, verb: int) -> bool:
        """Tell whether only adverbs and auxiliaries stand before a verb from a token on."""
        return all(token.pos in {"AUX", "ADV", "PRON"} for token in self.doc.tokens[start + 1 : verb])

    def _scan(self, start: int) -> int | None:
        """Return the first noun phrase behind a verb that is no complement and no date: "a dit mardi à l’AFP X"."""
        index, end = start, min(self.doc.sentence_of(start - 1).end, start + MAX_INVERTED_DISTANCE)
        is_complement = False
        while index < end:
            token = self.doc.tokens[index]
            after_name = self._names.get(index)
            if token.text in {";", ":", "(", "."} or self.lexicon.has("quote-openers", token.text):
                return None
            if token.pos == "ADP":
                is_complement = True
            elif self._is_aside(token):
                index += 1
                continue
            elif token.pos in NOMINAL and not self.lexicon.has("calendar-words", token.lower):
                if not is_complement:
                    return index
                is_complement = False
                index = after_name or index + 1
                continue
            elif token.pos == "PRON" and self.lexicon.has("light-person-pronouns", token.lower) and not is_complement:
                return index
            elif token.pos in {"VERB", "AUX", "SCONJ"}:
                return None
            index += 1
        return None

    def _is_aside(self, token: Token) -> bool:
        """Tell whether a word stands alone between commas: "résume, amère, X"."""
        around = self.doc.tokens[token.index - 1 : token.index + 2]
        return token.text.islower() and around[0].text == around[-1].text == ","

    def named(self, index: int) -> int | None:
        """Return the head of the noun phrase that begins at a token: behind "selon"."""
        for token in self.doc.tokens[index : index + MAX_SPEAKER_DISTANCE]:
            if token.pos in NOMINAL or (token.pos == "PRON" and token.lower not in {",", "."}):
                return self._owner(token.index)
            if token.pos not in {"DET", "ADJ", "NUM", "ADP"}:
                return None
        return None

    def _owner(self, noun: int) -> int:
        """Return who stands behind a document: "selon les relevés fournis par X", "indique le communiqué de X"."""
        if not self.is_document(noun):
            return noun
        own = [index for index in self.doc.subtree(noun) if index > noun and self.is_party(self.doc.tokens[index])]
        heads = [index for index in own if self.doc.tokens[index].head not in own and self._is_author(index)]
        names = [index for index in heads if self.doc.tokens[index].pos == "PROPN"]
        return next(iter(names or heads), noun)

    def is_party(self, token: Token) -> bool:
        """Tell whether a word can stand for somebody who says something: a name, a pronoun, people, a body, a document."""
        is_pronoun = self.lexicon.has("light-person-pronouns", token.lower)
        return token.pos == "PROPN" or is_pronoun or token.lemma in union_of(self.lexicon, *PARTIES)

    def _is_author(self, index: int) -> bool:
        """Tell whether a noun in the phrase of a document is its author: "étude de X", "publiée par X", "l’enquête X"."""
        cases = {case.lower for case in self.doc.kids(index, "case")}
        author = self.lexicon.lists["genitive-forms"] | {self.lexicon.maps["prepositions"]["by"]}
        is_named = self.doc.tokens[index].pos == "PROPN"
        is_apart = self.doc.tokens[index - 1].text == ","  # "selon nos sources, X négocie"
        return bool(cases & author) or (is_named and not cases and not is_apart)

    def is_document(self, noun: int) -> bool:
        """Tell whether a noun is a document whose author its phrase does not give."""
        return self.lexicon.has("source-nouns", self.doc.tokens[noun].lemma)
