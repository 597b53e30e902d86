"""Doc → Doc: words that the parser hung on a neighbour, told by their places in the phrase: lists, adjectives, topics."""

from dataclasses import replace
from itertools import chain

from kg.complements import Complements
from kg.datelines import dateline_end
from kg.doc import PAST_PARTICIPLE, VERBAL, Doc, NameSpan, Sentence
from kg.enumerations import find_enumerations, find_named_lists
from kg.lexicon import Lexicon
from kg.loose_names import LooseNames
from kg.tree import NOUNS

NAMING = frozenset({"ADJ", "NOUN", "PROPN"})


def mend_phrases(doc: Doc, lexicon: Lexicon) -> Doc:
    """Return the parse with lists of nouns, adjectives of origin, topics and second subjects put right."""
    return _PhraseMender(doc, lexicon).mend()


class _PhraseMender(LooseNames, Complements):
    """The mends, in their order: lists first, for the others look at what hangs on their items."""

    def mend(self) -> Doc:
        for name in self.doc.names:
            self._whole_name(name)
        lists = (find_enumerations(self.doc, self.lexicon), find_named_lists(self.doc, self.lexicon))
        for first, *others in chain.from_iterable(lists):
            for item in others:
                self._move(item, first, "conj")
        for sentence in self.doc.sentences:
            for index in range(sentence.start, sentence.end):
                self._mend_word(index, sentence)
            self._dateline(sentence)
            self._subject_behind_topic(sentence)
        return self._mended()

    def _mend_word(self, index: int, sentence: Sentence) -> None:
        """Make the mends of a word that is wrong, by how it hangs."""
        match self.tokens[index].base_dep:
            case "case":
                self._preposition_before_origin(index)
            case "nsubj":
                self._second_subject(index)
                self._apposed_subject(index, sentence)
                self._emphasis(index, sentence)
            case "conj":
                self._apposed_to_outer(index, sentence)
                self._of_phrase_aside(index)
                self._name_behind_noun(index, sentence)
                self._object_behind_aside(index)
                self._conjunct_of_phrase(index)
            case "appos" | "nmod" if self._object_behind_adjunct(index):
                pass
            case "advmod" | "amod" | "appos" | "dep" | "flat" | "nmod" | "obl" | "xcomp":
                self._complement_behind_adjunct(index)
                self._behind_membership(index)
                self._object_behind_complement(index)
                self._origin_behind_noun(index, sentence)
                self._maker_behind_noun(index, sentence)
                self._object_behind_aside(index)
                self._once_done(index)
                self._share_in_list(index)
                self._office_behind_name(index)
                self._name_of_class(index)
                self._function_behind_name(index)
                self._bounded_share(index)
                self._name_before_verb(index, sentence)
                self._name_behind_noun(index, sentence)
                self._name_behind_verb(index)
            case _:
                pass

    def _whole_name(self, name: NameSpan) -> None:
        """Read a name as one phrase: "les marques Douce France", where the parser takes "Douce" for an adjective of "marques".

        "la banque panafricaine Orabank": a name right behind the adjectives of a noun is beside the noun.
        """
        inside = range(name.start, name.end)
        loose = [i for i in inside if self.tokens[i].head not in inside and self.tokens[i].pos in NAMING]
        parts = [i for i in loose if self.tokens[i].base_dep == "amod"]
        if len(loose) == len(parts) + 1 and len({self.tokens[i].head for i in loose}) == 1:
            head = next(i for i in loose if i not in parts)
            for part in parts:
                self._move(part, head, "flat:name")
        elif len(loose) == 1:
            self._name_behind_class(loose[0], name.start)

    def _name_behind_class(self, head: int, start: int) -> None:
        index = start - 1
        if index < 0 or self.tokens[index].pos != "ADJ" or not self.tokens[index].text.islower():
            return
        while index > 0 and self.tokens[index].pos == "ADJ" and self.tokens[index].text.islower():
            index -= 1
        noun, token = self.tokens[index], self.tokens[head]
        is_lost = token.base_dep in {"advcl", "conj", "dep", "nsubj", "obj", "parataxis", "xcomp"} or token.head == head
        is_class = noun.pos == "NOUN" and noun.text.islower() and noun.sentence == token.sentence
        is_beside = token.base_dep == "nsubj" and noun.head == token.head and noun.base_dep in {"advcl", "dep", "obl"}
        if is_class and is_beside and self._has_kid(index, "det") and not self._has_kid(index, "case"):
            self._take_place(index, head)  # "la jeune pousse marocaine X a levé"
        if is_lost and is_class and self._has_kid(index, "det") and not self._is_below(index, head):
            self._move(head, index, "appos")

    def _origin_behind_noun(self, index: int, sentence: Sentence) -> None:
        """Read "le groupe sud-coréen Novalia": an adjective of origin is of the noun before it, the name of that too."""
        token = self.tokens[index]
        if token.base_dep not in {"appos", "dep", "flat", "nmod", "xcomp"} or index <= sentence.start:
            return
        if token.text != token.lower or not self.lexicon.origins_of(token.lower):
            return
        noun = self.tokens[index - 1]
        if noun.pos != "NOUN" or token.head != noun.index or self._has_kid(index, "case", "det"):
            return
        for child in self._kids(index, "flat", "appos", "nmod"):
            if child.pos == "PROPN" and child.index > index:
                self._move(child.index, noun.index, "appos")
        self.tokens[index] = replace(token, pos="ADJ", dep="amod")

    def _maker_behind_noun(self, index: int, sentence: Sentence) -> None:
        """Read "le groupe suisse créateur de X": the noun behind the adjectives says what the one before them makes."""
        token = self.tokens[index]
        noun = self.tokens[token.head]
        if token.base_dep not in {"amod", "appos", "nmod"} or noun.index >= index or noun.pos != "NOUN":
            return
        is_maker = any(self.lexicon.has("maker-nouns", word) for word in (token.lemma, token.lower))
        after = self.tokens[index + 1] if index + 1 < sentence.end else token
        if not is_maker or not self.lexicon.has("genitive-forms", after.lower):
            return
        if any(between.pos != "ADJ" for between in self.tokens[noun.index + 1 : index]):
            return
        for child in self._kids(noun.index, "nmod"):
            if child.index > index:
                self._move(child.index, index, child.dep)
                break
        self.tokens[index] = replace(self.tokens[index], pos="NOUN", dep="appos")

    def _object_behind_adjunct(self, index: int) -> bool:
        """Read "compte à son capital X et Y": names behind what somebody has are what the verb takes; tell whether they were."""
        name = self.tokens[index]
        noun = self.tokens[name.head]
        verb = self.tokens[noun.head]
        is_had = self.lexicon.has("having-verbs", verb.lemma) and noun.index > verb.index and noun.base_dep == "obl"
        if name.pos != "PROPN" or not is_had or index != noun.index + 1 or self._has_kid(verb.index, "obj"):
            return False
        if not any(self.lexicon.has("possessives", kid.lower) for kid in self._kids(noun.index, "det")):
            return False
        self._move(index, verb.index, "obj")
        for item in self._kids(noun.index, "conj", "appos"):
            if item.index > index:
                self._move(item.index, index, "conj")
        return True

    def _share_in_list(self, index: int) -> None:
        """Read "détient 35 % de X, 51 % de Y et 20 % de Z": a share behind a comma is the next of a list."""
        share, signs = self.tokens[index], self.lexicon.maps["percent-signs"]
        first = self.tokens[share.head]
        if first.index >= index or share.lower not in signs or first.lower not in signs:
            return
        start = min((child.index for child in self._kids(index) if child.index < index), default=index)
        if "," in {self.tokens[start].text, self.tokens[start - 1].text} and not self._has_kid(index, "case"):
            self._move(index, first.index, "conj")

    def _name_behind_noun(self, index: int, sentence: Sentence) -> None:
        """Read "à travers deux filiales, X et Y": names behind a plural and a comma say who is meant."""
        name = self.tokens[index]
        if name.pos != "PROPN" or index < sentence.start + 2 or self.tokens[index - 1].text != ",":
            return
        noun = self.tokens[index - 2]
        is_plural = noun.pos == "NOUN" and noun.text == noun.lower and "Number=Plur" in noun.morph
        is_list = any(self._has_kid(child.index, "cc") for child in self._kids(index, "conj"))
        if is_plural and is_list and self._has_kid(noun.index, "nummod") and not self._has_kid(index, "case", "det"):
            self._move(index, noun.index, "appos")

    def _once_done(self, index: int) -> None:
        """Read "une fois racheté par X, Y": the participle is of the subject of the clause, not of the noun before it."""
        noun = self.tokens[index]
        main = self.tokens[noun.head]
        if noun.base_dep not in {"advmod", "nmod", "obl"} or not self.lexicon.has("once-nouns", noun.lower):
            return
        if main.base_dep == "nsubj" and main.index > index:
            main = self.tokens[main.head]
        if main.pos not in VERBAL:
            return
        participle = next(iter(self._kids(index, "acl")), None)
        if participle is not None and participle.index == index + 1 and participle.morph >= PAST_PARTICIPLE:
            self._move(participle.index, main.index, "advcl")
            self._move(index, participle.index, "advmod")

    def _preposition_before_origin(self, index: int) -> None:
        """Read "appartient au suisse X": the preposition is of the name, not of the adjective of origin before it."""
        preposition = self.tokens[index]
        if preposition.base_dep != "case":
            return
        origin = self.tokens[preposition.head]
        name = self.tokens[origin.head]
        is_between = index < origin.index < name.index and origin.base_dep == "amod" and name.pos == "PROPN"
        if not is_between or not self.lexicon.origins_of(origin.lower):
            return
        self._move(index, name.index, "case")
        if name.base_dep == "obj":
            self._move(name.index, name.head, "obl:arg")

    def _conjunct_of_phrase(self, index: int) -> None:
        """Read "la radio X et l’agence Y": a second noun with its article is beside the first noun, not beside its name."""
        second = self.tokens[index]
        if second.base_dep != "conj" or second.pos != "NOUN":
            return
        name = self.tokens[second.head]
        first = self.tokens[name.head]
        is_conjunct = name.pos == "PROPN" and name.index < index
        if not is_conjunct or first.pos != "NOUN" or first.index != name.index - 1:
            return
        if name.base_dep not in {"appos", "nmod"} or self._has_kid(name.index, "case"):
            return
        is_share = second.lower in self.lexicon.maps["percent-signs"]
        if self._has_kid(index, "det") or is_share:
            self._move(index, first.index, "conj")

    def _emphasis(self, index: int, sentence: Sentence) -> None:
        """Read "X, lui, ouvre un centre": a pronoun between commas only stresses the subject."""
        pronoun = self.tokens[index]
        verb = self.tokens[pronoun.head]
        if pronoun.dep != "nsubj" or pronoun.pos != "PRON" or not sentence.start < index < sentence.end - 1:
            return
        is_apart = self.tokens[index - 1].text == self.tokens[index + 1].text == ","
        if is_apart and any(child.index < index for child in self._kids(verb.index, "nsubj")):
            self._move(index, verb.index, "dislocated")

    def _second_subject(self, index: int) -> None:
        """Read "qui remplace le logiciel X": behind a verb that has its subject before it, another noun is its object."""
        noun, verb = self.tokens[index], self.tokens[self.tokens[index].head]
        if noun.dep != "nsubj" or noun.pos not in NOUNS or verb.pos != "VERB" or index < verb.index:
            return
        subjects = [child for child in self._kids(verb.index, "nsubj") if child.index < verb.index]
        has_object = self._has_kid(verb.index, "obj", "ccomp", "cop")
        if not has_object and any(self.lexicon.has("relative-subject", child.lower) for child in subjects):
            self._move(index, verb.index, "obj")

    def _dateline(self, sentence: Sentence) -> None:
        """Read "Lyon, le 3 mai – X annonce": where and when a report was written is no part of its first sentence."""
        end = dateline_end(self.tokens[sentence.start : sentence.end], self.lexicon)
        place = self.tokens[sentence.start]
        if not end or place.head < sentence.start + end:
            return
        verb = self.tokens[place.head]
        behind = [child for child in self._kids(place.index) if child.index >= sentence.start + end]
        nouns = [child for child in behind if child.pos in NOUNS]
        if nouns and not any(child.index > sentence.start + end for child in self._kids(verb.index, "nsubj")):
            self._move(nouns[0].index, verb.index, place.dep if place.base_dep == "nsubj" else "nsubj")
            for child in behind:
                if child.index != nouns[0].index:
                    self._move(child.index, nouns[0].index, child.dep)
        self._move(place.index, verb.index, "dep")

    def _subject_behind_topic(self, sentence: Sentence) -> None:
        """Read "Télécoms : X rachète Y": what stands before the colon is the subject of nothing."""
        colon = next((t.index for t in self.tokens[sentence.start : sentence.end] if t.text == ":"), None)
        if colon is None or any(t.pos in VERBAL for t in self.tokens[sentence.start : colon]):
            return
        for topic in self.tokens[sentence.start : colon]:
            verb = self.tokens[topic.head]
            if topic.base_dep != "nsubj" or verb.index < colon or verb.pos not in VERBAL:
                continue
            if any(child.index > colon for child in self._kids(verb.index, "nsubj")):
                return
            for child in self._kids(topic.index, "appos", "conj", "nmod", "parataxis"):
                if child.pos in NOUNS and colon < child.index < verb.index:
                    self._move(child.index, verb.index, topic.dep)
                    self._move(topic.index, verb.index, "dep")
                    return
