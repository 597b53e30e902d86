"""What opens a clause: the clause and the subject behind it, which the parser hung on the opening or lost.

"Nommé en mai, X dirige Y", "Valorisée 9 millions, la société X recrute", "X, présente dans neuf pays, embauche".
"""

from dataclasses import replace
from itertools import islice

from kg.doc import PAST_PARTICIPLE, VERBAL, Sentence, Token
from kg.main_clauses import MainClauses
from kg.tree import NOUNS

OPENING = frozenset({"acl", "advcl", "advmod", "dep", "obl"})  # how an opening phrase hangs on its clause
LOST = frozenset({"appos", "conj", "dep", "nmod", "obl"})  # how a lost subject hangs on the opening


class OpeningClauses(MainClauses):
    """The mends of openings and asides, for the mender of all clauses."""

    def _opening_phrase(self, sentence: Sentence) -> None:
        """Read "Nommé en mai, X dirige Y", "Filiale de X, Y recrute": what opens a sentence hangs on the clause that follows."""
        root = self._opening_root(sentence)
        if root is None:
            return
        others = (t for t in self.tokens[root.index + 1 : sentence.end] if t.head == t.index and t.pos != "PUNCT")
        inner = [kid for kid in self._kids(root.index, "obj", "obl") if self._has_kid(kid.index, "appos")]
        below = [
            clause for kid in inner for clause in self._kids(kid.index, "appos") if self._has_kid(clause.index, "cop")
        ]
        kids = self._kids(root.index, "parataxis", "ccomp", "conj", "dep", "appos", "advcl")
        for clause in (*kids, *below, *islice(others, 1)):
            is_clause = clause.pos in VERBAL or self._has_kid(clause.index, "cop")
            subject = next(iter(self._kids(clause.index, "nsubj")), None)
            if not is_clause or subject is None or subject.index < root.index:
                continue
            if clause.base_dep == "advcl" and self._has_kid(clause.index, "mark"):
                continue
            between = self.tokens[root.index + 1 : subject.index]
            is_apart = any(token.text == "," for token in between)
            is_cut = any(token.text in {":", ";"} for token in between) or any(t.base_dep == "cc" for t in between[-2:])
            if not is_apart or is_cut:
                return
            self._move(clause.index, clause.index, root.dep)
            for child in self._kids(root.index, "punct"):
                if child.index > clause.index:
                    self._move(child.index, clause.index, child.dep)
            self._move(root.index, clause.index, "advcl")
            return

    def _opening_root(self, sentence: Sentence) -> Token | None:
        """Return the noun, adjective or participle at the root of a sentence that may be but its opening."""
        root = next((t for t in self.tokens[sentence.start : sentence.end] if t.head == t.index), None)
        if root is None or self._has_kid(root.index, "aux", "cop", "nsubj"):
            return None
        if root.pos in {"ADJ", "VERB"} and "VerbForm=Part" in root.morph:
            return self._behind_its_noun(root)
        return root if root.pos in {"ADJ", "NOUN"} else None

    def _behind_its_noun(self, participle: Token) -> Token:
        """Read "Avec 3 millions récoltés en mai, X": a participle right behind a noun with its preposition is of the noun."""
        for noun in self._kids(participle.index, "obl"):
            last = max([noun.index, *(kid.index for kid in self._kids(noun.index))])
            if noun.index < participle.index == last + 1 and self._has_kid(noun.index, "case"):
                self._take_place(noun.index, participle.index)
                for kid in self._kids(participle.index, "advcl", "punct", "parataxis", "conj"):
                    self._move(kid.index, noun.index, kid.dep)
                self._move(participle.index, noun.index, "acl")
                return self.tokens[noun.index]
        return participle

    def _participle_in_opening(self, index: int, sentence: Sentence) -> None:
        """Read "Présent dans dix pays, coté à Zurich, X": the second of two openings says nothing of a noun in the first."""
        participle, noun = self.tokens[index], self.tokens[self.tokens[index].head]
        is_aside = participle.base_dep in {"acl", "appos"} and self.tokens[index - 1].text == ","
        first = self.tokens[sentence.start]
        is_opening = (
            first.pos in {"ADJ", "VERB"} and first.base_dep == "advcl" and self._is_below(noun.index, first.index)
        )
        if is_aside and is_opening and participle.morph >= PAST_PARTICIPLE and not self._agree(noun, participle):
            self._move(index, first.index, "conj")

    def _subject_behind_opening(self, index: int, sentence: Sentence) -> None:
        """Read "Basée à Lyon, X emploie": the noun behind an opening phrase and before a verb without a subject."""
        verb = self.tokens[index]
        if verb.pos not in VERBAL:
            return
        is_finite = "VerbForm=Fin" in verb.morph
        top = verb.head if verb.base_dep in {"aux", "cop"} and verb.head > index else index
        participle = self._participle_as_subject(top, index)
        others = ("expl", "csubj", "mark") if participle else ("expl", "csubj", "mark", "nsubj")
        if not is_finite or self._has_kid(top, *others):
            return
        noun = self._noun_before(self._before_forms(index, sentence))
        if noun is None:
            return
        opening = self.tokens[noun.head]
        while opening.head not in {top, opening.index}:
            opening = self.tokens[opening.head]
        is_opening = (opening.head == top and opening.base_dep in OPENING) or opening is participle
        if is_opening and opening.index < noun.index:
            if participle is not None:
                self._move(participle.index, top, "advcl")  # "Créée par Y, X emploie" with "Créée" as what employs
            is_passive = any(child.dep == "aux:pass" for child in self._kids(top))
            self._move(noun.index, top, "nsubj:pass" if is_passive else "nsubj")

    def _before_forms(self, index: int, sentence: Sentence) -> int:
        """Return the token before a verb with its adverbs, auxiliaries, negations and reflexive pronouns."""
        before = index - 1
        while before > sentence.start and (
            self.tokens[before].pos in {"ADV", "AUX"}
            or self.lexicon.has("reflexive-pronouns", self.tokens[before].lower)
            or self.lexicon.has("negation-particles", self.tokens[before].lower)
        ):
            before -= 1
        return before

    def _noun_before(self, before: int) -> Token | None:
        """Return the bare noun behind a comma that ends at a token: "X", "la société X"."""
        noun = self.tokens[before]
        while noun.head < noun.index:
            inner = self.tokens[noun.head]
            is_classed = noun.base_dep in {"appos", "nmod"} and noun.head == noun.index - 1 and inner.pos == "NOUN"
            if noun.base_dep not in {"amod", "flat"} and not is_classed:
                break
            noun = inner
        return noun if noun.pos in NOUNS and self._is_lost(noun) else None

    def _is_lost(self, noun: Token) -> bool:
        """Tell whether a noun hangs loosely on what stands before it, behind a comma and without a preposition."""
        if noun.base_dep not in LOST or self._has_kid(noun.index, "case", "cc") or noun.head > noun.index:
            return False
        start = min((child.index for child in self._kids(noun.index, "det", "amod", "nummod")), default=noun.index)
        start = min(start, noun.index)
        return start > 0 and self.tokens[start - 1].text == ","

    def _participle_as_subject(self, verb: int, before: int) -> Token | None:
        """Return the bare participle that the parser took for what a verb is said of."""
        subjects = list(self._kids(verb, "nsubj"))
        if len(subjects) != 1 or subjects[0].pos != "VERB" or subjects[0].index > before:
            return None
        is_bare = not self._has_kid(subjects[0].index, "aux", "cop", "det", "case")
        return subjects[0] if is_bare and subjects[0].morph >= PAST_PARTICIPLE else None

    def _two_subjects(self, index: int) -> None:
        """Read "Valorisée 9 millions, X attire": a bare participle before a subject opens the clause.

        "Fondée par deux ingénieurs, A et B, X vend": with a verb in the singular the name right before it is its subject.
        """
        verb = self.tokens[index]
        subjects = [kid for kid in self._kids(index, "nsubj") if kid.index < index]
        if len(subjects) > 1 and subjects[0].pos == "VERB" and subjects[0].morph >= PAST_PARTICIPLE:
            if not self._has_kid(subjects[0].index, "aux", "cop", "det", "case"):
                self._move(subjects[0].index, index, "advcl")
            return
        if len(subjects) != 1 or not self._has_kid(index, "advcl") or "Number=Sing" not in verb.morph:
            return
        names, last = subjects[0], next(iter(self._kids(subjects[0].index, "appos")), None)
        noun = self.tokens[names.index - 2] if names.index > 1 else names
        is_list = self._has_kid(names.index, "conj") and self.tokens[names.index - 1].text == ","
        while noun.base_dep in {"amod", "flat"} and noun.head < noun.index:
            noun = self.tokens[noun.head]
        if (
            last is None
            or not is_list
            or noun.pos != "NOUN"
            or last.index > index
            or self.tokens[last.index - 1].text != ","
        ):
            return
        self._move(last.index, index, names.dep)
        self._move(names.index, noun.index, "appos")

    def _noun_behind_adverb(self, index: int) -> None:
        """Read "Autrefois filiale de X, Y": the noun behind an adverb that opens a sentence is the opening, not the adverb."""
        adverb = self.tokens[index]
        behind = self.tokens[min(index + 1, len(self.tokens) - 1)]
        is_adverb = adverb.pos == "ADV" and self.lexicon.has("opening-adverbs", adverb.lower)
        if is_adverb and behind.pos == "ADJ" and self.lexicon.has("organization-complement-nouns", behind.lower):
            self.tokens[behind.index] = replace(behind, pos="NOUN")  # "filiale", taken for an adjective
        noun = next((kid for kid in self._kids(index, "amod", "nmod", "flat", "appos") if kid.index == index + 1), None)
        if adverb.pos != "ADV" or noun is None or not self.lexicon.has("opening-adverbs", adverb.lower):
            return
        if self.lexicon.has("organization-complement-nouns", noun.lower) or noun.pos == "NOUN":
            self._take_place(noun.index, index)
            for kid in self._kids(index):
                self._move(kid.index, noun.index, kid.dep)
            self.tokens[noun.index] = replace(self.tokens[noun.index], pos="NOUN")
            self._move(index, noun.index, "advmod")

    def _verb_in_list(self, index: int) -> None:
        """Read "X brasse à Lyon, emploie 300 salariés et exporte": a verb without one shares the subject of the first."""
        verb, first = self.tokens[index], self.tokens[self.tokens[index].head]
        is_list = verb.base_dep == "parataxis" and first.pos in VERBAL and first.index < index and verb.pos == "VERB"
        if not is_list or self._has_kid(index, "mark") or not self._is_free_verb(verb):
            return
        before = self.tokens[self._start_of_verb(index) - 1]
        is_said = any(self.lexicon.has(name, verb.lemma) for name in ("quoting-verbs", "saying-verbs"))
        if before.text == "," and not is_said and any(k.index < first.index for k in self._kids(first.index, "nsubj")):
            self._move(index, first.index, "conj")

    def _verb_behind_name(self, sentence: Sentence) -> None:
        """Read "La jeune pousse X | a levé": a verb hung on the noun before the name has the two as its subject."""
        noun = next((t for t in self.tokens[sentence.start : sentence.end] if t.head == t.index), None)
        if noun is None or noun.pos != "NOUN" or self._has_kid(noun.index, "aux", "case", "cop", "mark"):
            return
        name = next((kid for kid in self._kids(noun.index) if kid.index == noun.index + 1 and kid.pos == "PROPN"), None)
        for verb in self._kids(noun.index, "parataxis"):
            if name is not None and self._is_free_verb(verb) and self._start_of_verb(verb.index) == name.index + 1:
                self._move(name.index, noun.index, "appos")
                self._take_place(verb.index, noun.index)
                self._move(noun.index, verb.index, self._subject_label(verb.index))
                return

    def _adjective_aside(self, index: int) -> None:
        """Read "X, présente dans neuf pays, embauche": no comma parts a subject from its verb, the first is an aside."""
        aside = self.tokens[index]
        subject = next((kid for kid in self._kids(index, "nsubj") if kid.index < index), None)
        if (
            subject is None
            or "VerbForm=Fin" not in aside.morph
            or self._has_kid(index, "aux", "cop", "obj", "expl", "advmod")
        ):
            return
        if self.tokens[index - 1].text != "," or subject.index != self._start_of(index - 1, subject.index):
            return
        for verb in self._kids(index, "parataxis", "conj"):
            is_verb = (
                verb.pos == "VERB" and "VerbForm=Fin" in verb.morph and not self._has_kid(verb.index, "nsubj", "cc")
            )
            if is_verb and self.tokens[verb.index - 1].text == ",":
                self._take_place(verb.index, index)
                self._move(subject.index, verb.index, subject.dep)
                self._move(index, subject.index, "acl")
                return

    def _start_of(self, end: int, subject: int) -> int:
        """Return the subject where a stretch before a comma is all of it, the comma itself otherwise."""
        inside = self.tokens[subject + 1 : end]
        return subject if all(token.text != "," for token in inside) else end

    def _amount_of_participle(self, index: int) -> None:
        """Read "Valorisée 9 millions d’euros, X": a sum behind a bare participle is not what is done something to."""
        noun, participle = self.tokens[index], self.tokens[self.tokens[index].head]
        is_bare = participle.morph >= PAST_PARTICIPLE and not self._has_kid(participle.index, "aux", "cop", "nsubj")
        is_sum = any(noun.lower in self.lexicon.maps[name] for name in ("magnitudes", "currencies"))
        is_counted = is_sum and self._has_kid(index, "nummod") and not self._has_kid(index, "det")
        if is_bare and is_counted and participle.pos == "VERB":
            self._move(index, participle.index, "obl:arg")
