"""Declarations in quotation marks: whole sentences, bits of a clause, lines that somebody signs, answers of an interview."""

from collections.abc import Iterator

from kg.arcs import is_passive
from kg.declarations import Declaration, Utterances
from kg.doc import DASHES, Sentence, Token
from kg.quotations import MIN_QUOTED_TOKENS, Quotation, is_term, joined, trimmed
from kg.retagging import PRESENT, verb_forms
from kg.speakers import says

MIN_ANSWER_TOKENS = 6  # of an answer behind a name and a colon
MAX_FRAGMENT_DISTANCE = 10  # tokens between a verb and the words that it quotes
MAX_SIGNATURE_TOKENS = 16
SEPARATORS = frozenset({",", ".", "-", "–", "—", "…"})
ENDS = frozenset({".", "!", "?", "…"})
INCISE_OPENERS = frozenset({",", "(", "!", "?", ".", "…", "–", "—", "-"})


class QuotedFinder:
    """Finds who is quoted."""

    def __init__(self, utterances: Utterances) -> None:
        """Take what is known of the article."""
        self.utterances = utterances
        self.doc, self.syntax, self.lexicon = utterances.doc, utterances.syntax, utterances.lexicon
        self.tokens, self.words = utterances.tokens, utterances.words
        self.speakers, self.quotes, self.verbs = utterances.speakers, utterances.quotes, utterances.verbs

    def direct(self, told: list[Declaration]) -> Iterator[Declaration]:
        """Yield quoted sentences with who says them: by a verb of saying, by what was `told` before, or by their place."""
        previous: Declaration | None = None
        was_closed = True
        for quote in joined(self.doc, self.quotes):
            start, end = quote.start, quote.end
            words = self.tokens[start:end]
            is_long = end - start >= MIN_QUOTED_TOKENS and any(word.pos in {"VERB", "AUX"} for word in words)
            cue = self._cue_within(quote) or self._cue_after(end) or self._cue_before(start)
            is_continued = False
            if cue is None:
                before = self._latest(told, previous, start)
                if before is not None and (self._continues(before, start) or (not was_closed and self._opens(start))):
                    cue, is_continued = (before.speaker, before.cue, before.verb), True
            was_closed = quote.is_closed
            if cue is None or cue[0] is None or (not is_long and cue[2] is None and end - start < MIN_QUOTED_TOKENS):
                if is_long:
                    speaker = self._implied(quote)
                    cue_token = start if speaker is None else speaker
                    yield Declaration(
                        start=start, end=end, speaker=speaker, cue=cue_token, verb=None, is_direct=True, is_guess=True
                    )
                continue
            is_whole = self._is_whole(start) or is_continued
            if cue[2] is None and self.tokens[cue[1]].text not in {":", *DASHES} and not is_whole:
                continue  # « … » within a sentence by "selon X": the sentence is what was said
            if not is_long and cue[2] is not None and not is_whole:
                continue
            previous = Declaration(start=start, end=end, speaker=cue[0], cue=cue[1], verb=cue[2], is_direct=True)
            yield previous

    def _latest(self, told: list[Declaration], previous: Declaration | None, start: int) -> Declaration | None:
        """Return the last declaration before a token."""
        before = [one for one in told if one.end <= start and one.speaker is not None]
        if previous is not None:
            before.append(previous)
        return max(before, key=lambda one: max(one.end, one.cue), default=None)

    def _is_whole(self, start: int) -> bool:
        """Tell whether a short quotation is all that was said: « Jamais », répond X; X répond : « Jamais »."""
        opens = self.doc.sentence_of(start).start >= start - 1
        return opens or (start > 1 and self.tokens[start - 2].text == ":")

    def _opens(self, start: int) -> bool:
        """Tell whether a quotation opens its line."""
        line = self.doc.sentence_of(start).line
        return start < 2 or self.doc.sentence_of(start - 2).line != line  # noqa: PLR2004 - the mark and what is before it

    def _continues(self, previous: Declaration, start: int) -> bool:
        """Tell whether a quotation that is a sentence of its own goes on in the same paragraph: « … », dit X. « … »."""
        sentence = self.doc.sentence_of(start)
        same_line = sentence.line == self.doc.sentence_of(previous.start).line
        opens = start - 1 == sentence.start or start == sentence.start
        between = self.tokens[max(sentence.start, previous.end) : max(sentence.start, start - 1)]
        is_another = any(token.pos == "PROPN" and token.index != previous.speaker for token in between)
        is_apart = self.tokens[start - 2].text in {*ENDS, ",", ";", ":", "»", "”"}
        return same_line and (opens or (is_apart and (not is_another or start < previous.cue)))

    def _cue_within(self, quote: Quotation) -> tuple[int | None, int, int | None] | None:
        """« La demande, poursuit-elle, repart »: the verb of saying between commas within the marks."""
        for verb in self.verbs:
            if quote.start < verb.index < quote.end and self._is_incise(verb, quote.start):
                speaker = self.speakers.after(verb.index)
                if speaker is not None and speaker <= quote.end and not self.utterances.is_first_person(speaker):
                    return speaker, verb.index, verb.index
        return None

    def _is_incise(self, verb: Token, start: int) -> bool:
        """Tell whether a finite verb of saying with its subject behind it stands between two punctuation marks."""
        first = self.utterances.first_form(verb)
        if first <= start or self.tokens[first - 1].text not in INCISE_OPENERS:
            return False
        forms = self.tokens[first : verb.index + 1]
        if not any("VerbForm=Fin" in form.morph for form in forms):
            return False
        clitic = self.speakers.clitic(verb.index)
        following = self.tokens[verb.index + 1 : verb.index + 3]
        is_followed = bool(following) and following[0].pos in {"DET", "NOUN", "PROPN", "ADV", "ADP"}
        return clitic is not None or is_followed

    def _cue_after(self, end: int) -> tuple[int | None, int, int | None] | None:
        """« … », précise le responsable: the verb of saying after the quotation with its subject; « … », selon X; « … » — X."""
        index = end + 1
        while index < len(self.tokens) and self.tokens[index].text in SEPARATORS:
            if self.tokens[index].text == "." and index > end + 1:
                return None
            index += 1
        if index >= len(self.tokens) or self.doc.sentence_of(index).line != self.doc.sentence_of(end - 1).line:
            return None
        length = self.lexicon.match_at("attribution-prepositions", self.words[index : index + 6], 0)
        if length:
            return self.speakers.named(index + length), index, None
        if self.tokens[index - 1].text in DASHES and self.tokens[index].pos == "PROPN":
            return index, index - 1, None
        verb = self._saying_verb(index, index + 6)
        return (self.speakers.after(verb), verb, verb) if verb is not None else None

    def _saying_verb(self, start: int, end: int) -> int | None:
        """Return the first verb of saying from `start` on, with only clitics, adverbs and auxiliaries before it."""
        for token in self.tokens[start:end]:
            if self._is_mistaken_verb(start, token):
                return token.index
            if token.pos == "VERB" or self.lexicon.has("saying-verbs", token.lemma):
                is_bare = all(
                    self.utterances.is_clitic(word) or word.pos != "PRON" for word in self.tokens[start : token.index]
                )
                is_said = says(self.doc, self.lexicon, token) or self._is_inverted(start, token)
                return token.index if is_bare and is_said else None
            if token.pos not in {"AUX", "ADV", "PRON", "PUNCT", "SCONJ", "DET"}:
                return None
        return None

    def _is_mistaken_verb(self, start: int, token: Token) -> bool:
        """Tell whether a word behind « … », and a reflexive pronoun is a verb, whatever the tagger says: « … », s’indigne X."""
        following = self.tokens[token.index + 1 : token.index + 2]
        is_followed = bool(following) and following[0].pos in {"DET", "PROPN"}
        verb, morph = verb_forms(self.lexicon).get(token.lower, ("", frozenset()))
        if token.index == start and morph is PRESENT and self.lexicon.has("saying-verbs", verb):
            is_apart = bool(following) and following[0].text == ","  # « … », résume, amère, X
            return (is_followed or is_apart) and self.tokens[start - 1].text in {",", *DASHES}
        is_reflexive = token.index > start and self.lexicon.has("reflexive-pronouns", self.words[token.index - 1])
        return is_reflexive and is_followed and self.tokens[start - 1].text in {",", *DASHES}

    def _is_inverted(self, start: int, verb: Token) -> bool:
        """Tell whether any finite verb right behind « … », with its subject behind it says something: « … », s’étrangle X."""
        forms = self.tokens[start : verb.index + 1]
        following = self.tokens[verb.index + 1 : verb.index + 2]
        has_subject = (bool(following) and following[0].pos in {"DET", "PROPN"}) or self.speakers.clitic(
            verb.index
        ) is not None
        is_bare = all(word.pos != "DET" for word in forms)
        is_set_off = self.tokens[start - 1].text in {",", *DASHES}
        return is_set_off and is_bare and has_subject and any("VerbForm=Fin" in form.morph for form in forms)

    def _cue_before(self, start: int) -> tuple[int | None, int, int | None] | None:
        """X déclare : « … »; X a dit que « … »; selon X, « … »: the nearest verb of saying left in the sentence."""
        sentence = self.doc.sentence_of(start - 1)
        first = sentence.start
        if first == start - 1 and first and self.tokens[first - 1].text == ":":
            first = self.doc.sentence_of(first - 1).start  # the colon closed a sentence or a line
        length = self.lexicon.match_at("attribution-prepositions", self.words[first : first + 6], 0)
        opinion = self.lexicon.match_at("opinion-prepositions", self.words[first : first + 6], 0)
        if opinion and self._is_somebody(first + opinion):  # "Pour Paul Mercier, …, « … »", not "pour l’instant"
            length = opinion
        if length and first + length < start:
            return self.speakers.named(first + length), first, None
        named = [token for token in self.tokens[first : start - 1] if token.pos != "PUNCT"]
        is_bare = bool(named) and named[0].pos == "PROPN" and not any(token.pos in {"VERB", "AUX"} for token in named)
        if is_bare and self.tokens[start - 2].text == ":":
            return named[0].index, start - 2, None  # "Julie Perrot, de la CGT : « … »"
        for token in reversed(self.tokens[first : start - 1]):
            if self.lexicon.has("quote-closers", token.text) and token.text != '"':
                return None
            is_done = token.base_dep in {"acl", "advcl", "amod"} and is_passive(
                self.doc, token.index
            )  # "lancées par X"
            if token.pos == "VERB" and not is_done and says(self.doc, self.lexicon, token):
                speaker = self.speakers.before(token.index)
                if speaker is not None and speaker >= start:  # a name within the words, taken for the subject
                    speaker = self.speakers.opener(token.index)
                return speaker, token.index, token.index
        return None

    def _is_somebody(self, index: int) -> bool:
        """Tell whether a name or, alone before a comma, a personal pronoun stands somewhere: "pour lui, « … »"."""
        is_alone = index + 1 < len(self.tokens) and self.tokens[index + 1].text == ","
        is_pronoun = self.lexicon.has("stressed-pronouns", self.words[index])
        return self.tokens[index].pos == "PROPN" or (is_pronoun and is_alone)

    def _implied(self, quote: Quotation) -> int | None:
        """Return whom words without a word of saying belong to: the subject of what stands before them.

        "Paul Mercier est furieux : « C’est un scandale. »"; "Paul Mercier ne décolère pas. « On nous a menti. »", in the same
        paragraph and only words in the first person, which are somebody's.
        """
        sentence = self.doc.sentence_of(quote.start)
        if self.tokens[quote.start - 2].text == ":" and quote.start > 1:
            return self._subject_of_sentence(self.doc.sentence_of(quote.start - 2), quote.start)
        if sentence.start < quote.start - 1 or not sentence.start:
            return None
        before = self.doc.sentence_of(sentence.start - 1)
        is_mine = any(self.utterances.is_first_person(index) for index in range(quote.start, quote.end))
        if not is_mine or before.line != sentence.line:
            return None
        return self._subject_of_sentence(before, before.end)

    def _subject_of_sentence(self, sentence: Sentence, end: int) -> int | None:
        """Return the one subject of a sentence's main verb that stands before a token."""
        root = next((token for token in self.tokens[sentence.start : sentence.end] if token.head == token.index), None)
        subjects = [arc.token for arc in self.syntax.of(root.index, "subject") if arc.token < end] if root else []
        return subjects[0] if len(subjects) == 1 else None

    def answers(self) -> Iterator[Declaration]:
        """Yield the answers of an interview: a line that begins with a name and a colon, in the first person."""
        for name in self.doc.names:
            sentence = self.doc.sentence_of(name.start)
            is_first = not name.start or self.doc.sentence_of(name.start - 1).line != sentence.line
            if not is_first or name.end >= len(self.tokens) or self.tokens[name.end].text not in {":", *DASHES, "."}:
                continue
            end = self._line_end(sentence.line, name.end)
            start, end = trimmed(self.doc, name.end + 1, end)
            is_mine = any(self.utterances.is_first_person(index) for index in range(start, end))
            if is_mine and end - start >= MIN_ANSWER_TOKENS and not self._is_quoted(start, end):
                yield Declaration(
                    start=start, end=end, speaker=name.start, cue=name.end, verb=None, is_direct=True, is_guess=True
                )

    def _line_end(self, line: int, index: int) -> int:
        while index < len(self.tokens) and self.doc.sentence_of(index).line == line:
            index += 1
        return index

    def signed(self) -> Iterator[Declaration]:
        """Yield the lines that the next one signs: "— Paul Mercier, directeur de Novalia"."""
        for name in self.doc.names:
            line = self.doc.sentence_of(name.start).line
            dash = name.start - 1
            if dash < 1 or self.tokens[dash].text not in DASHES or self.doc.sentence_of(dash - 1).line == line:
                continue
            signature = self.tokens[name.start : self._line_end(line, name.end)]
            if len(signature) > MAX_SIGNATURE_TOKENS or any("VerbForm=Fin" in word.morph for word in signature):
                continue
            above = self.doc.sentence_of(dash - 1).line
            start = dash - 1
            while start > 0 and self.doc.sentence_of(start - 1).line == above:
                start -= 1
            start, end = trimmed(self.doc, start, dash)
            if end - start >= MIN_QUOTED_TOKENS:
                yield Declaration(start=start, end=end, speaker=name.start, cue=dash, verb=None, is_direct=True)

    def _is_quoted(self, start: int, end: int) -> bool:
        return any(quote.start <= start < quote.end or start <= quote.start < end for quote in self.quotes)

    def fragments(self) -> Iterator[Declaration]:
        """X dénonce un « scandale »; X parle d’« une avancée »: some words within a clause, by the verb that governs them."""
        for quote in joined(self.doc, self.quotes):
            if is_term(self.doc, quote):
                continue
            verb = self._quoting_verb(quote.start)
            speaker = self.speakers.before(verb.index) if verb is not None else None
            if verb is not None and speaker is not None and not quote.start <= speaker < quote.end:
                yield Declaration(
                    start=quote.start, end=quote.end, speaker=speaker, cue=verb.index, verb=verb.index, is_direct=True
                )

    def _quoting_verb(self, start: int) -> Token | None:
        """Return the verb right before quoted words, when it is one of saying or judging and not denied."""
        first = max(self.doc.sentence_of(start - 1).start, start - 1 - MAX_FRAGMENT_DISTANCE)
        for token in reversed(self.tokens[first : start - 1]):
            if token.text in {";", ":"} or self.lexicon.has("quote-closers", token.text):
                return None
            if token.pos in {"VERB", "AUX"} and not self._is_modifier(token):
                if self.lexicon.has("naming-verbs", token.lemma) and self.tokens[token.index + 1].pos != "ADP":
                    return None  # "ce que X appelle le « cercle »" is a word of X’s
                quotes = self.lexicon.has("quoting-verbs", token.lemma) or self.utterances.says_of_itself(token)
                before = self.words[max(0, self.utterances.first_form(token) - 2) : token.index]
                is_denied = any(self.lexicon.has("negation-particles", word) for word in before)
                return token if quotes and not is_denied else None
        return None

    def _is_modifier(self, token: Token) -> bool:
        """Tell whether a participle only describes a noun: "dénonce un plan jugé « brutal »" is another's word."""
        return token.base_dep == "amod"
