"""Who has what a noun names, though no verb says so: "avec 300 salariés, X", "X (300 salariés)", "fort de", "grâce à"."""

from collections.abc import Iterator

from kg.arcs import is_passive
from kg.doc import Token
from kg.lexicon import Lexicon
from kg.model import EntityType, MentionKind
from kg.reading import Reading

MAX_BRACKET = 12  # tokens that a bracket may hold before a figure
MAX_LABEL = 4  # tokens from the noun of a label to its colon
MAX_FIGURE = 8  # tokens between a figure and the noun that says what it counts
NO_FIGURE = frozenset({"AUX", "PRON", "PUNCT", "VERB"})  # what does not stand between a figure and its noun
Places = tuple[tuple[int, bool], ...]  # head tokens of mentions, each with whether the parser itself put it there


class BearerFinder:
    """Finds the bearers of nouns in one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading, self.lexicon = reading, lexicon
        self.doc, self.syntax = reading.doc, reading.syntax
        names = [mention for mention in reading.mentions if mention.kind is MentionKind.NAME]
        self.mentions = {mention.head: mention for mention in reading.mentions}
        self.names = frozenset(mention.head for mention in names)
        self.name_ends = {mention.end: mention.head for mention in names}

    def of(self, head: int) -> Places:
        """Return who has what a noun names: "avec 300 salariés, X", "fort de", "X (300 salariés)", "une PME de"."""
        name = self._bracketing_name(head)
        if name is not None:
            return ((name, True),)
        token = self._first_of_list(head)
        governor = self.doc.tokens[token.head]
        if governor.index == token.index:
            return ()
        cases = {case.lower for case in self.doc.kids(token.index, "case")}
        if any(self.lexicon.has("having-prepositions", case) for case in cases):
            return self._subjects_at(governor.index) or self._subjects_over(governor)
        is_genitive = any(self.lexicon.has("genitive-forms", case) for case in cases)
        if is_genitive and self.lexicon.has("having-adjectives", governor.lemma):
            modified = tuple((arc.token, False) for arc in self.syntax.of(governor.index, "modified"))
            return modified or self._subjects_at(governor.head)
        if not is_genitive or governor.pos in {"VERB", "AUX"}:
            return ()
        is_counted = (
            governor.lower in self.lexicon.maps["magnitudes"] or governor.lower in self.lexicon.maps["currencies"]
        )
        # "une équipe de 40 personnes", "fort de 3 millions d’euros de ventes"
        is_within = is_counted or self.lexicon.has("staff-nouns", governor.lemma)
        return self.of(governor.index) if is_within else ((governor.index, True),)

    def _first_of_list(self, index: int) -> Token:
        """Return what a noun is listed behind: "fort de 31 magasins et de 640 employés"."""
        token = self.doc.tokens[index]
        while token.base_dep == "conj" and self.doc.tokens[token.head].pos == "NOUN":
            token = self.doc.tokens[token.head]
        return token

    def _subjects_over(self, noun: Token) -> Places:
        """Return the subject of the verb whose object something hangs on: "réalise 3 millions de ventes avec 60 salariés"."""
        while noun.pos == "NOUN" and noun.base_dep in {"conj", "nmod", "obj"} and not self._is_somebody(noun.index):
            noun = self.doc.tokens[noun.head]
        return self._subjects_at(noun.index) if noun.pos == "VERB" else ()

    def _is_somebody(self, index: int) -> bool:
        mention = self.mentions.get(index)
        return mention is None or mention.type not in {EntityType.CONCEPT, None}

    def _bracketing_name(self, head: int) -> int | None:
        """Return the name before a bracket or a comma behind which a figure stands: "X (300 salariés)", "X, 300 salariés,"."""
        sentence = self.doc.tokens[head].sentence
        figures = [
            m
            for m in self.reading.measures
            if head - MAX_BRACKET <= m.start <= head and self.doc.tokens[m.start].sentence == sentence
        ]
        measure = figures[-1] if figures else None
        if measure is None or measure.start == 0 or measure.start < head - MAX_FIGURE:
            return None
        opening = self.doc.tokens[measure.start - 1]
        between = self.doc.tokens[measure.start : head]
        is_open = all(token.pos not in NO_FIGURE for token in between)
        for before in reversed(figures[:-1]):  # "X, 40 salariés et 3 millions d’euros de ventes,"
            is_next = opening.text == "," or self.lexicon.has("list-conjunctions", opening.lower)
            words = self.doc.tokens[before.start : opening.index]
            if not is_next or not before.start or any(token.pos in NO_FIGURE for token in words):
                break
            opening = self.doc.tokens[before.start - 1]
        if opening.text == ",":  # "X (carreaux, 450 salariés)"
            first = max(0, opening.index - MAX_BRACKET)
            brackets = [token for token in self.doc.tokens[first : opening.index] if token.text in {"(", ")"}]
            opening = brackets[-1] if brackets and brackets[-1].text == "(" else opening
        name = self.name_ends.get(opening.index)
        if name is None or not is_open:
            return None
        if opening.text == ",":
            rest = self.doc.tokens[head + 1 : head + 4]  # behind "chiffre d’affaires"
            after = next((token for token in rest if token.pos not in {"ADJ", "ADP", "NOUN"}), opening)
            is_end = after.text in {",", ".", ")"} or self.lexicon.has("list-conjunctions", after.lower)
            return name if is_end else None
        return name if opening.text == "(" else None

    def _subjects_at(self, index: int) -> Places:
        """Return the subject of a clause by its verb, its predicate noun, or the name itself that something hangs on."""
        token = self.doc.tokens[index]
        if index in self.names:
            return ((index, True),)
        if index in self.reading.described:  # "deuxième employeur de la ville avec 340 salariés, X"
            return ((self.reading.described[index].head, True),)
        roles = ("subject",) if token.pos in {"VERB", "AUX"} else ("holder", "modified")
        if is_passive(self.doc, index) and any(arc.token < index for arc in self.syntax.of(index, "object")):
            roles = ("object",)  # "X a été reprise avec ses 40 salariés"
        found = [arc for role in roles for arc in self.syntax.of(index, role)]
        return tuple((arc.token, arc.is_direct) for arc in found)

    def introduced(self, tokens: tuple[int, ...]) -> Places:
        """Return what a preposition that is a noun introduces: "grâce à X"."""
        first, last = self.doc.tokens[tokens[0]], self.doc.tokens[tokens[-1]]
        if first.base_dep == "case":
            return tuple((index, True) for index in self._with_conjuncts(first.head))
        found = [
            arc
            for arc in self.syntax.arcs[first.index]
            if arc.role.startswith("complement:") and arc.token > last.index
        ]
        return tuple((arc.token, arc.is_direct) for arc in found)

    def _with_conjuncts(self, index: int) -> Iterator[int]:
        yield index
        for child in self.doc.kids(index, "conj"):
            yield from self._with_conjuncts(child.index)

    def clause_subjects(self, head: int) -> Places:
        """Return the subject of the clause that a phrase stands in: "grâce à X, Y a réduit ses coûts"."""
        token = self.doc.tokens[head]
        while token.head != token.index:
            token = self.doc.tokens[token.head]
            if token.pos in {"VERB", "AUX"} or self.doc.has_kid(token.index, "cop"):
                return self._subjects_at(token.index)
        return ()

    def opened(self, head: int) -> Places:
        """Return the subject of the clause that a phrase opens as its topic: "Dans le BTP, X recrute"."""
        start = min(self.doc.subtree(head))
        first = self.doc.tokens[start]
        before = self.doc.tokens[start - 1] if start > self.doc.sentence_of(head).start else None
        end = max(self.doc.subtree(head)) + 1
        is_topic = self.lexicon.has("topic-prepositions", first.lower) and first.head == head
        is_open = before is None or before.text in {";", ":"} or before.pos == "CCONJ"
        is_closed = end < len(self.doc.tokens) and "," in {self.doc.tokens[end].text, self.doc.tokens[end - 1].text}
        found = self.clause_subjects(head) if is_topic and is_open and is_closed else ()
        return tuple(place for place in found if place[0] > head)

    def labelled(self, head: int) -> Places:
        """Return the subject of the clause behind a label: "Chaussures : X ferme deux magasins"."""
        sentence = self.doc.sentence_of(head)
        colon = next((t.index for t in self.doc.tokens[head + 1 : head + MAX_LABEL] if t.text == ":"), None)
        before = self.doc.tokens[sentence.start : colon or sentence.start]
        if colon is None or any(token.pos not in {"ADJ", "ADP", "DET", "NOUN", "PROPN"} for token in before):
            return ()
        if head != next((token.index for token in before if token.pos in {"NOUN", "PROPN"}), head):
            return ()
        root = next(
            (t for t in self.doc.tokens[colon:] if t.pos in {"AUX", "VERB"} and t.sentence == before[0].sentence), None
        )
        while root is not None and root.head > colon and root.head != root.index:
            root = self.doc.tokens[root.head]
        return self._subjects_at(root.index) if root is not None else ()
