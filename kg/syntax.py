"""Doc → Arcs: who does what to whom, with the parser's slips mended once for all frames.

Passive, relative clauses, participles, infinitives under another verb, shared subjects, coordination, possessives and
compound prepositions come out as the same few roles: subject, object, indirect, complement:PREPOSITION, clause,
attribute and holder (what a noun is said of).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.doc import Doc, Token
from kg.lexicon import Lexicon
from kg.model import Mention, MentionKind

CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "acl", "parataxis", "conj", "root"})
VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "ADJ", "DET", "SYM"})


@dataclass(frozen=True, slots=True)
class Arc:
    """A predicate's argument: the role, the head token of the argument, and whether the parser said so itself."""

    role: str
    token: int
    is_direct: bool = True


@dataclass(frozen=True, slots=True)
class Syntax:
    """The arcs by predicate token, and the verb that each nominal predicate stands under ("X devient PDG")."""

    arcs: tuple[tuple[Arc, ...], ...]
    hosts: tuple[int | None, ...]
    lists: dict[int, tuple[int, ...]] = field(default_factory=dict)  # head of a listed name -> heads of all of its list

    def of(self, token: int, role: str) -> tuple[Arc, ...]:
        """Return the arcs of a predicate with one role."""
        return tuple(arc for arc in self.arcs[token] if arc.role == role)


def find_syntax(doc: Doc, mentions: tuple[Mention, ...], lexicon: Lexicon) -> Syntax:
    """Return the arcs of a document."""
    return _Builder(doc, mentions, lexicon).build()


def is_passive(doc: Doc, index: int) -> bool:
    """Tell whether a verb form is passive: by its auxiliary, or a bare past participle."""
    token = doc.tokens[index]
    deps = [child.dep for child in doc.kids(index, "aux", "cop")]
    if "aux:pass" in deps:
        return True
    if "aux:tense" in deps or "VerbForm=Part" not in token.morph or "Tense=Past" not in token.morph:
        return False
    return not deps


