"""Declarations without quotation marks: "X affirme que P", "P, explique X", "selon X, P", "comme le dit X"."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kg.declarations import Declaration, Utterances
from kg.doc import DASHES, Sentence, Token
from kg.quotations import MIN_QUOTED_TOKENS, trimmed
from kg.speakers import MAX_INVERTED_DISTANCE, NOMINAL

MIN_TOLD_TOKENS = 3  # of what is told without a verb that the parser knows
MAX_JUDGED_TOKENS = 30
MAX_OPINION_DISTANCE = 14


class ToldFinder:
    """Finds what somebody says in the text’s own words."""

    def __init__(self, utterances: Utterances) -> None:
        """Take what is known of the article."""
        self.utterances = utterances
        self.doc, self.syntax, self.lexicon = utterances.doc, utterances.syntax, utterances.lexicon
        self.tokens, self.words = utterances.tokens, utterances.words
        self.speakers, self.quotes, self.verbs = utterances.speakers, utterances.quotes, utterances.verbs

    def indirect(self) -> Iterator[Declaration]:
        """X affirme que P; X affirme avoir fait P; il a été révélé par X que P; both without the conjunction."""
        for verb in self.verbs:
            if self.utterances.is_inside_marks(verb.index) or self.lexicon.has("denial-verbs", verb.lemma):
                continue  # who denies a thing does not say it
            if any(self.lexicon.has(name, verb.lemma) for name in ("mere-wish-verbs", "fear-verbs")):
                continue  # nor does who wishes or fears it
            speaker = self.speakers.before(verb.index)
            clauses = (self._clause(verb, arc.token) for arc in self.syntax.of(verb.index, "clause"))
            clause = next((found for found in clauses if found is not None), None) or self._conjoined(verb)
            if clause is not None and speaker is not None:
                yield Declaration(
                    start=clause[0], end=clause[1], speaker=speaker, cue=verb.index, verb=verb.index, is_direct=False
                )

    def _clause(self, verb: Token, clause: int) -> tuple[int, int] | None:
        head = self.tokens[clause]
        if clause < verb.index:
            return None
        inside = [index for index in self.doc.subtree(clause) if index > verb.index]
        start, end = inside[0], inside[-1] + 1
        conjunctions = self.lexicon.lists["relative-object"]
        is_infinitive = not conjunctions & set(self.words[verb.index + 1 : start + 1])
        forms = (*self.doc.kids(clause, "aux", "cop"), head)
        if is_infinitive and not any("VerbForm=Inf" in form.morph for form in forms):
            return None  # "se dit intéressé par"
        if is_infinitive and (self.lexicon.has("intention-verbs", verb.lemma) or head.base_dep == "ccomp"):
            return None  # "promet d’investir" is a plan; a bare clause is a quotation without marks
        if self.lexicon.has("saying-verbs", f"{verb.lemma} {head.lemma}"):
            return None  # "croit savoir X" is one verb of saying
        while start < end and self.tokens[start].pos in {"SCONJ", "PUNCT"}:
            start += 1
        start, end = trimmed(self.doc, start, end)
        while start - 1 > verb.index and self._is_negation(self.words[start - 1]):
            start -= 1  # "dit ne pas être au courant", where the parser hangs the negation on the verb of saying
        return (start, end) if end - start > 1 else None

    def _is_negation(self, word: str) -> bool:
        return self.lexicon.has("negation-particles", word) or self.lexicon.has("negators", word)

    def _conjoined(self, verb: Token) -> tuple[int, int] | None:
        """Return the clause behind "que" where the parser hangs it elsewhere: "a dit mardi dans un communiqué que P"."""
        end = self.doc.sentence_of(verb.index).end
        objects = {arc.token for arc in self.syntax.of(verb.index, "object")}
        objects -= {token for token in objects if self.lexicon.has("calendar-words", self.words[token])}
        for token in self.tokens[verb.index + 1 : min(end, verb.index + MAX_INVERTED_DISTANCE)]:
            if self.lexicon.has("relative-object", token.lower):
                start, end = trimmed(self.doc, token.index + 1, self._clause_end(token.index + 1, end))
                return (start, end) if end - start >= MIN_TOLD_TOKENS else None
            is_verb = token.pos in {"VERB", "AUX", "SCONJ"} and token.base_dep != "fixed"
            if is_verb or token.text in {";", ":"} or (token.index in objects and token.pos in NOMINAL):
                return None  # "annonce un plan que X rejette"
        return None

    def _clause_end(self, start: int, end: int) -> int:
        """Return where a clause ends at the latest: at a semicolon."""
        return next((token.index for token in self.tokens[start:end] if token.text == ";"), end)

    def inverted(self) -> Iterator[Declaration]:
        """P, explique X; P, a prévenu X; P, rappelle-t-il: the verb of saying and its subject close the sentence."""
        for verb in self.verbs:
            first = self.utterances.first_form(verb)
            start, end = trimmed(self.doc, self.doc.sentence_of(verb.index).start, first)
            start = self._clause_in_marks(start, end)
            is_finite = any("VerbForm=Fin" in form.morph for form in self.tokens[first : verb.index + 1])
            if not is_finite or end - start < MIN_QUOTED_TOKENS or self.utterances.is_inside_marks(verb.index):
                continue
            if self.tokens[first - 1].pos in {"SCONJ", "PRON", "CCONJ", "DET", "ADP"} or self._is_all_quoted(
                start, end
            ):
                continue
            has_subject = any(arc.token < first for arc in self.syntax.of(verb.index, "subject"))
            is_clause = any(t.pos in {"VERB", "AUX"} and "VerbForm=Fin" in t.morph for t in self.tokens[start:end])
            speaker = self.speakers.after(verb.index)
            is_set_off = self.tokens[first - 1].text in {",", *DASHES}
            is_party = speaker is not None and self.speakers.is_party(self.tokens[speaker])
            if is_clause and is_party and (not has_subject or (is_set_off and self._has_own_subject(verb))):
                yield Declaration(start=start, end=end, speaker=speaker, cue=verb.index, verb=None, is_direct=False)

    def _clause_in_marks(self, start: int, end: int) -> int:
        """Return where what is told begins: with a quoted clause behind a comma that ends it ("X attend, « c’est fini »")."""
        for quote in self.quotes:
            is_last = start + 2 < quote.start and quote.end in {end, end - 1}
            has_verb = any(token.pos in {"VERB", "AUX"} for token in self.tokens[quote.start : quote.end])
            if is_last and has_verb and self.tokens[quote.start - 2].text == ",":
                return quote.start
        return start

    def _has_own_subject(self, verb: Token) -> bool:
        """Tell whether a verb has a subject behind it: not "X, qui vit à Y, annonce la fermeture"."""
        behind = any(arc.token > verb.index for arc in self.syntax.of(verb.index, "subject"))
        return behind or self.speakers.clitic(verb.index) is not None

    def _is_all_quoted(self, start: int, end: int) -> bool:
        return any(quote.start <= start + 1 and end <= quote.end + 2 for quote in self.quotes)

    def as_told(self) -> Iterator[Declaration]:
        """Comme l’explique X, P; P, comme le rappelle X."""
        for verb in self.verbs:
            if any(self.lexicon.has(wishes, verb.lemma) for wishes in ("mere-wish-verbs", "wish-verbs")):
                continue  # "comme le souhaitait X"
            first = self.utterances.first_form(verb)
            before = self.words[max(0, first - 4) : first]
            cue = next((i for i, word in enumerate(before) if self.lexicon.has("manner-conjunctions", word)), None)
            if cue is None or not all(
                self.tokens[i].pos in {"PRON", "DET", "SCONJ"} for i in range(first - len(before) + cue + 1, first)
            ):
                continue
            speaker = self.speakers.after(verb.index)
            if speaker is not None and not self.utterances.is_inside_marks(verb.index):
                found = self._around(first - len(before) + cue, speaker)
                if found.end - found.start >= MIN_QUOTED_TOKENS:
                    yield replace(found, cue=verb.index)

    def attributed(self) -> Iterator[Declaration]:
        """Selon X, P; P, selon X."""
        cues = self.lexicon.sequences["attribution-prepositions"].keys() | self.lexicon.lists["opinion-prepositions"]
        for token in self.tokens:
            if token.lower not in cues:
                continue
            length = self.lexicon.match_at("attribution-prepositions", self.words, token.index) or self._opinion(token)
            if not length or self.utterances.is_inside_marks(token.index):
                continue
            source = self.speakers.named(token.index + length)
            if source is not None and (self.tokens[source].sentence != token.sentence or self._is_aside(token, source)):
                continue
            found = self._around(token.index, source)
            has_verb = any(word.pos in {"VERB", "AUX"} for word in self.tokens[found.start : found.end])
            if has_verb or found.end - found.start >= MIN_TOLD_TOKENS:
                yield found

    def _is_aside(self, cue: Token, source: int) -> bool:
        """Tell whether a pronoun is the source of one word within a clause: "sur des éléments selon lui faux"."""
        is_pronoun = self.lexicon.has("stressed-pronouns", self.words[source])
        ends = (self.tokens[cue.index - 1], self.tokens[min(source + 1, len(self.tokens) - 1)])
        is_first = cue.index == self.doc.sentence_of(cue.index).start
        return is_pronoun and not is_first and all(token.pos != "PUNCT" for token in ends)

    def _opinion(self, token: Token) -> int:
        """Return 1 for a preposition of opinion that opens a sentence before a person and a comma: "Pour X, …".

        The person is a name, or a function with its name: "pour le maire de Lyon, X, …".
        """
        is_first = token.index == self.doc.sentence_of(token.index).start
        if not is_first or not self.lexicon.has("opinion-prepositions", token.lower):
            return 0
        rest = self.tokens[token.index + 1 : token.index + MAX_OPINION_DISTANCE]
        commas = [word.index for word in rest if word.text == ","]
        names = [name for name in self.doc.names if name.label == "PER" and name.end in commas]
        quoted = {quote.start - 2 for quote in self.quotes}
        if any(name.start == token.index + 1 and name.end in quoted for name in self.doc.names):
            return 1  # "pour X, « … »": the marks say that it is X’s opinion
        if not names:
            return 0
        is_alone = names[0].start == token.index + 1 and names[0].end - names[0].start > 1
        is_function = any(self.lexicon.has("person-nouns", word.lemma) for word in rest[:3])
        return int(is_alone or is_function)

    def _around(self, cue: int, source: int | None) -> Declaration:
        """Return what stands around a source: before it, after it when it opens the sentence, both when it parts them."""
        sentence = self.doc.sentence_of(cue)
        start, end = trimmed(self.doc, self._sentence_start(sentence), cue)
        after = trimmed(self.doc, self._end_of_source(cue, source), sentence.end)
        is_parted = (
            end > start and self.tokens[cue - 1].text == "," and after[1] > after[0] and self._goes_on(after[0], source)
        )
        if end - start < MIN_TOLD_TOKENS and not is_parted:
            start, end = after
        elif is_parted:
            end = after[1]
        return Declaration(start=start, end=max(start, end), speaker=source, cue=cue, verb=None, is_direct=False)

    def _sentence_start(self, sentence: Sentence) -> int:
        """Return where a sentence begins; one that the parser cut at a colon begins before it."""
        before = self.doc.sentence_of(sentence.start - 1) if sentence.start else sentence
        is_cut = before.line == sentence.line and self.tokens[before.end - 1].text == ":"
        return before.start if is_cut else sentence.start

    def _end_of_source(self, cue: int, source: int | None) -> int:
        """Return where the phrase of a source ends, with what describes it: "selon X, directeur de Y, P"."""
        sentence = self.doc.sentence_of(cue)
        commas = [token.index for token in self.tokens[cue : sentence.end] if token.text == ","]
        if not commas:
            return (max(self.doc.subtree(source)) if source is not None else cue) + 1
        for here, following in pairwise(commas):
            between = self.tokens[here + 1 : following]
            if any(token.pos in {"VERB", "AUX"} and "VerbForm=Fin" in token.morph for token in between):
                return here + 1
            if not self._describes(between):
                return here + 1
        return commas[0] + 1 if len(commas) == 1 else commas[-1] + 1

    def _describes(self, phrase: tuple[Token, ...]) -> bool:
        """Tell whether a phrase between commas may describe who stands before it: it begins with a word for people or bodies."""
        first = next((token for token in phrase[:4] if token.pos in {"NOUN", "PROPN", "PRON"}), None)
        lists = ("person-nouns", "office-nouns", "organization-nouns", "person-titles")
        is_bare = first is not None and (phrase[0] is first or self.lexicon.has("person-titles", phrase[0].lower))
        return first is not None and (
            (first.pos == "PROPN" and is_bare) or any(self.lexicon.has(name, first.lemma) for name in lists)
        )

    def _goes_on(self, start: int, source: int | None) -> bool:
        """Tell whether words behind the phrase of a source belong to what it tells: "il s’agit, selon X, d’un tournant"."""
        first = self.tokens[start]
        is_relative = any(
            self.lexicon.has(name, first.lower) for name in ("relative-subject", "relative-of", "relative-place")
        )
        is_participle = first.pos == "VERB" and "VerbForm=Fin" not in first.morph
        below = source is not None and any(token.index == source for token in self.doc.ancestors(start))
        return (
            not is_relative and not is_participle and not below and not self._describes(self.tokens[start : start + 6])
        )

    def introduced(self) -> Iterator[Declaration]:
        """X prévient : P; X l’assure : P: what a colon right behind a verb of saying opens, outside quotation marks."""
        for verb in self.verbs:
            colon = verb.index + 1
            if colon + MIN_TOLD_TOKENS >= len(self.tokens) or self.tokens[colon].text != ":":
                continue
            start, end = trimmed(self.doc, colon + 1, self.doc.sentence_of(colon + 1).end)
            speaker = self.speakers.before(verb.index)
            is_quoted = any(quote.start <= start + 1 and start < quote.end for quote in self.quotes)
            is_clause = any("VerbForm=Fin" in token.morph for token in self.tokens[start:end])
            is_same = self.doc.sentence_of(colon + 1).line == self.doc.sentence_of(verb.index).line
            if speaker is None or is_quoted or not is_clause or not is_same or end - start < MIN_TOLD_TOKENS:
                continue
            if not self.utterances.is_inside_marks(verb.index):
                yield Declaration(
                    start=start, end=end, speaker=speaker, cue=verb.index, verb=verb.index, is_direct=False
                )

    def judged(self) -> Iterator[Declaration]:
        """X trouve le plan inacceptable; X se dit convaincu que P: what is judged and how."""
        for verb in self.verbs:
            if not self.lexicon.has("judging-verbs", verb.lemma) or self.utterances.is_inside_marks(verb.index):
                continue
            speaker = self.speakers.before(verb.index)
            marks = [kid.index for kid in self.doc.kids(verb.index, "xcomp") if kid.pos in {"ADJ", "VERB", "NOUN"}]
            objects = [arc.token for arc in self.syntax.of(verb.index, "object") if arc.token > verb.index]
            begins = [*objects, *marks] if self.utterances.says_of_itself(verb) or objects else []
            if speaker is None or not marks or not begins or marks[0] < begins[0]:
                continue
            start, end = min(self.doc.subtree(begins[0])), max(self.doc.subtree(marks[0])) + 1
            tells = objects or any(
                t.pos == "VERB" for t in self.tokens[marks[0] + 1 : end]
            )  # not "se dit intéressé par X"
            if tells and verb.index < start < end <= start + MAX_JUDGED_TOKENS:
                yield Declaration(
                    start=start, end=end, speaker=speaker, cue=verb.index, verb=verb.index, is_direct=False
                )

    def announced(self) -> Iterator[Declaration]:
        """X annonce la fermeture de trois usines: what is announced, outside titles, which only name the news."""
        for verb in self.verbs:
            if not self.lexicon.has("announcing-verbs", verb.lemma) or self.utterances.is_inside_marks(verb.index):
                continue
            objects = [arc.token for arc in self.syntax.of(verb.index, "object") if arc.token > verb.index]
            speaker = self.speakers.before(verb.index)
            if speaker is None or not objects or self.doc.sentence_of(verb.index).is_title:
                continue
            start, end = trimmed(self.doc, min(self.doc.subtree(objects[0])), max(self.doc.subtree(objects[0])) + 1)
            if start > verb.index and end - start >= MIN_QUOTED_TOKENS and self.tokens[objects[0]].pos == "NOUN":
                yield Declaration(
                    start=start, end=end, speaker=speaker, cue=verb.index, verb=verb.index, is_direct=False
                )
