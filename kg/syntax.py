"""Doc → Arcs: who does what to whom, with the parser's slips mended once for all frames.

Passive, relative clauses, participles, infinitives under another verb, shared subjects, coordination, possessives and
compound prepositions come out as the same few roles: subject, object, indirect, complement:PREPOSITION, clause,
attribute and holder (what a noun is said of).
"""

from collections.abc import Iterator

from kg.arcs import NOMINAL, ArcTable, Syntax
from kg.doc import VERBAL, Doc, Token
from kg.inheritance import Inheritance
from kg.lexicon import Lexicon
from kg.model import Mention, MentionKind
from kg.prepositions import Prepositions

MIN_OPEN_LIST = 3  # names with commas only are a list from three on ("X, Y" is an apposition as often)
MAX_CLASS = 4  # words before a name that say what it is
MAX_ASIDE = 7  # tokens between the commas around an aside in a list


def find_syntax(doc: Doc, mentions: tuple[Mention, ...], lexicon: Lexicon) -> Syntax:
    """Return the arcs of a document."""
    return _Builder(doc, mentions, lexicon).build()


class _Builder:
    """Collects the arcs that the parser drew, then has the rest handed on."""

    def __init__(self, doc: Doc, mentions: tuple[Mention, ...], lexicon: Lexicon) -> None:
        self.doc, self.lexicon = doc, lexicon
        self.table = ArcTable(doc, lexicon)
        self.prepositions = Prepositions(doc, lexicon)
        self.names = {mention.head: mention for mention in mentions if mention.kind is MentionKind.NAME}
        self.of, self.by = (lexicon.maps["prepositions"][name] for name in ("of", "by"))
        self.lists = dict(self._name_lists())
        self.attached = frozenset(lexicon.roles) | {"ccomp", "conj", "xcomp"}  # how an argument of something hangs

    def build(self) -> Syntax:
        for token in self.doc.tokens:
            if token.base_dep in self.attached or token.pos in {"DET", "PRON"}:
                self._direct(token)
        Inheritance(self.table, self.prepositions).complete()
        return Syntax(arcs=tuple(map(tuple, self.table.arcs)), hosts=tuple(self.table.hosts), lists=self.lists)

    def _direct(self, token: Token) -> None:
        if token.head == token.index or token.index in self.prepositions.nouns:
            return
        head = self.doc.tokens[token.head]
        for argument in self._conjuncts(token.index):
            self._attach(token, head, argument)
        if token.base_dep != "conj":
            return
        own = self.prepositions.of(token.index)[0]
        if own and self._goes_on(own, self.prepositions.of(head.index)[0]):
            return  # "auprès de X et de Y"
        if own and head.pos in VERBAL and token.pos in NOMINAL:
            self._complement(token, head, token.index, preposition=own, outer=None)  # "détenu par X et par Y"
        if own and own != self.prepositions.of(head.index)[0] and head.head != head.index:
            self.table.add(head.head, f"complement:{own}", token.index)  # "présent au Maroc et en Tunisie"

    def _attach(self, token: Token, head: Token, argument: int) -> None:
        if token.base_dep in {"ccomp", "xcomp"}:
            self._attach_clause(token, head, argument)
        if token.pos in {"DET", "PRON"} and self._attach_owner(token, head, argument):
            return
        role = self.lexicon.roles.get(token.base_dep)
        if role is None or token.pos == "PUNCT" or self.lexicon.has("euphonic-forms", token.lower):
            return
        argument = self._counted(argument)
        preposition, outer = self.prepositions.of(token.index)
        if preposition == self.of and role in {"object", "subject"}:
            preposition = ""  # a partitive article: "fabrique des batteries"
        if token.dep == "nmod" and head.pos == "VERB" and token.index > head.index and self._is_partitive(token):
            role, preposition = "object", ""  # "conçoit et fabrique des batteries"
        if preposition or role == "complement":
            self._complement(token, head, argument, preposition=preposition, outer=outer)
        elif role == "subject" or (role == "object" and self._is_inverted(token, head)):
            self._subject(head, argument)
        else:
            self.table.add(head.index, role, argument)

    def _attach_owner(self, token: Token, head: Token, argument: int) -> bool:
        """Attach a possessive, a "dont" or an "en" as whose something is, and tell whether it was one."""
        is_possessive = token.pos == "DET" and self.lexicon.has("possessives", token.lower)
        is_relative = token.pos == "PRON" and self.lexicon.has("relative-of", token.lower)
        if is_possessive and head.pos == "NUM":
            head = self.doc.tokens[head.head]  # "ses 3 200 salariés": the parser hangs it on the number
        if is_possessive or is_relative:
            self.table.add(head.index, self.lexicon.genitive, argument)
            if is_relative and head.base_dep == "nsubj" and self._is_attribute(head.head):
                self.table.add(head.head, self.lexicon.genitive, argument)  # "X, dont Y est actionnaire"
        elif token.pos == "PRON" and self.lexicon.has("genitive-pronouns", token.lower):
            self._of_it(head, argument)
        else:
            return False
        return True

    def _is_attribute(self, index: int) -> bool:
        """Tell whether a word is a noun or an adjective that a copula says of its subject, without a preposition."""
        word = self.doc.tokens[index]
        is_bare = not self.doc.has_kid(index, "case") and index not in self.names
        return word.pos in {"ADJ", "NOUN"} and is_bare and self.doc.has_kid(index, "cop")

    def _of_it(self, head: Token, pronoun: int) -> None:
        """Read "il en est le PDG", "elle en détient 8 %": the pronoun completes the attribute or the object."""
        objects = (head,) if head.pos == "NOUN" else tuple(self.doc.kids(head.index, "obj", "xcomp"))
        for noun in objects:
            if noun.pos == "NOUN":
                self.table.add(noun.index, self.lexicon.genitive, pronoun)

    def _is_inverted(self, token: Token, verb: Token) -> bool:
        """Tell whether an object behind a verb whose object is "que" is its subject: "qu’utilise le groupe X"."""
        kids = list(self.doc.kids(verb.index, "obj", "nsubj"))
        has_subject = any(child.base_dep == "nsubj" for child in kids)
        relatives = [child for child in kids if self.lexicon.has("relative-object", child.lower)]
        return bool(relatives) and not has_subject and token.index > verb.index and relatives[0].index != token.index

    def _attach_clause(self, token: Token, head: Token, argument: int) -> None:
        self.table.add(head.index, "clause", argument)
        names_subject = any(self.lexicon.has(name, head.lemma) for name in ("copulas", "naming-verbs"))
        if token.base_dep == "xcomp" and token.index in self.names and not names_subject:
            self.table.add(head.index, "object", argument)  # "qui a racheté X l’an passé": taken for an attribute

    def _complement(self, token: Token, head: Token, argument: int, *, preposition: str, outer: int | None) -> None:
        is_by = token.dep == "obl:agent" or preposition == self.by
        if is_by and self.table.is_passive(head.index):
            self.table.add(head.index, "subject", argument)
        elif preposition:
            self.table.add(outer if outer is not None else head.index, f"complement:{preposition}", argument)
            if head.index in self.prepositions.nouns and head.head != head.index:
                self._inner_noun(head, argument, preposition)
        elif head.pos in VERBAL:
            self._bare_complement(token, head, argument)
        elif token.index > head.index:
            self.table.add(head.index, "apposition", argument)

    def _inner_noun(self, noun: Token, argument: int, preposition: str) -> None:
        """Let the noun within a compound preposition be a trigger too: "X, à la tête de Y"."""
        self.table.add(noun.index, f"complement:{preposition}", argument)
        if self.doc.tokens[noun.head].pos in {"NOUN", "PROPN"}:
            self.table.add(noun.index, "modified", noun.head)

    def _counted(self, index: int) -> int:
        """Return what is measured: "le travail de pas moins de 700 employés", "40 tonnes de miel"."""
        token = self.doc.tokens[index]
        if token.pos != "ADV" and not self.lexicon.has("measure-nouns", token.lemma):
            return index
        nouns = [child.index for child in self.doc.kids(index, "obl", "nmod", "obj") if child.pos == "NOUN"]
        return nouns[0] if nouns else index

    def _bare_complement(self, token: Token, head: Token, argument: int) -> None:
        """Keep what hangs on a verb without a preposition: often its object, behind "que" its subject ("que fabrique X")."""
        if any(self.lexicon.has("relative-object", child.lower) for child in self.doc.kids(head.index, "obj")):
            self.table.add(head.index, "subject", argument, is_direct=False)
            return
        if self.lexicon.has("relative-place", token.lower):
            self.table.add(
                head.index, self.lexicon.dative, argument, is_direct=False
            )  # "l’institut X, où elle enseigne"
            return
        if self.lexicon.has("time-nouns", token.lemma) and not token.is_title:
            return  # "produit chaque année"
        if token.index > head.index and not any(arc.role == "object" for arc in self.table.arcs[head.index]):
            self.table.add(head.index, "object", argument, is_direct=False)

    def _subject(self, head: Token, argument: int) -> None:
        if head.pos not in VERBAL and self.doc.has_kid(head.index, "cop"):
            self._copular(head, argument)
            return
        role = "object" if self.table.is_passive(head.index) else "subject"
        self.table.add(head.index, role, argument)

    def _copular(self, predicate: Token, subject: int) -> None:
        """Hold both ways: "X est le PDG de Y", "le PDG de Y est X"; and "le siège est à Lyon" puts the place on the noun."""
        preposition = self.prepositions.of(predicate.index)[0]
        if preposition:
            for place in self._conjuncts(predicate.index):
                self.table.add(subject, f"complement:{preposition}", place)
        self.table.add(predicate.index, "holder", subject)
        self.table.add(predicate.index, "subject", subject)
        if predicate.index in self.names and self.doc.tokens[subject].pos == "NOUN":
            for name in self._conjuncts(predicate.index):
                self.table.add(subject, "holder", name)
            self.table.hosts[subject] = predicate.index

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
            preposition, own = self.prepositions.of(child.index)[0], self.prepositions.of(index)[0]
            # a list yields its names from its first, unless that only names the noun here: "le fonds X et Y"
            start = self.lists.get(child.index, (child.index,))[0]
            is_beside = self.doc.tokens[start].head == index and not self.prepositions.of(start)[0]
            goes_on = is_beside and index not in self.names and start != child.index
            if child.pos not in NOMINAL or (child.index in self.lists and not goes_on):
                continue
            if not preposition or self._goes_on(preposition, own) or (not own and self._is_partitive(child)):
                yield from self._conjuncts(child.index)

    @staticmethod
    def _goes_on(preposition: str, first: str) -> bool:
        """Tell whether a preposition is one before a conjunction again, or the end of it: "auprès de X et de Y"."""
        return preposition == first.rpartition(" ")[2] or preposition == first

    def _is_partitive(self, noun: Token) -> bool:
        """Tell whether "des" before a noun is its article: "fabrique des panneaux et des charpentes"."""
        marks = [child.lower for child in self.doc.kids(noun.index, "case")][-1:]
        lists = ("genitive-forms", "contracted-articles")
        return noun.pos == "NOUN" and any(all(self.lexicon.has(name, mark) for name in lists) for mark in marks)

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
                if doc.tokens[between].text == "(":  # "X (30 %), Y (20 %) et Z (50 %)"
                    closing = (t.index for t in doc.tokens[between : after.start] if t.text == ")")
                    between = next(closing, between - 1) + 1
                words = self._before_name(between, after.start, is_free=not doc.has_kid(run[0].head, "case"))
                if len(words) != 1 or doc.tokens[between].sentence != doc.tokens[after.start].sentence:
                    break
                is_closed = self.lexicon.has("list-conjunctions", words[0])
                if not is_closed and words[0] != ",":
                    break
                run.append(after)
            if is_closed and self._is_headed(run):
                position += 1
                run = run[1:]
            if len(run) > 1 and (is_closed or len(run) >= MIN_OPEN_LIST):
                heads = tuple(mention.head for mention in run)
                yield from ((head, heads) for head in heads)
                position += len(run)
            else:
                position += 1

    def _before_name(self, start: int, end: int, *, is_free: bool) -> tuple[str, ...]:
        """Return the words between two names, without the article or the class of the second: "X et la banque Y"."""
        tokens = self._without_aside(list(self.doc.tokens[start:end]))
        words = [token.lower for token in tokens]
        classes = 0
        for token in reversed(tokens):
            if token.pos not in {"ADJ", "NOUN"} or not (token.text.islower() or token.text.isupper()):
                break
            classes += 1
        opener = words[-classes - 1] if len(words) > classes else ""
        if classes and is_free and classes <= MAX_CLASS and self.lexicon.has("definite-determiners", opener):
            words = words[: -classes - 1]
        while words and (
            self.lexicon.has("genitive-forms", words[-1]) or self.lexicon.has("definite-determiners", words[-1])
        ):
            words.pop()
        return tuple(words)

    def _without_aside(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens between two names without what stands between commas: ", spécialisés dans le vrac, le loueur"."""
        commas = [place for place, token in enumerate(tokens) if token.text == ","]
        is_aside = len(commas) > 1 and commas[0] <= 1 and commas[1] - commas[0] <= MAX_ASIDE
        if not is_aside or tokens[commas[0] + 1].pos not in {"ADJ", "ADP", "ADV", "VERB"}:
            return tokens
        inside = tokens[commas[0] : commas[1]]
        is_clause = any(token.pos in VERBAL and "VerbForm=Part" not in token.morph for token in inside)
        return tokens if is_clause else [*tokens[: max(1, commas[0])], *tokens[commas[1] + 1 :]]

    def _is_headed(self, run: list[Mention]) -> bool:
        """Tell whether the first of some names completes a plural noun that the others spell out, up to a closing comma.

        "Les filiales de X, Y et Z, ont": Y and Z; "les filiales de X, Y et Z ont": of all three.
        """
        first, last = self.doc.tokens[run[0].head], run[-1].end
        noun = self.doc.tokens[first.head]
        is_closed = last < len(self.doc.tokens) and self.doc.tokens[last].text == ","
        is_complement = self.prepositions.of(first.index)[0] == self.lexicon.maps["prepositions"]["of"]
        return (
            len(run) >= MIN_OPEN_LIST
            and is_closed
            and is_complement
            and noun.index < first.index
            and noun.pos == "NOUN"
            and "Number=Plur" in noun.morph
            and any(token.text == "," for token in self.doc.tokens[run[0].end : run[1].start])
        )
