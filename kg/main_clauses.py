"""Subjects that the parser lost: of a verb hung on the lone noun before it, or behind an opening phrase and an aside."""

from kg.doc import VERBAL, Sentence, Token
from kg.tree import NOUNS, Tree

CLOSING = frozenset({",", ")", "\u2013", "\u2014"})  # what ends an aside
ORPHANED = (
    "acl",
    "advcl",
    "appos",
    "ccomp",
    "conj",
    "dep",
    "parataxis",
    "xcomp",
)  # how a lost verb hangs on its subject


class MainClauses(Tree):
    """The mends of main clauses, for the mender of all clauses."""

    def _verb_of_root(self, sentence: Sentence) -> None:
        """Read "Le cabinet X, qui conseille Y, compte Z": a finite verb hung on the lone noun before it is what it does."""
        noun = next((t for t in self.tokens[sentence.start : sentence.end] if t.head == t.index), None)
        if noun is not None and noun.base_dep != "nsubj" and noun.pos in VERBAL:
            noun = next((kid for kid in self._kids(noun.index, "nsubj") if kid.index < noun.index), None)
        if noun is None or noun.pos not in NOUNS or self._has_kid(noun.index, "aux", "case", "cc", "cop", "mark"):
            return
        inner = [kid for clause in self._kids(noun.index, "acl") for kid in self._kids(clause.index, "obj", "obl")]
        asides = [kid for kid in self._kids(noun.index, "appos", "conj") if not self._has_kid(kid.index, "cc")]
        inner += [verb for aside in asides for verb in self._kids(aside.index, "acl", "conj", "parataxis")]
        for verb in (*self._kids(noun.index, *ORPHANED), *inner):
            if verb.index < noun.index or verb.pos not in VERBAL or not self._is_free_verb(verb):
                continue
            start, second = self._start_of_verb(verb.index), self.tokens[noun.head]
            between = self.tokens[noun.index + 1 : start]
            is_apart = not between or between[-1].text in CLOSING
            if not is_apart or any(token.text in {":", ";"} for token in between) or not self._agree(noun, verb):
                continue
            if second is not noun and not (second.index > verb.index and self._has_kid(second.index, "cc")):
                continue
            self._take_place(verb.index, second.index)
            self._move(noun.index, verb.index, self._subject_label(verb.index))
            if second is not noun:  # "X, qui conseille Y, compte Z et aura W", with X as the subject of "aura" only
                self._move(second.index, verb.index, "conj")
            for child in self._kids(noun.index):
                if child.index > verb.index:
                    self._move(child.index, verb.index, child.dep)
            return

    def _subject_label(self, verb: int) -> str:
        return "nsubj:pass" if any(child.dep == "aux:pass" for child in self._kids(verb)) else "nsubj"

    def _is_free_verb(self, verb: Token) -> bool:
        """Tell whether a verb is finite, without a subject and without a word that makes its clause one of another."""
        if not any("VerbForm=Fin" in token.morph for token in (verb, *self._kids(verb.index, "aux", "cop"))):
            return False
        if self._has_kid(verb.index, "cc", "csubj", "expl", "mark", "nsubj"):
            return False
        lists = [self.lexicon.lists[name] for name in ("relative-object", "relative-of", "relative-subject")]
        before = (child for child in self._kids(verb.index) if child.index < verb.index)
        return not any(child.lower in words for child in before for words in lists)

    def _start_of_verb(self, verb: int) -> int:
        """Return where a verb begins with its auxiliaries, pronouns, particles and adverbs."""
        start = verb
        while start and (
            self.tokens[start - 1].pos in {"ADV", "AUX"}
            or self.lexicon.has("reflexive-pronouns", self.tokens[start - 1].lower)
            or self.lexicon.has("negation-particles", self.tokens[start - 1].lower)
            or self.lexicon.has("genitive-pronouns", self.tokens[start - 1].lower)
        ):
            start -= 1
        return start

    def _agree(self, noun: Token, verb: Token) -> bool:
        """Tell whether a noun and a verb, or its auxiliary, have no number against each other."""
        finite = next((t for t in (*self._kids(verb.index, "aux", "cop"), verb) if "VerbForm=Fin" in t.morph), verb)
        here, there = ({f for f in token.morph if f.startswith("Number=")} for token in (noun, finite))
        return not here or not there or here == there

    def _subject_before_aside(self, index: int) -> None:
        """Read "Créée par Y, la société X, qui fabrique Z, emploie": the subject is hung on the opening, an aside behind it."""
        verb = self.tokens[index]
        if verb.pos not in VERBAL or not self._is_free_verb(verb):
            return
        start = self._start_of_verb(index)
        if self.tokens[start - 1].text not in CLOSING:
            return
        for opening in self._kids(index, "acl", "advcl", "advmod", "dep", "obl"):
            for noun in self.tokens[opening.index + 1 : start]:
                is_bare = noun.pos in NOUNS and not self._has_kid(noun.index, "case", "cc")
                if not is_bare or noun.base_dep not in {"appos", "conj", "dep", "nmod", "obl"}:
                    continue
                before = [k.index for k in self._kids(noun.index) if k.index < noun.index and k.pos != "PUNCT"]
                first = min(before, default=noun.index)
                # "À Metz, la société X, créée en 2014, emploie": what follows hangs on the place that opens the sentence
                top = opening.index if opening.base_dep == "obl" and opening.pos == "PROPN" else noun.index
                rest = range(noun.index + 1, start)
                if (
                    self.tokens[first - 1].text == ","
                    and self._is_below(noun.index, opening.index)
                    and all(self.tokens[i].pos == "PUNCT" or self._is_below(i, top) for i in rest)
                    and self._agree(noun, verb)
                ):
                    self._move(noun.index, index, self._subject_label(index))
                    for child in self._kids(opening.index):
                        if child.index > noun.index:
                            self._move(child.index, noun.index, "appos" if child.base_dep == "flat" else child.dep)
                    return
