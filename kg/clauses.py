"""Doc → Doc: clauses that the parser hung wrongly, told by the words that open them or by a form without its other half.

An auxiliary without a participle and a participle without an auxiliary belong together; a noun without a verb before a
verb without a subject is its subject.
"""

from dataclasses import replace
from itertools import pairwise

from kg.doc import PAST_PARTICIPLE, VERBAL, Doc, Sentence, Token
from kg.functions import Functions
from kg.lexicon import Lexicon
from kg.opening_clauses import OpeningClauses
from kg.participles import Participles
from kg.tree import NOUNS
from kg.word_order import WordOrder

MAX_PARENTHESIS = 12  # tokens between an auxiliary and its participle: "a, dit-on, racheté"


def mend_clauses(doc: Doc, lexicon: Lexicon) -> Doc:
    """Return the parse with relative clauses, split verb forms and lost subjects put right."""
    return _ClauseMender(doc, lexicon).mend()


class _ClauseMender(OpeningClauses, Participles, Functions, WordOrder):
    """The mends, in their order: what one puts right the next builds on."""

    def mend(self) -> Doc:
        lists = self.lexicon.lists
        relatives = (
            lists["relative-object"] | lists["relative-subject"] | lists["relative-of"] | lists["relative-place"]
        )
        for sentence in self.doc.sentences:
            indices = range(sentence.start, sentence.end)
            for index in indices:
                self._mend_word(index, sentence)
            self._participle_as_root(sentence)
            for index in indices:
                self._participle(index, sentence)
                self._order(index, sentence)
                if self.tokens[index].base_dep == "conj":
                    self._item_of_inner_list(index)
                if self.tokens[index].lower in relatives:
                    self._relative(index, sentence)
                    self._clause_of_focus(index, sentence)
                    self._inverted(index)
                    self._relative_place(index, sentence)
                    self._relative_of(index, sentence)
                    self._hand_on(index)
                    self._relative_parts(index, sentence)
            self._noun_behind_adverb(sentence.start)
            self._opening_phrase(sentence)
            self._verb_of_root(sentence)
            self._lost_subject(sentence)
            self._verb_behind_name(sentence)
            for index in indices:
                if self.tokens[index].pos in VERBAL:
                    self._shared_subject(index)
                    self._participle_in_opening(index, sentence)
                    self._verb_in_list(index)
                    self._adjective_aside(index)
                    self._subject_behind_opening(index, sentence)
                    self._subject_before_aside(index)
                    self._two_subjects(index)
        return self._mended()

    def _mend_word(self, index: int, sentence: Sentence) -> None:
        """Make the mends of a verb, a name or an object that is wrong."""
        if self.tokens[index].base_dep == "aux":
            self._lift_having(index)
        if self.tokens[index].pos in VERBAL:
            self._join_auxiliary(index, sentence)
        if self.tokens[index].base_dep == "flat":
            self._name_as_object(index)
            self._function_in_name(index)
        elif self.tokens[index].base_dep == "conj":
            self._second_appointed(index)
        if self.tokens[index].base_dep in {"obj", "xcomp"}:
            self._time_as_adjunct(index)
            self._apposition_to_agent(index)
            self._amount_of_participle(index)
        if self.tokens[index].pos == "PROPN":
            self._name_over_title(index)
        elif self.tokens[index].base_dep == "nmod":
            self._rank_behind_function(index)
        elif self.tokens[index].pos == "VERB":
            self._called(index)
            self._infinitive_behind_verb(index)
            self._infinitive_of_list(index)

    def _order(self, index: int, sentence: Sentence) -> None:
        """Mend a clause whose parts do not stand in their usual order, at the word that shows it."""
        token = self.tokens[index]
        if token.pos == "VERB":
            self._behind_fronted(index)
        elif token.pos in NOUNS or (token.pos == "NUM" and self._has_kid(index, "cop")):
            self._cleft_complement(index)
            self._whole_of_deal(index, sentence)
        elif token.base_dep == "amod":
            self._copula_on_origin(index)
        elif token.base_dep == "case" and self.lexicon.has("genitive-forms", token.lower):
            self._complement_behind_aside(index, sentence)

    def _lift_having(self, index: int) -> None:
        """Read "X a pour filiale Y" under its verb, where the parser took "a" for the auxiliary of the noun."""
        token = self.tokens[index]
        if token.base_dep != "aux":
            return
        noun = self.tokens[token.head]
        is_auxiliary = noun.pos == "NOUN" and self.lexicon.has("having-verbs", token.lemma)
        if not is_auxiliary or not self._has_kid(noun.index, "case"):
            return
        self.tokens[index] = replace(token, pos="VERB")
        self._take_place(index, noun.index)
        for child in self._kids(noun.index, "nsubj", "obj", "advmod", "advcl", "punct"):
            if child.index < index or child.base_dep == "obj":
                self._move(child.index, index, child.dep)
        self._move(noun.index, index, "obl")

    def _join_auxiliary(self, index: int, sentence: Sentence) -> None:
        """Read "X a, dit-on, racheté Y": the participle behind the parenthesis is the verb."""
        auxiliary = self.tokens[index]
        if auxiliary.pos not in VERBAL:
            return
        is_having = self.lexicon.has("having-verbs", auxiliary.lemma)
        if auxiliary.pos != "AUX" and not (auxiliary.pos == "VERB" and is_having):
            return
        if index + 1 >= sentence.end or self.tokens[index + 1].text != "," or self._has_kid(index, "obj"):
            return
        for participle in self.tokens[index + 2 : min(sentence.end, index + 2 + MAX_PARENTHESIS)]:
            is_participle = participle.pos == "VERB" and participle.morph >= PAST_PARTICIPLE
            if not is_participle or self.tokens[participle.index - 1].text != ",":
                continue
            if any(child.index != index for child in self._kids(participle.index, "aux", "cop")):
                return
            self._head_clause(participle.index, index, "aux:tense" if is_having else "aux:pass")
            return

    def _head_clause(self, participle: int, auxiliary: int, dep: str) -> None:
        """Make a participle the head of the clause that its auxiliary, or a word in between, is the head of now."""
        other = self.tokens[auxiliary].head
        is_between = self.tokens[auxiliary].base_dep in {"aux", "cop"} and auxiliary < other < participle
        for top in (other, auxiliary) if is_between else (auxiliary,):
            if self.tokens[auxiliary].head != participle or top != auxiliary:
                self._take_place(participle, top)
            for child in self._kids(top):
                self._move(child.index, participle, child.dep)
            if top != auxiliary:
                self._move(top, participle, "obl:mod")
        self._move(auxiliary, participle, dep)

    def _name_as_object(self, index: int) -> None:
        """Read a name that the parser makes a part of the verb before it as what the verb takes."""
        token = self.tokens[index]
        if token.base_dep != "flat":
            return
        verb = self.tokens[token.head]
        if token.pos == "PROPN" and verb.pos == "VERB" and verb.index == index - 1:
            self._move(index, verb.index, "obj")

    def _time_as_adjunct(self, index: int) -> None:
        """Read "a racheté l’an passé": when, not what."""
        token = self.tokens[index]
        if token.base_dep not in {"obj", "xcomp"}:
            return
        if self.lexicon.has("time-nouns", token.lemma) or self.lexicon.has("calendar-words", token.lower):
            self._move(index, token.head, "obl:mod")

    def _apposition_to_agent(self, index: int) -> None:
        """Read "fondée par X et Y, deux anciens de Z, W emploie": what a passive participle takes no more describes its agent."""
        token = self.tokens[index]
        if token.base_dep != "obj":
            return
        participle = self.tokens[token.head]
        if not participle.morph >= PAST_PARTICIPLE or index < participle.index:
            return
        agents = [child for child in self._kids(participle.index, "obl") if participle.index < child.index < index]
        before = min((child.index for child in self._kids(index) if child.index < index), default=index)
        is_apart = self.tokens[before].text == "," or self.tokens[before - 1].text == ","
        if agents and is_apart and not self._has_kid(participle.index, "aux"):
            self._move(index, agents[-1].index, "appos")

    def _infinitive_of_list(self, index: int) -> None:
        """Read "va fermer son usine, où travaillent 54 personnes, et investir": an infinitive goes on with an infinitive."""
        infinitive = self.tokens[index]
        finite = self.tokens[infinitive.head]
        is_conjunct = infinitive.base_dep == "conj" and "VerbForm=Inf" in infinitive.morph and finite.dep == "acl:relcl"
        if not is_conjunct or "VerbForm=Fin" not in finite.morph or self._has_kid(index, "aux", "mark"):
            return
        noun = self.tokens[finite.head]
        while noun.head != noun.index and "VerbForm=Inf" not in noun.morph:
            noun = self.tokens[noun.head]
        if "VerbForm=Inf" in noun.morph and noun.index < finite.index:
            self._move(index, noun.index, "conj")

    def _infinitive_behind_verb(self, index: int) -> None:
        """Read "compte en recruter dix": an infinitive right behind a verb and a pronoun is what the verb governs."""
        infinitive = self.tokens[index]
        if "VerbForm=Inf" not in infinitive.morph or index < 2 or infinitive.base_dep not in {"advcl", "conj", "obl"}:  # noqa: PLR2004
            return
        pronoun, verb = self.tokens[index - 1], self.tokens[index - 2]
        is_clitic = self.lexicon.has("genitive-pronouns", pronoun.lower) or pronoun.pos == "PRON"
        if is_clitic and verb.pos == "VERB" and "VerbForm=Fin" in verb.morph and infinitive.head != verb.index:
            self._move(index, verb.index, "xcomp")

    def _called(self, index: int) -> None:
        """Read "le patron de X s’appelle Y" as the two being one."""
        verb = self.tokens[index]
        if verb.pos != "VERB" or not self.lexicon.has("naming-verbs", verb.lemma):
            return
        noun = next((child for child in self._kids(index, "nsubj") if child.index < index), None)
        is_reflexive = any(
            self.lexicon.has("reflexive-pronouns", kid.lower) for kid in self._kids(index, "expl", "obj")
        )
        if noun is None or noun.pos != "NOUN" or not is_reflexive:
            return
        if any(kid.pos == "PROPN" and not self._has_kid(kid.index, "case") for kid in self._kids(noun.index)):
            return  # "la société X s’appelait autrefois Y"
        for child in self._kids(index, "nsubj", "obj", "xcomp", "obl"):
            if child.index > index and child.pos == "PROPN" and not self._has_kid(child.index, "case"):
                self._take_place(child.index, index)
                for kid in self._kids(index):
                    self._move(kid.index, child.index, kid.dep)
                self._move(index, child.index, "cop")
                self._move(noun.index, child.index, "nsubj")
                return

    def _item_of_inner_list(self, index: int) -> None:
        """Read "X, qui possède A, la chaîne B et C, grandit": what a list goes on with belongs to the clause that began it."""
        token = self.tokens[index]
        if token.base_dep != "conj" or token.pos not in NOUNS:
            return
        first = self.tokens[token.head]
        if first.pos not in NOUNS or first.index > index:
            return
        start = min((child.index for child in self._kids(index) if child.index < index), default=index)
        is_closed = self.tokens[start].base_dep == "cc" and self.tokens[start - 1].text == ","
        if is_closed:  # "X, qui fabrique des vélos, et Y ont annoncé"
            return
        for clause in self._kids(first.index, "acl"):
            items = [child for child in self._kids(clause.index, "obj") if clause.index < child.index < start]
            if clause.pos in VERBAL and items:
                self._move(index, items[-1].index, "conj")
                return

    def _lost_subject(self, sentence: Sentence) -> None:
        """Give a verb without a subject the lone noun before it: "X | qui a été racheté | a publié"."""
        roots = [t for t in self.tokens[sentence.start : sentence.end] if t.head == t.index and t.pos != "PUNCT"]
        for noun, verb in pairwise(roots):
            is_bare = noun.pos in NOUNS and not self._has_kid(noun.index, "case", "cop")
            is_verb = verb.pos in VERBAL and "VerbForm=Inf" not in verb.morph
            between = self.tokens[noun.index + 1 : verb.index]
            if not is_bare or not is_verb or any(token.text in {":", ";"} for token in between):
                continue
            self._join_subjects(noun, verb)
            if not self._has_kid(verb.index, "nsubj"):
                is_passive = any(child.dep == "aux:pass" for child in self._kids(verb.index))
                self._move(noun.index, verb.index, "nsubj:pass" if is_passive else "nsubj")

    def _join_subjects(self, first: Token, verb: Token) -> None:
        """Read "X | et Y détiennent": who stands before a conjunction and the subject of a verb is its subject too."""
        second = next(iter(self._kids(verb.index, "nsubj")), None)
        if second is None or not first.index < second.index < verb.index or "Number=Plur" not in verb.morph:
            return
        between = [token for token in self.tokens[first.index + 1 : second.index] if token.base_dep != "flat"]
        if between and between[0].pos == "CCONJ" and all(token.pos in {"CCONJ", "DET"} for token in between):
            self._move(first.index, verb.index, second.dep)
            self._move(second.index, first.index, "conj")

    def _shared_subject(self, index: int) -> None:
        """Read "X et Y ont racheté Z" where the parser coordinates X with the clause "Y ont racheté Z"."""
        verb = self.tokens[index]
        if verb.base_dep != "conj" or verb.pos not in VERBAL:
            return
        first = self.tokens[verb.head]
        is_clause = "VerbForm=Inf" not in verb.morph
        if not is_clause or first.head != first.index or first.pos not in NOUNS or first.index > index:
            return
        second = next(iter(self._kids(index, "nsubj")), None)
        if second is None or not first.index < second.index < index:
            return
        between = self.tokens[first.index + 1 : second.index]
        if not between or not all(t.pos in {"CCONJ", "DET"} or t.base_dep == "flat" for t in between):
            return
        self._take_place(index, first.index)
        self._move(first.index, index, second.dep)
        self._move(second.index, first.index, "conj")