class _Builder:
    """Collects arcs; one pass over the tokens, then passes that hand arguments on."""

    def __init__(self, doc: Doc, mentions: tuple[Mention, ...], lexicon: Lexicon) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.words = tuple(token.lower for token in doc.tokens)
        self.names = {mention.head: mention for mention in mentions if mention.kind is MentionKind.NAME}
        self.arcs: list[list[Arc]] = [[] for _ in doc.tokens]
        self.hosts: list[int | None] = [None for _ in doc.tokens]
        self.lists = dict(self._name_lists())
        self._inside_prepositions = frozenset(self._preposition_nouns())

    def build(self) -> Syntax:
        tokens = self.doc.tokens
        for token in tokens:
            self._direct(token)
        for token in tokens:
            self._relative(token)
        for token in tokens:
            self._modified(token)
        for _ in range(3):  # subjects travel down chains: "X veut continuer à investir"
            for token in tokens:
                self._inherit(token)
        for token in tokens:
            self._predicative(token)
            self._share_complement(token)
        return Syntax(arcs=tuple(map(tuple, self.arcs)), hosts=tuple(self.hosts), lists=self.lists)

    def _add(self, predicate: int, role: str, argument: int, *, is_direct: bool = True) -> None:
        if predicate == argument or any(arc.role == role and arc.token == argument for arc in self.arcs[predicate]):
            return
        self.arcs[predicate].append(Arc(role, argument, is_direct))

    # -- arguments that the parser attached ---------------------------------------------------------------------------

    def _direct(self, token: Token) -> None:
        head = self.doc.tokens[token.head]
        if token.head == token.index:
            return
        if token.index in self._inside_prepositions:
            return
        for argument in self._conjuncts(token.index):
            self._attach(token, head, argument)

    def _attach(self, token: Token, head: Token, argument: int) -> None:
        base = token.base_dep
        role = self.lexicon.roles.get(base)
        if base in {"ccomp", "xcomp"}:
            self._add(head.index, "clause", argument)
        if base in {"xcomp"} and token.pos in {"NOUN", "ADJ", "PROPN"}:
            self._add(head.index, "attribute", argument)
        if token.pos == "DET" and self.lexicon.has("possessives", token.lower):
            self._add(head.index, self.lexicon.genitive, argument)
        if token.pos == "PRON" and self.lexicon.has("relative-of", token.lower):
            self._add(head.index, self.lexicon.genitive, argument)
            return
        if role is None or token.pos == "PUNCT":
            return
        if role == "complement" or (role in {"object", "subject"} and self._preposition(token.index)[0]):
            preposition, outer = self._preposition(token.index)
            if token.dep == "obl:agent" and is_passive(self.doc, head.index):
                self._add(head.index, "subject", argument)
            elif preposition == self.lexicon.maps["prepositions"]["by"] and is_passive(self.doc, head.index):
                self._add(head.index, "subject", argument)
            elif preposition:
                self._add(outer if outer is not None else head.index, f"complement:{preposition}", argument)
            elif role == "complement" and head.pos in VERBAL:
                self._bare_complement(token, head, argument)
            elif head.pos not in VERBAL and token.index > head.index:
                self._add(head.index, "apposition", argument)
            return
        if role == "subject":
            self._subject(token, head, argument)
        elif role == "indirect":
            self._add(head.index, "indirect", argument)
        else:
            self._add(head.index, role, argument)

    def _bare_complement(self, token: Token, head: Token, argument: int) -> None:
        """Keep what hangs on a verb without a preposition: often its object, taken for an adverbial."""
        if token.index > head.index and not any(arc.role == "object" for arc in self.arcs[head.index]):
            self._add(head.index, "object", argument, is_direct=False)

    def _subject(self, token: Token, head: Token, argument: int) -> None:
        if head.pos not in VERBAL and any(True for _ in self.doc.kids(head.index, "cop")):
            self._add(head.index, "holder", argument)
            self._add(head.index, "subject", argument)
            return
        role = "object" if is_passive(self.doc, head.index) else "subject"
        self._add(head.index, role, argument)

    def _conjuncts(self, index: int) -> Iterator[int]:
        """Yield an argument and what is coordinated with it; a list of names by its commas, whatever the parser says."""
        listed = self.lists.get(index)
        if listed and listed[0] == index:
            yield from listed
            return
        yield index
        if listed:
            return
        for child in self.doc.kids(index, "conj"):
            preposition = self._preposition(child.index)[0]
            if child.pos not in NOMINAL or child.index in self.lists:
                continue
            if not preposition or preposition == self._preposition(index)[0]:
                yield from self._conjuncts(child.index)

    def _name_lists(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield each listed name with its list: "X, Y et Z", names with nothing but commas and a conjunction between."""
        doc = self.doc
        ordered = sorted(self.names.values(), key=lambda mention: mention.start)
        position = 0
        while position < len(ordered):
            run = [ordered[position]]
            is_closed = False
            while not is_closed and position + len(run) < len(ordered):
                between, after = run[-1].end, ordered[position + len(run)]
                words = self.words[between : after.start]
                while words and (self.lexicon.has("genitive-forms", words[-1]) or self.lexicon.has("definite-determiners", words[-1])):
                    words = words[:-1]
                if len(words) != 1 or doc.tokens[between].sentence != doc.tokens[after.start].sentence:
                    break
                is_closed = self.lexicon.has("list-conjunctions", words[0])
                if not is_closed and words[0] != ",":
                    break
                run.append(after)
            if is_closed and len(run) > 1:
                heads = tuple(mention.head for mention in run)
                yield from ((head, heads) for head in heads)
                position += len(run)
            else:
                position += 1

    def _preposition(self, index: int) -> tuple[str, int | None]:
        """Return the preposition before a noun phrase and, for one made of several words, what the whole hangs on."""
        doc = self.doc
        case = next((child for child in doc.kids(index, "case") if child.index < index), None)
        if case is None:
            return "", None
        for name in self.lexicon.sequences["compound-prepositions"]:
            start = case.index - len(name) + 1
            if start < doc.sentence_of(index).start or len(name) < 2:  # noqa: PLR2004
                continue
            if self.words[start : case.index] == name[:-1] and self._is_preposition(self.words[case.index], name[-1]):
                return " ".join(name).replace("' ", "'"), self._outer_head(range(start, case.index), index)
        following = self.words[case.index : case.index + 4]
        for name in self.lexicon.sequences["compound-prepositions"]:
            if len(name) > 1 and following[: len(name) - 1] == name[:-1] and len(following) >= len(name):
                if self._is_preposition(following[len(name) - 1], name[-1]):
                    return " ".join(name).replace("' ", "'"), None
        return self._plain(case.lower), None

    def _preposition_nouns(self) -> Iterator[int]:
        """Yield the nouns that are part of a compound preposition ("au profit de")."""
        for start in range(len(self.words)):
            for name in self.lexicon.sequences["compound-prepositions"]:
                end = start + len(name) - 1
                is_here = self.words[start:end] == name[:-1] and end < len(self.words)
                if is_here and len(name) > 1 and self._is_preposition(self.words[end], name[-1]):
                    yield from (index for index in range(start, end) if self.doc.tokens[index].pos == "NOUN")
                    break

    def _plain(self, word: str) -> str:
        """Return a preposition without the article that it has swallowed."""
        for name, forms in (("of", "genitive-forms"), ("to", "dative-forms")):
            if self.lexicon.has(forms, word):
                return self.lexicon.maps["prepositions"][name]
        return word

    def _is_preposition(self, word: str, plain: str) -> bool:
        return word == plain or self._plain(word) == plain

    def _outer_head(self, inside: range, index: int) -> int | None:
        """Return what a compound preposition hangs on: the head of the noun within it ("au profit de l’IA")."""
        noun = next((i for i in inside if self.doc.tokens[i].pos == "NOUN"), None)
        if noun is None:
            return None
        head = self.doc.tokens[noun].head
        return head if head not in inside and head not in {noun, index} else None

    # -- arguments that a pronoun or a participle stands for ----------------------------------------------------------

    def _relative(self, token: Token) -> None:
        """Put the antecedent in the place of a relative pronoun."""
        if token.pos not in {"PRON", "SCONJ", "ADV"}:
            return
        kinds = ("relative-subject", "relative-object", "relative-of", "relative-place")
        kind = next((kind for kind in kinds if self.lexicon.has(kind, token.lower)), None)
        clause = self._relative_clause(token)
        if kind is None or clause is None:
            return
        antecedent = clause.head
        for predicate, arcs in ((i, self.arcs[i]) for i in self._sentence_range(token)):
            for position, arc in enumerate(arcs):
                if arc.token == token.index:
                    role = self.lexicon.genitive if kind == "relative-of" else arc.role
                    arcs[position] = Arc(role, antecedent, arc.is_direct)
                    if role == self.lexicon.genitive and self.doc.tokens[predicate].pos in VERBAL:
                        self._hand_to_subject(predicate, antecedent)
        has_subject = any(arc.role == "subject" for arc in self.arcs[clause.index])
        if kind == "relative-subject" and not has_subject and not self.doc.tokens[token.index].base_dep.startswith("obl"):
            role = "object" if is_passive(self.doc, clause.index) else "subject"
            self._add(clause.index, role, antecedent)

    def _hand_to_subject(self, verb: int, antecedent: int) -> None:
        """ "Klarna, dont le PDG remplace": the parser hangs the pronoun on the verb, it belongs to the subject."""
        for arc in list(self.arcs[verb]):
            if arc.role in {"subject", "object"} and self.doc.tokens[arc.token].pos == "NOUN":
                self._add(arc.token, self.lexicon.genitive, antecedent, is_direct=False)
                return

    def _relative_clause(self, token: Token) -> Token | None:
        if token.dep == "acl:relcl":
            return token
        for ancestor in self.doc.ancestors(token.index):
            if ancestor.dep == "acl:relcl":
                return ancestor if ancestor.head < token.index <= ancestor.index or token.index > ancestor.head else None
            if ancestor.base_dep in {"ccomp", "advcl", "root"}:
                return None
        return None

    def _sentence_range(self, token: Token) -> range:
        sentence = self.doc.sentence_of(token.index)
        return range(sentence.start, sentence.end)

    def _modified(self, token: Token) -> None:
        """A participle takes the noun that it modifies: "fondée par X", "une entreprise proposant Y"."""
        is_modifier = token.base_dep in {"acl", "amod"} and token.dep != "acl:relcl" or (
            token.base_dep in {"dep", "advmod", "xcomp"} and "VerbForm=Part" in token.morph
        )
        if not is_modifier or token.head == token.index:
            return
        head = self.doc.tokens[token.head]
        if head.pos not in NOMINAL:
            nearest = self._noun_before(token)
            if nearest is None:
                return
            head = nearest
        self._add(token.index, "modified", head.index)
        if "VerbForm=Part" in token.morph:
            is_past = "Tense=Past" in token.morph
            keeps_subject = not is_past or self.lexicon.has("movement-participles", self._masculine(token))
            self._add(token.index, "subject" if keeps_subject else "object", head.index)
        for child in self.doc.kids(token.index, "xcomp"):
            self._add(child.index, "subject", head.index)  # "un assistant capable d’accomplir"

    def _noun_before(self, token: Token) -> Token | None:
        """Return the noun right before a bare past participle that the parser hung on the verb: "une IA basée sur"."""
        is_bare = "Tense=Past" in token.morph and not any(True for _ in self.doc.kids(token.index, "aux", "cop"))
        before = self.doc.tokens[token.index - 1] if token.index else None
        if not is_bare or before is None or before.sentence != token.sentence or before.pos not in {"NOUN", "PROPN", "X"}:
            return None
        return before

    def _masculine(self, token: Token) -> str:
        """Return a participle in the masculine singular, as the lexicon lists it: cut what agreement adds."""
        for ending in ("es", "e", "s"):
            if token.lower.endswith(ending) and self.lexicon.has("movement-participles", token.lower.removesuffix(ending)):
                return token.lower.removesuffix(ending)
        return token.lower

    # -- arguments handed on from another verb ------------------------------------------------------------------------

    def _inherit(self, token: Token) -> None:
        """A verb without a subject takes the one of the verb that it hangs on."""
        if token.pos not in VERBAL | {"NOUN", "ADJ"} or token.head == token.index:
            return
        roles = {arc.role for arc in self.arcs[token.index]}
        if "subject" in roles or (is_passive(self.doc, token.index) and "object" in roles):
            return
        head = self.doc.tokens[token.head]
        is_infinite = "VerbForm=Inf" in token.morph or "VerbForm=Part" in token.morph or "Tense=Pres" in token.morph
        if token.base_dep == "conj" and token.pos in VERBAL:
            self._take(token, head, ("subject",))
        elif token.base_dep in {"xcomp", "ccomp", "advcl", "acl", "obl", "advmod", "dep"} and is_infinite:
            if token.pos not in VERBAL or (token.base_dep == "acl" and head.pos in {"PROPN"}):
                return
            if token.base_dep == "acl" and self._is_controlled(head):
                self._add(token.index, "subject", head.index)
            elif self.lexicon.has("control-object-verbs", head.lemma) and token.base_dep in {"xcomp", "ccomp", "acl"}:
                self._take(token, head, ("object", "indirect", self.lexicon.dative))
            elif head.pos == "NOUN" and token.base_dep == "acl" and "VerbForm=Inf" in token.morph:
                self._take_from_noun(token, head)
            elif "VerbForm=Fin" not in token.morph or token.base_dep != "ccomp":
                self._take(token, head, ("subject",))

    def _is_controlled(self, noun: Token) -> bool:
        """Tell whether an infinitive on this noun is what the noun is led to do: "convaincre ses salariés d’utiliser"."""
        governor = self.doc.tokens[noun.head]
        if not self.lexicon.has("control-object-verbs", governor.lemma):
            return False
        return any(arc.token == noun.index and arc.role in {"object", "indirect"} for arc in self.arcs[governor.index])

    def _take(self, token: Token, head: Token, roles: tuple[str, ...]) -> None:
        for role in roles:
            found = [arc for arc in self.arcs[head.index] if arc.role == role]
            if role == "subject" and not found and is_passive(self.doc, head.index):
                found = [arc for arc in self.arcs[head.index] if arc.role == "object"]
            if found:
                target = "object" if is_passive(self.doc, token.index) and token.base_dep != "conj" else "subject"
                for arc in found:
                    self._add(token.index, target, arc.token, is_direct=arc.is_direct)
                return

    def _take_from_noun(self, token: Token, noun: Token) -> None:
        """The doer of an infinitive under a noun: "le projet de X de racheter", "X a l’intention de racheter"."""
        holders = [arc for arc in self.arcs[noun.index] if arc.role in {self.lexicon.genitive, "holder"}]
        if not holders and noun.head != noun.index:
            governor = self.doc.tokens[noun.head]
            if self.lexicon.has("control-object-verbs", governor.lemma):
                holders = [arc for arc in self.arcs[governor.index] if arc.role in {"object", "indirect"} and arc.token != noun.index]
            holders = holders or [arc for arc in self.arcs[governor.index] if arc.role == "subject"]
        for arc in holders:
            self._add(token.index, "subject", arc.token, is_direct=False)

    def _predicative(self, token: Token) -> None:
        """What a role noun is said of through a verb: "X devient PDG", "X, nommé PDG", "en tant que PDG, X"."""
        if token.pos not in {"NOUN", "PROPN"} or token.head == token.index:
            if any(True for _ in self.doc.kids(token.index, "cop")):
                self.hosts[token.index] = token.index
            return
        if any(True for _ in self.doc.kids(token.index, "cop")):
            self.hosts[token.index] = token.index
            for arc in list(self.arcs[token.index]):
                if arc.role == "subject":
                    self._add(token.index, "holder", arc.token, is_direct=arc.is_direct)
            return
        head = self.doc.tokens[token.head]
        preposition = self._preposition(token.index)[0]
        if head.pos not in VERBAL:
            return
        if self.lexicon.has("copulas", head.lemma) and not preposition and token.base_dep in {"xcomp", "obj", "attr", "obl"}:
            self._hold(token, head, "subject")
        elif self.lexicon.has("naming-verbs", head.lemma) and token.base_dep in {"xcomp", "obj", "obl", "dep"}:
            if not preposition or self.lexicon.has("predicative-markers", preposition):
                self._hold(token, head, "object")
        elif self.lexicon.has("predicative-markers", preposition):
            self._hold(token, head, "subject")

    def _share_complement(self, token: Token) -> None:
        """ "le PDG et fondateur de X": the complement of the last of two coordinated nouns is that of both."""
        if token.pos != "NOUN" or self.arcs[token.index] and any(arc.role.startswith("complement") for arc in self.arcs[token.index]):
            return
        for child in self.doc.kids(token.index, "conj"):
            between = self.doc.tokens[token.index + 1 : child.index]
            if child.pos == "NOUN" and all(word.pos in {"CCONJ", "ADJ"} for word in between):
                for arc in list(self.arcs[child.index]):
                    if arc.role == self.lexicon.genitive:
                        self._add(token.index, arc.role, arc.token, is_direct=arc.is_direct)

    def _hold(self, token: Token, verb: Token, role: str) -> None:
        for arc in list(self.arcs[verb.index]):
            if arc.role == role and arc.token != token.index:
                self._add(token.index, "holder", arc.token, is_direct=arc.is_direct)
                self.hosts[token.index] = verb.index
