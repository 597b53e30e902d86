"""Names and shares that the parser left loose: between commas, at the head of a sentence, right behind a verb or a bound."""

from kg.doc import VERBAL, Sentence
from kg.tree import NOUNS, Tree


class LooseNames(Tree):
    """The mends of loose names, for the mender of phrases."""

    def _is_enclosed(self, index: int, sentence: Sentence) -> bool:
        """Tell whether a noun with its article and its parts stands between two commas."""
        parts = [kid.index for kid in self._kids(index, "det", "amod", "flat")]
        first, last = min([index, *parts]), max([index, *parts])
        is_inside = sentence.start < first and last + 1 < sentence.end
        return is_inside and self.tokens[first - 1].text == "," == self.tokens[last + 1].text

    def _apposed_subject(self, index: int, sentence: Sentence) -> None:
        """Read "le nouveau modèle de X, la Y, sera vendu": a second subject between commas names the first."""
        second = self.tokens[index]
        subjects = [kid for kid in self._kids(second.head, "nsubj") if kid.index < second.head]
        if len(subjects) != 2 or subjects[1].index != index or second.pos not in NOUNS or subjects[0].pos not in NOUNS:  # noqa: PLR2004
            return
        if self._is_enclosed(index, sentence) and not self._has_kid(index, "case", "cc", "conj"):
            self._move(index, subjects[0].index, "appos")

    def _office_behind_name(self, index: int) -> None:
        """Read "X nommée directrice": what somebody is named to completes the participle before it, not the name."""
        office, participle = self.tokens[index], self.tokens[index - 1]
        verb = self.tokens[self.tokens[office.head].head]
        is_given = self.tokens[office.head].base_dep == "obj" and verb.pos == "VERB" and participle.pos == "PROPN"
        if is_given and self.lexicon.has("naming-verbs", verb.lemma) and office.pos == "NOUN":
            if not self._has_kid(index, "case", "det", "cc") and self.tokens[office.head].pos == "PROPN":
                self._move(index, verb.index, "xcomp")  # "X nommera Y directrice"
            return
        is_named = index > 1 and participle.head == office.head < participle.index and participle.pos == "VERB"
        if not is_named or not self.lexicon.has("naming-verbs", participle.lemma) or office.pos != "NOUN":
            return
        if not self._has_kid(index, "case", "det", "cc") and self.tokens[office.head].pos == "PROPN":
            self._move(participle.index, office.head, "acl")
            self._move(index, participle.index, "xcomp")

    def _function_behind_name(self, index: int) -> None:
        """Read "le départ de X, présidente de Y": a function without an article behind a name is that of the name."""
        office, event = self.tokens[index], self.tokens[self.tokens[index].head]
        is_office = office.base_dep == "appos" and office.pos == "NOUN" and self.tokens[index - 1].text == ","
        if not is_office or event.pos != "NOUN" or self._has_kid(index, "det", "case"):
            return
        person = next((kid for kid in self._kids(event.index, "nmod") if event.index < kid.index < index), None)
        is_person = any(self.lexicon.has(name, office.lemma) for name in ("person-nouns", "office-nouns"))
        if (
            person is not None
            and is_person
            and any(n.start == person.index and n.end == index - 1 for n in self.doc.names)
        ):
            self._move(index, person.index, "appos")

    def _name_of_class(self, index: int) -> None:
        """Read "la société de conseil X": the name is of the body, not of the trade that says of what kind it is."""
        name, trade = self.tokens[index], self.tokens[self.tokens[index].head]
        body = self.tokens[trade.head]
        is_behind = (
            name.pos == "PROPN" and name.base_dep in {"appos", "nmod"} and trade.index < index == trade.index + 1
        )
        is_trade = trade.base_dep == "nmod" and trade.pos == "NOUN" and not self._has_kid(trade.index, "det")
        if not is_behind or not is_trade or self._has_kid(index, "case") or body.index != trade.index - 2:
            return
        cases = self._kids(trade.index, "case")
        is_plain = len(cases) == 1 and not self.lexicon.has("contracted-articles", cases[0].lower)
        if is_plain and any(
            self.lexicon.has(n, body.lemma) for n in ("organization-nouns", "maker-nouns", "trade-nouns")
        ):
            self._move(index, body.index, "appos")

    def _apposed_to_outer(self, index: int, sentence: Sentence) -> None:
        """Read "le principal client de X, Y, réduit": a lone name between commas is no item of a list, it names the subject."""
        name = self.tokens[index]
        inner = self.tokens[name.head]
        if name.pos != "PROPN" or inner.index > index or not self._is_enclosed(index, sentence):
            return
        if self._has_kid(index, "case", "cc", "conj") or len(self._kids(inner.index, "conj")) > 1:
            return
        outer = inner
        while outer.base_dep in {"appos", "flat", "nmod"} and outer.head < outer.index:
            outer = self.tokens[outer.head]
        is_one = "Number=Plur" not in outer.morph and self._has_kid(outer.index, "det")
        if outer is not inner and outer.pos == "NOUN" and is_one:
            self._move(index, outer.index, "appos")

    def _of_phrase_aside(self, index: int) -> None:
        """Read "l’analyste X, de la banque Y": what "de" marks behind a comma is not listed with a noun without it."""
        noun, marks = self.tokens[index], self._kids(index, "case")
        is_of = len(marks) == 1 and self.lexicon.has("genitive-forms", marks[0].lower)
        if not is_of or noun.pos not in NOUNS or self._has_kid(index, "cc") or self._has_kid(noun.head, "case"):
            return
        if self.tokens[marks[0].index - 1].text == "," and self.tokens[noun.head].pos in NOUNS:
            self._move(index, noun.head, "nmod")

    def _bounded_share(self, index: int) -> None:
        """Read "détient un peu plus de 12 % de X": the share is what the verb takes, not a complement of its bound."""
        share, bound = self.tokens[index], self.tokens[self.tokens[index].head]
        if share.lower not in self.lexicon.maps["percent-signs"] or bound.pos not in {"ADV", "DET"}:
            return
        while bound.pos in {"ADV", "DET"} and bound.head < index and bound.head != bound.index:
            bound = self.tokens[bound.head]
        if bound.pos == "VERB" and bound.index < index and not self._has_kid(bound.index, "obj"):
            self._move(index, bound.index, "obj")
            for case in self._kids(index, "case"):
                if case.index < index:
                    self._move(case.index, index, "advmod")

    def _name_before_verb(self, index: int, sentence: Sentence) -> None:
        """Read "X traîne Y devant les tribunaux": a name that opens a sentence right before its verb is its subject."""
        name, verb = self.tokens[index], self.tokens[self.tokens[index].head]
        is_first = index == sentence.start and name.base_dep in {"advmod", "dep"} and name.pos == "PROPN"
        parts = [kid.index for kid in self._kids(index, "flat")]
        is_before = verb.pos in VERBAL and verb.index == max([index, *parts]) + 1
        if is_first and is_before and not self._has_kid(verb.index, "nsubj", "expl"):
            self._move(index, verb.index, "nsubj")

    def _name_behind_verb(self, index: int) -> None:
        """Read "X compte Y parmi ses clients": a loose name right behind a verb is what it takes."""
        name, verb = self.tokens[index], self.tokens[self.tokens[index].head]
        is_loose = name.base_dep == "dep" and name.pos == "PROPN" and verb.pos == "VERB" and verb.index == index - 1
        if is_loose and not self._has_kid(verb.index, "obj") and not self._has_kid(index, "case"):
            self._move(index, verb.index, "obj")
