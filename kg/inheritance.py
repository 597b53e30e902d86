"""Arcs → more arcs: what a pronoun, a participle or an infinitive leaves unsaid, filled in from where it was said."""

from kg.arcs import NOMINAL, Arc, ArcTable
from kg.doc import VERBAL, Token
from kg.prepositions import Prepositions

# how a verb hangs on the one whose subject it may share
INHERITING = frozenset({"acl", "advcl", "advmod", "ccomp", "conj", "dep", "obl", "xcomp"})


MODIFYING = frozenset({"acl", "advmod", "amod", "appos", "dep", "xcomp"})  # how what a noun is modified by hangs on it
PRONOMINAL = frozenset({"ADV", "PRON", "SCONJ"})  # what the tagger takes relative pronouns for


class Inheritance:
    """Hands arguments on in an arc table."""

    def __init__(self, table: ArcTable, prepositions: Prepositions) -> None:
        """Work on `table`."""
        self.table, self.prepositions = table, prepositions
        self.doc, self.lexicon = table.doc, table.lexicon

    def complete(self) -> None:
        """Put antecedents for relative pronouns, nouns for participles, subjects for infinitives, holders for roles."""
        self._complete_clauses()
        self._complete_nouns()

    def _complete_clauses(self) -> None:
        tokens = self.doc.tokens
        for token in tokens:
            if token.pos in PRONOMINAL:
                self._relative(token)
        for token in tokens:
            if token.base_dep in MODIFYING:
                self._modified(token)
            if token.pos == "VERB":
                self._agent(token)
        heirs = [token for token in tokens if token.base_dep in INHERITING and self._is_heir(token)]
        for _ in range(3):  # subjects travel down chains: "X veut continuer à investir"
            for token in heirs:
                self._inherit(token)

    def _complete_nouns(self) -> None:
        tokens = self.doc.tokens
        for token in (token for token in tokens if token.pos in {"NOUN", "PROPN"}):
            self._predicative(token)
            self._opening(token)
            self._share_complement(token)
        selective = self.lexicon.lists["selective-pronouns"]
        for token in tokens:
            if token.lower in selective:
                self._one_of(token)
            if token.pos == "NOUN":
                self._had(token)
            elif token.pos in VERBAL:
                self._located(token)

    def _relative(self, token: Token) -> None:
        """Put the antecedent in the place of a relative pronoun."""
        kinds = ("relative-subject", "relative-object", "relative-of", "relative-place")
        kind = next((kind for kind in kinds if self.lexicon.has(kind, token.lower)), None)
        clause = self._relative_clause(token)
        is_marked = self.doc.has_kid(token.index, "case")
        if clause is None and token.pos == "PRON" and (kind == "relative-of" or (kind is not None and is_marked)):
            self._resolve_of(token)
        if kind is None or clause is None:
            return
        antecedent = clause.head
        for predicate, arcs in ((i, self.table.arcs[i]) for i in self._sentence_range(token)):
            for position, arc in enumerate(arcs):
                if arc.token == token.index:
                    role = self.lexicon.genitive if kind == "relative-of" else arc.role
                    arcs[position] = Arc(role, antecedent, arc.is_direct)
                    if role == self.lexicon.genitive and self.doc.tokens[predicate].pos in VERBAL:
                        self._hand_to_subject(predicate, antecedent)
        has_subject = any(arc.role == "subject" for arc in self.table.arcs[clause.index])
        if (
            kind == "relative-subject"
            and not has_subject
            and not self.doc.tokens[token.index].base_dep.startswith("obl")
        ):
            role = "object" if self.table.is_passive(clause.index) else "subject"
            self.table.add(clause.index, role, antecedent)

    def _resolve_of(self, pronoun: Token) -> None:
        """Put the noun before "dont" or "à qui" in its place where the parser saw no relative clause: "X, dont le PDG est Y"."""
        before = [t for t in self.doc.tokens[max(0, pronoun.index - 3) : pronoun.index] if t.pos in {"NOUN", "PROPN"}]
        if not before or before[-1].sentence != pronoun.sentence:
            return
        antecedent = before[-1]
        while antecedent.base_dep == "flat" and antecedent.head != antecedent.index:
            antecedent = self.doc.tokens[antecedent.head]
        for index in self._sentence_range(pronoun):
            arcs = self.table.arcs[index]
            arcs[:] = [
                Arc(arc.role, antecedent.index, is_direct=False) if arc.token == pronoun.index else arc for arc in arcs
            ]

    def _hand_to_subject(self, verb: int, antecedent: int) -> None:
        """Read "Klarna, dont le PDG remplace": the parser hangs the pronoun on the verb, it belongs to the subject."""
        for arc in list(self.table.arcs[verb]):
            if arc.role in {"subject", "object"} and self.doc.tokens[arc.token].pos == "NOUN":
                self.table.add(arc.token, self.lexicon.genitive, antecedent, is_direct=False)
                return

    def _relative_clause(self, token: Token) -> Token | None:
        if token.dep == "acl:relcl":
            return token
        for ancestor in self.doc.ancestors(token.index):
            if ancestor.dep == "acl:relcl":
                return (
                    ancestor if ancestor.head < token.index <= ancestor.index or token.index > ancestor.head else None
                )
            if ancestor.base_dep in {"ccomp", "advcl", "root"}:
                return None
        return None

    def _sentence_range(self, token: Token) -> range:
        sentence = self.doc.sentence_of(token.index)
        return range(sentence.start, sentence.end)

    def _modified(self, token: Token) -> None:
        """Give a participle the noun that it modifies: "fondée par X", "une entreprise proposant Y"."""
        is_described = token.base_dep == "appos" and token.pos in {"ADJ", "VERB"}
        is_modifier = (
            is_described
            or (token.base_dep in {"acl", "amod"} and token.dep != "acl:relcl")
            or (token.base_dep in {"dep", "advmod", "xcomp"} and "VerbForm=Part" in token.morph)
        )
        if not is_modifier or token.head == token.index:
            return
        head = self.doc.tokens[token.head]
        if head.pos not in NOMINAL:
            return
        self.table.add(token.index, "modified", head.index)
        if "VerbForm=Part" in token.morph:
            is_past = "Tense=Past" in token.morph
            keeps_subject = not is_past or self.table.is_movement(token)
            self.table.add(token.index, "subject" if keeps_subject else "object", head.index)
        for child in self.doc.kids(token.index, "xcomp"):
            self.table.add(child.index, "subject", head.index)  # "un assistant capable d’accomplir"

    def _is_heir(self, token: Token) -> bool:
        """Tell whether a verb, or an adjective that opens a sentence, hangs on a verb whose subject may be its own."""
        if token.pos == "ADJ":
            return token.base_dep == "advcl" and token.index < token.head
        return token.pos in VERBAL and token.base_dep in INHERITING and token.head != token.index

    def _inherit(self, token: Token) -> None:
        """Give a verb without a subject the one of the verb that it hangs on."""
        own = "object" if self.table.is_passive(token.index) else "subject"
        if any(arc.role == own and not self._is_sum(arc.token) for arc in self.table.arcs[token.index]):
            return
        head = self.doc.tokens[token.head]
        is_infinite = "VerbForm=Inf" in token.morph or "VerbForm=Part" in token.morph or "Tense=Pres" in token.morph
        if token.base_dep == "conj" or token.pos == "ADJ":  # "Présente en Suède, X recrute"
            self._take(token, head, ("subject",))
        elif is_infinite:
            if token.base_dep == "acl" and head.pos == "PROPN":
                return
            if token.base_dep == "acl" and self._is_controlled(head):
                self.table.add(token.index, "subject", head.index)
            elif self.lexicon.has("control-object-verbs", head.lemma) and token.base_dep in {"xcomp", "ccomp", "acl"}:
                self._take(token, head, ("object", "indirect", self.lexicon.dative))
            elif head.pos == "NOUN" and token.base_dep == "acl" and "VerbForm=Inf" in token.morph:
                self._take_from_noun(token, head)
            elif "VerbForm=Fin" not in token.morph or token.base_dep != "ccomp":
                self._take(token, head, ("subject",))

    def _is_sum(self, index: int) -> bool:
        """Tell whether what stands beside a participle is how much: "valorisé 3 milliards d’euros", "détenu 30 %"."""
        token = self.doc.tokens[index]
        is_share = token.lower in self.lexicon.maps["percent-signs"]
        return token.base_dep in {"nmod", "obj", "obl"} and (is_share or token.lower in self.lexicon.maps["magnitudes"])

    def _agent(self, token: Token) -> None:
        """Fetch the agent of a passive from where the parser hung it: "détenu à 35 % par X"."""
        if not self.table.is_passive(token.index):
            return
        by = f"complement:{self.lexicon.maps['prepositions']['by']}"
        arcs = self.table.arcs[token.index]
        if any(arc.role == "subject" for arc in arcs):
            return
        for arc in [arc for arc in arcs if arc.role.startswith("complement:") or arc.role == "clause"]:
            for inner in self.table.arcs[arc.token]:
                if inner.role == by:
                    self.table.add(token.index, "subject", inner.token, is_direct=False)

    def _is_controlled(self, noun: Token) -> bool:
        """Tell whether an infinitive on this noun is what the noun is led to do: "convaincre ses salariés d’utiliser"."""
        governor = self.doc.tokens[noun.head]
        if not self.lexicon.has("control-object-verbs", governor.lemma):
            return False
        return any(
            arc.token == noun.index and arc.role in {"object", "indirect"} for arc in self.table.arcs[governor.index]
        )

    def _take(self, token: Token, head: Token, roles: tuple[str, ...]) -> None:
        for role in roles:
            found = [arc for arc in self.table.arcs[head.index] if arc.role == role]
            if role == "subject" and self.table.is_passive(head.index):  # "fondé en 1962, X a été racheté par Y"
                found = [arc for arc in self.table.arcs[head.index] if arc.role == "object"] or found
            if found:
                target = "object" if self.table.is_passive(token.index) else "subject"
                for arc in found:
                    self.table.add(token.index, target, arc.token, is_direct=arc.is_direct)
                return

    def _take_from_noun(self, token: Token, noun: Token) -> None:
        """Find the doer of an infinitive under a noun: "le projet de X de racheter", "X a l’intention de racheter"."""
        holders = [arc for arc in self.table.arcs[noun.index] if arc.role in {self.lexicon.genitive, "holder"}]
        if not holders and noun.head != noun.index:
            governor = self.doc.tokens[noun.head]
            if self.lexicon.has("control-object-verbs", governor.lemma):
                holders = [
                    arc
                    for arc in self.table.arcs[governor.index]
                    if arc.role in {"object", "indirect"} and arc.token != noun.index
                ]
            holders = holders or [arc for arc in self.table.arcs[governor.index] if arc.role == "subject"]
        for arc in holders:
            self.table.add(token.index, "subject", arc.token, is_direct=False)

    def _predicative(self, token: Token) -> None:
        """Find what a role noun is said of through a verb: "X devient PDG", "X, nommé PDG", "en tant que PDG, X"."""
        if self.doc.has_kid(token.index, "cop"):
            self.table.hosts[token.index] = token.index
            for arc in list(self.table.arcs[token.index]):
                if arc.role == "subject":
                    self.table.add(token.index, "holder", arc.token, is_direct=arc.is_direct)
            return
        head = self.doc.tokens[token.head]
        if head.pos not in VERBAL or head.index == token.index:
            return
        held = self._held_role(token, head)
        if held is None:
            return
        beside = [arc for arc in self.table.arcs[token.index] if arc.role == "apposition"]
        is_own = any(self.lexicon.has("possessives", child.lower) for child in self.doc.kids(token.index, "det"))
        if held == "subject" and is_own and beside:  # "X compte parmi ses clients Y"
            for arc in beside:
                self.table.add(token.index, "holder", arc.token, is_direct=False)
            self.table.hosts[token.index] = head.index
        elif held == "object" or not (is_own and self.lexicon.has("having-verbs", head.lemma)):
            self._hold(token, head, held)

    def _opening(self, token: Token) -> None:
        """Find what a noun that opens a sentence is said of: "Propriétaire de X et actionnaire de Y, avec 17 %, Z a", Z both."""
        first = token
        while first.base_dep == "conj" and self.doc.tokens[first.head].pos == "NOUN" and first.head < first.index:
            first = self.doc.tokens[first.head]
        verb = self.doc.tokens[first.head]
        is_opening = first.base_dep == "advcl" and first.pos == "NOUN" and verb.pos in VERBAL
        if not is_opening or first.index > self.doc.sentence_of(first.index).start + 1:
            return
        if any(self.doc.has_kid(noun.index, "det", "case", "cop", "mark") for noun in (first, token)):
            return
        role = "object" if self.table.is_passive(verb.index) else "subject"
        for arc in [arc for arc in self.table.arcs[verb.index] if arc.role == role and arc.token > token.index]:
            self.table.add(token.index, "holder", arc.token, is_direct=False)

    def _held_role(self, token: Token, verb: Token) -> str | None:
        """Return the argument of a verb that a noun is said of: the subject of "devenir", the object of "nommer"."""
        preposition = self.prepositions.of(token.index)[0]
        is_marked = self.lexicon.has("predicative-markers", preposition)
        is_attribute = token.base_dep in {"xcomp", "obj", "attr", "obl", "dep"}
        if self.lexicon.has("naming-verbs", verb.lemma) and is_attribute and (is_marked or not preposition):
            return "object"
        if self.lexicon.has("having-verbs", verb.lemma):
            is_counted = self.lexicon.has("membership-prepositions", preposition)
            if is_marked or is_counted or self.lexicon.has("purpose-prepositions", preposition):
                # "X a pour filiale Y", "X compte parmi ses clients Y"; "Y compte parmi les clients de X" has no object
                roles = {arc.role for arc in self.table.arcs[verb.index]}
                return "object" if "object" in roles else "subject" if is_counted else None
        is_member = self.lexicon.has("membership-verbs", verb.lemma) and self.lexicon.has(
            "membership-prepositions", preposition
        )
        is_copular = self.lexicon.has("copulas", verb.lemma) and is_attribute and not preposition
        return "subject" if is_copular or is_marked or is_member else None

    def _one_of(self, token: Token) -> None:
        """Read "X est l’un des concurrents de Y": what is said to be one of several is said to be such a one."""
        holders = [arc for arc in self.table.arcs[token.index] if arc.role == "holder"]
        if not holders:
            return
        for several in [arc for arc in self.table.arcs[token.index] if arc.role == self.lexicon.genitive]:
            for arc in holders:
                self.table.add(several.token, "holder", arc.token, is_direct=False)
            self.table.hosts[several.token] = self.table.hosts[token.index]

    def _had(self, token: Token) -> None:
        """Read "X compte deux filiales", "X a pour client Y": what somebody has is theirs, where the noun says no other."""
        head = self.doc.tokens[token.head]
        if not self.lexicon.has("having-verbs", head.lemma) or head.index == token.index:
            return
        if self.lexicon.has("part-nouns", token.lemma):  # "détient 8 %": of another
            return
        preposition = self.prepositions.of(token.index)[0]
        is_had = any(arc.role == "object" and arc.token == token.index for arc in self.table.arcs[head.index])
        is_named = self.table.hosts[token.index] == head.index and preposition
        if not (is_had or is_named) or self.table.is_passive(head.index) or self._is_denied(head):
            return
        if any(arc.role == self.lexicon.genitive for arc in self.table.arcs[token.index]):
            return
        for arc in [arc for arc in self.table.arcs[head.index] if arc.role == "subject"]:
            self.table.add(token.index, self.lexicon.genitive, arc.token, is_direct=False)

    def _share_complement(self, token: Token) -> None:
        """Read "le PDG et fondateur de X": the complement of one of two coordinated nouns is that of both."""
        if token.pos != "NOUN":
            return
        for child in self.doc.kids(token.index, "conj"):
            between = self.doc.tokens[token.index + 1 : child.index]
            if child.pos != "NOUN" or not all(word.pos in {"CCONJ", "ADJ"} for word in between):
                continue
            for giver, taker in ((child.index, token.index), (token.index, child.index)):
                given = [
                    arc
                    for arc in self.table.arcs[giver]
                    if arc.role == self.lexicon.genitive and arc.token > child.index
                ]
                if not any(arc.role.startswith("complement") for arc in self.table.arcs[taker]):
                    for arc in given:
                        self.table.add(taker, arc.role, arc.token, is_direct=arc.is_direct)

    def _hold(self, token: Token, verb: Token, role: str) -> None:
        for arc in list(self.table.arcs[verb.index]):
            if arc.role == role and arc.token != token.index:
                self.table.add(token.index, "holder", arc.token, is_direct=arc.is_direct)
                self.table.hosts[token.index] = verb.index

    def _is_denied(self, verb: Token) -> bool:
        return any(
            self.lexicon.has(name, child.lower)
            for child in self.doc.kids(verb.index, "advmod")
            for name in ("negation-particles", "negators", "negators-over")
        )

    def _located(self, verb: Token) -> None:
        """Read "le siège se trouve à X", "l’usine est située à X": where a noun is said to be is a complement of the noun."""
        if not self.lexicon.has("locating-verbs", verb.lemma):
            return
        places = [arc for arc in self.table.arcs[verb.index] if arc.role.startswith("complement:")]
        role = "object" if self.table.is_passive(verb.index) else "subject"
        for arc in [arc for arc in self.table.arcs[verb.index] if arc.role == role]:
            if self.doc.tokens[arc.token].pos == "NOUN" and arc.token < verb.index:
                for place in places:
                    self.table.add(arc.token, place.role, place.token, is_direct=False)
