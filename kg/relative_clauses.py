"""Relative clauses that the parser hung wrongly: a pronoun right behind a noun makes its clause one of that noun."""

from dataclasses import replace

from kg.doc import VERBAL, Sentence, Token
from kg.tree import NOUNS, Tree

MISPLACED = frozenset({"acl", "advcl", "appos", "conj", "dep", "nmod", "obl", "parataxis"})  # labels of a lost clause
UNMARKED = frozenset({"appos", "nmod", "obj", "obl", "xcomp"})  # labels of a noun that ought to be a subject

AGE = 3  # tokens of an age behind a name: an age between commas
OPENING = frozenset({"dep", "dislocated", "nsubj", "obl"})  # how the subject hangs before "dont" on the verb behind it


class RelativeClauses(Tree):
    """The mends of relative clauses, for the mender of all clauses."""

    def _relative(self, index: int, sentence: Sentence) -> None:
        """Hang a clause on the noun right before its relative pronoun: "X, qui a été racheté par Y", "X, que Y rachète"."""
        pronoun = self.tokens[index]
        is_object = self.lexicon.has("relative-object", pronoun.lower)
        if not is_object and not self.lexicon.has("relative-subject", pronoun.lower):
            return
        before = self.tokens[index - 1]
        is_marked = before.base_dep == "case" and before.head == index
        antecedent = self._antecedent(index - is_marked, sentence)
        verb = self.tokens[pronoun.head]
        top = verb
        while top.base_dep in {"xcomp", "ccomp"} and top.head > index:
            top = self.tokens[top.head]
        # "la banque X, que": the clause may hang on the noun of the name
        is_near = antecedent is not None and verb.head in {antecedent.index, antecedent.head}
        if antecedent is not None and verb.dep == "acl:relcl" and is_near:
            is_sure = before.text == "," or antecedent.pos == "PROPN"  # not "l’idée que X rachète Y"
            self._pronoun(pronoun, verb, is_object=is_object and is_sure)
        if antecedent is not None and not is_object and top.index > index:
            outer = self._outer_noun(antecedent, top, index) or self._nearest_noun(antecedent, top, index)
            if outer is not None:
                self._move(top.index, outer.index, "acl:relcl")
                return
        if antecedent is None or top.index < index or top.dep == "acl:relcl" or top.base_dep not in MISPLACED:
            return
        if not is_object and pronoun.base_dep not in {"nsubj", "mark"}:
            return
        if is_object:
            # "dit à Paul que": only after a comma or in "c’est X que" is it a pronoun for sure
            is_pronoun = self.tokens[index - 1].text == "," or self._is_cleft(antecedent.index)
            is_taken = self._has_kid(verb.index, "obj") and self._has_kid(
                verb.index, "nsubj"
            )  # "que contrôle Y" has none
            if not is_pronoun or (pronoun.base_dep != "obj" and is_taken):
                return
            self.tokens[index] = replace(pronoun, pos="PRON")
            self._move(index, verb.index, "obj")
        self._move(top.index, antecedent.index, "acl:relcl")

    def _clause_of_focus(self, index: int, sentence: Sentence) -> None:
        """Hang a clause on the noun that a sentence brings out, behind what describes it: "c’est Y, passée par X, qui dirige"."""
        verb = self.tokens[self.tokens[index].head]
        is_apart = verb.pos in VERBAL and verb.index > index and self.tokens[index - 1].text == ","
        if not is_apart or not self.lexicon.has("relative-subject", self.tokens[index].lower):
            return
        for token in reversed(self.tokens[sentence.start : index]):
            if token.pos in VERBAL and "VerbForm=Fin" in token.morph:
                noun = self.tokens[token.head]
                is_cleft = token.base_dep == "cop" and token.index < noun.index < index and self._is_cleft(noun.index)
                if is_cleft and noun.pos in NOUNS:
                    self._move(verb.index, noun.index, "acl:relcl")
                return

    def _outer_noun(self, inner: Token, verb: Token, pronoun: int) -> Token | None:
        """Return the noun that a clause behind its complement is of: "une jeune pousse de Metz qui compte", by number or kind."""
        if inner.base_dep not in {"nmod", "obl"} or inner.head >= inner.index or not self._has_kid(inner.index, "case"):
            return None
        outer = self.tokens[inner.head]
        if outer.pos != "NOUN" or not self._is_genitive(inner.index):
            return None
        finite = next((t for t in (*self._kids(verb.index, "aux", "cop"), verb) if "VerbForm=Fin" in t.morph), verb)
        numbers = [{f for f in token.morph if f.startswith("Number=")} for token in (outer, inner, finite)]
        if all(numbers) and numbers[0] != numbers[1]:
            return outer if numbers[0] == numbers[2] else None
        if self.tokens[pronoun - 1].text == ",":
            return None
        if inner.pos == "PROPN":  # a name needs no clause that tells which one is meant
            return outer if self._is_somebody(outer) else None
        is_had = self.lexicon.has("having-verbs", verb.lemma) or self.lexicon.has("company-verbs", verb.lemma)
        is_one = any(self.lexicon.has("indefinite-determiners", kid.lower) for kid in self._kids(outer.index, "det"))
        return outer if is_had and is_one and self._is_somebody(outer) and not self._is_somebody(inner) else None

    def _nearest_noun(self, last: Token, verb: Token, pronoun: int) -> Token | None:
        """Return the noun right before a clause in the singular that the parser gave to one before it.

        "X et Y, qui emploie": Y; "le rachat de X, qui emploie": X, for a purchase employs nobody.
        """
        if verb.dep != "acl:relcl" or verb.head != last.head or self.tokens[verb.head].index > last.index:
            return None
        finite = next((t for t in (*self._kids(verb.index, "aux", "cop"), verb) if "VerbForm=Fin" in t.morph), verb)
        if "Number=Sing" not in finite.morph or "Number=Plur" in last.morph:
            return None
        is_somebody = last.pos == "PROPN" or self._is_somebody(last)
        is_of_thing = last.base_dep == "nmod" and is_somebody and self._is_genitive(last.index)
        is_of_thing = (
            is_of_thing and self.tokens[pronoun - 1].text == "," and not self._names_one(self.tokens[verb.head])
        )
        return last if last.base_dep == "conj" or is_of_thing else None

    def _names_one(self, noun: Token) -> bool:
        """Tell whether a noun is a name, a place or somebody, who may well do what a clause says."""
        places = ("area-nouns", "place-nouns", "site-nouns", "product-nouns")
        is_place = any(self.lexicon.has(name, noun.lemma) for name in places)
        return noun.pos == "PROPN" or is_place or self._is_somebody(noun)

    def _is_genitive(self, noun: int) -> bool:
        return any(self.lexicon.has("genitive-forms", case.lower) for case in self._kids(noun, "case"))

    def _is_somebody(self, noun: Token) -> bool:
        """Tell whether a noun names people or organisations."""
        lists = ("group-nouns", "industry-head-nouns", "organization-nouns", "person-nouns", "trade-nouns")
        return any(self.lexicon.has(name, noun.lemma) for name in lists)

    def _relative_place(self, index: int, sentence: Sentence) -> None:
        """Hang a clause on the noun before its "où" and a comma: "chez X, où le patron, Y, se tait"."""
        pronoun = self.tokens[index]
        if not self.lexicon.has("relative-place", pronoun.lower) or self.tokens[index - 1].text != ",":
            return
        antecedent = self._antecedent(index, sentence)
        verb = self.tokens[pronoun.head]
        if antecedent is not None and verb.pos in VERBAL and verb.index > index and verb.base_dep in MISPLACED:
            self._move(verb.index, antecedent.index, "acl:relcl")

    def _relative_of(self, index: int, sentence: Sentence) -> None:
        """Read "X, dont Y détient 60 %, possède Z": the clause of "dont" is of X, which is the subject of the next verb."""
        pronoun = self.tokens[index]
        noun = self._antecedent(index, sentence) if self.lexicon.has("relative-of", pronoun.lower) else None
        if noun is None:
            return
        while noun.base_dep in {"appos", "nmod"} and noun.head < noun.index and not self._has_kid(noun.index, "case"):
            noun = self.tokens[noun.head]  # "la société X, dont"
        self._promote(noun, self._predicate(pronoun))

    def _predicate(self, token: Token) -> Token:
        """Return the verb, or the predicate with a copula, of the clause that a word stands in."""
        while token.pos not in VERBAL and not self._has_kid(token.index, "cop") and token.head != token.index:
            token = self.tokens[token.head]
        return token

    def _promote(self, noun: Token, inner: Token) -> None:
        """Give a noun that the parser made the subject of its relative clause the verb behind it: "X, dont …, possède Z"."""
        if inner.index < noun.index or inner.index != noun.head or noun.base_dep not in OPENING:
            return
        if noun.base_dep != "nsubj" and self._has_kid(noun.index, "case"):
            return
        for verb in self._kids(inner.index, "parataxis", "conj", "ccomp", "dep", "advcl"):
            is_clause = verb.pos in VERBAL or self._has_kid(verb.index, "cop")
            if verb.index > inner.index and is_clause and not self._has_kid(verb.index, "nsubj", "cc", "mark"):
                forms = (verb, *self._kids(verb.index, "aux", "advmod", "expl", "cop", "det", "amod", "case"))
                before = min(child.index for child in forms)
                if self.tokens[before - 1].text != ",":
                    continue
                self._take_place(verb.index, inner.index)
                self._move(noun.index, verb.index, noun.dep if noun.base_dep == "nsubj" else "nsubj")
                self._move(inner.index, noun.index, "acl:relcl")
                return

    def _pronoun(self, pronoun: Token, verb: Token, *, is_object: bool) -> None:
        """Give the pronoun of a relative clause its place: "X, que Y a fondée", "X, à qui succède Y"."""
        kids = {child.base_dep for child in self._kids(verb.index)}
        if is_object and pronoun.base_dep == "mark" and "obj" not in kids:
            self.tokens[pronoun.index] = replace(pronoun, pos="PRON")
            self._move(pronoun.index, verb.index, "obj")
        is_marked = self._has_kid(pronoun.index, "case")
        if is_marked and pronoun.base_dep == "nsubj":
            self._move(pronoun.index, verb.index, "obl")
            if not self._has_kid(verb.index, "nsubj"):
                for child in self._kids(verb.index, "obj"):
                    self._move(child.index, verb.index, "nsubj")

    def _inverted(self, index: int) -> None:
        """Read "X, que contrôle à 60 % la holding Y", "que se partagent A et B": the noun behind the verb is its subject."""
        pronoun = self.tokens[index]
        verb = self.tokens[pronoun.head]
        is_second = pronoun.base_dep == "mark" and verb.base_dep == "conj" and self.tokens[index - 1].pos == "CCONJ"
        if is_second and self.tokens[verb.head].dep == "acl:relcl" and not self._has_kid(verb.index, "nsubj"):
            pronoun = self.tokens[index] = replace(pronoun, pos="PRON", dep="obj")  # "que dirige X et que contrôle Y"
        if not self.lexicon.has("relative-object", pronoun.lower) or pronoun.base_dep != "obj":
            return
        if verb.index > index:
            self._object_of_infinitive(pronoun, verb)
        if verb.index < index or self._has_kid(verb.index, "nsubj", "csubj"):
            return
        end = self._clause_end(verb.index)
        for noun in self.tokens[verb.index + 1 : end]:
            if noun.pos not in NOUNS or noun.base_dep not in UNMARKED or self._has_kid(noun.index, "case", "nummod"):
                continue
            if noun.head != verb.index and not self._is_behind_measure(noun):
                continue
            self._move(noun.index, verb.index, "nsubj")
            return

    def _object_of_infinitive(self, pronoun: Token, verb: Token) -> None:
        """Read "X, que Y souhaite vendre": the pronoun is what the infinitive takes."""
        while True:
            inner = next((kid for kid in self._kids(verb.index, "xcomp") if "VerbForm=Inf" in kid.morph), None)
            if inner is None or self._has_kid(inner.index, "obj"):
                break
            verb = inner
        if verb.index != pronoun.head:
            self._move(pronoun.index, verb.index, "obj")

    def _clause_end(self, start: int) -> int:
        """Return the first comma behind a token, or the end of its sentence."""
        sentence = self.doc.sentence_of(start)
        return next((t.index for t in self.tokens[start : sentence.end] if t.text == ","), sentence.end)

    def _is_behind_measure(self, noun: Token) -> bool:
        """Tell whether a noun stands right behind a share or an adjective that it was hung on: "à 60 % la holding Y"."""
        above = self.tokens[noun.head]
        first = min((child.index for child in self._kids(noun.index) if child.index < noun.index), default=noun.index)
        is_measure = above.lower in self.lexicon.maps["percent-signs"] or above.pos == "ADJ"
        return is_measure and above.index == first - 1

    def _antecedent(self, index: int, sentence: Sentence) -> Token | None:
        """Return the noun right before a pronoun, a comma and adjectives aside."""
        before = index - 1
        if before > sentence.start and self.tokens[before].text == ",":
            before -= 1
        if self.lexicon.has("age-units", self.tokens[before].lower) and before > sentence.start + AGE:
            is_apart = self.tokens[before - 2].text in {",", "("} and self.tokens[before - 1].pos == "NUM"
            before -= AGE if is_apart else 0  # an age between commas
        while before > sentence.start and self.tokens[before].pos == "ADJ":
            before -= 1
        token = self.tokens[before] if before >= sentence.start else None
        if token is None or token.pos not in NOUNS:
            return None
        while token.head != token.index and (token.base_dep == "flat" or self._is_in_name_of(token)):
            token = self.tokens[token.head]
        return token

    def _is_in_name_of(self, token: Token) -> bool:
        """Tell whether a word is of the same name as what it hangs on: "la Compagnie Wafaïa"."""
        first, last = sorted((token.index, token.head))
        return any(name.start <= first and last < name.end for name in self.doc.names)

    def _is_cleft(self, index: int) -> bool:
        kids = list(self._kids(index, "expl", "nsubj"))
        has_copula = self._has_kid(index, "cop")
        return has_copula and any(self.lexicon.has("cleft-pronouns", child.lower) for child in kids)

    def _hand_on(self, index: int) -> None:
        """Read "X, dont Y est la filiale", "dont Y détient 60 %": "dont" is of the noun or of the share, a name has nobody."""
        token = self.tokens[index]
        if not self.lexicon.has("relative-of", token.lower):
            return
        name = self.tokens[token.head]
        # "dont le groupe Y", "dont la famille Y", but "dont le président": of X itself
        is_firm = any(self.lexicon.has(nouns, name.lemma) for nouns in ("kin-group-nouns", "organization-nouns"))
        if (name.pos not in {"PROPN", "X"} and not is_firm) or name.index < index:
            return
        noun = self.tokens[name.head]
        if name.base_dep == "nsubj" and noun.pos == "VERB":
            held = self._had_by(noun, only_parts=name.pos == "NOUN")
            self._move(index, name.index if held is None else held, token.dep)
            return
        is_subject = name.base_dep == "nsubj" and self._has_kid(noun.index, "cop")
        if is_subject and noun.pos == "NOUN":
            self._move(index, noun.index, token.dep)

    def _had_by(self, verb: Token, *, only_parts: bool) -> int | None:
        """Return what "dont" is of behind a subject that is a name: the object ("dont Y quitte la présidence"), or the verb."""
        signs = self.lexicon.maps["percent-signs"]
        for noun in self._kids(verb.index, "obj"):
            is_part = noun.lower in signs or self.lexicon.has("part-nouns", noun.lemma)
            if is_part or (
                not only_parts and noun.pos == "NOUN" and not self._has_kid(noun.index, "nmod", "appos", "flat")
            ):
                inner = [kid for kid in self._kids(noun.index, "nmod") if self.lexicon.has("part-nouns", kid.lemma)]
                return inner[0].index if inner else noun.index
        return None if only_parts else verb.index

    def _is_object(self, pronoun: Token) -> bool:
        return pronoun.base_dep == "obj" and self.lexicon.has("relative-object", pronoun.lower)

    def _relative_parts(self, index: int, sentence: Sentence) -> None:
        """Give a relative pronoun and what stands around it their places in its clause."""
        self._swallowed_subject(index, sentence)
        self._inverted_pair(index)

    def _inverted_pair(self, index: int) -> None:
        """Read "que préside et dirige X": the subject behind two verbs is that of the first as well."""
        pronoun, verb = self.tokens[index], self.tokens[self.tokens[index].head]
        if not self._is_object(pronoun) or self._has_kid(verb.index, "nsubj") or verb.index < index:
            return
        for second in self._kids(verb.index, "conj"):
            names = [kid for kid in self._kids(second.index, "obj", "nsubj") if kid.index > second.index]
            if second.pos == "VERB" and names and names[0].pos == "PROPN" and second.index < names[0].index:
                self._move(names[0].index, verb.index, "nsubj")

    def _swallowed_subject(self, index: int, sentence: Sentence) -> None:
        """Read "X, avec qui Y a signé": a name that the parser made a part of the pronoun is the subject of its clause."""
        pronoun = self.tokens[index]
        name = next(iter(self._kids(index, "flat")), None)
        verb = self.tokens[pronoun.head]
        if name is None or name.pos != "PROPN" or name.index != index + 1 or not self._has_kid(index, "case"):
            return
        antecedent = self._antecedent(index - 1, sentence)
        self._move(name.index, verb.index, "nsubj")
        if antecedent is not None and antecedent.head == verb.index:
            self._promote(self.tokens[antecedent.index], verb)
