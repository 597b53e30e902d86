"""Doc → Declarations: who said which words, in quotation marks, in a clause of saying, or by "selon X"."""

from dataclasses import replace

from kg.arcs import Syntax
from kg.declarations import Declaration, Utterances
from kg.doc import Doc, Token
from kg.lexicon import Lexicon
from kg.quotations import MIN_QUOTED_TOKENS
from kg.quoted import QuotedFinder
from kg.speakers import NOMINAL
from kg.told import ToldFinder

MIN_BIT_TOKENS = 3  # fewer are a term within what is told
MIN_QUOTED_SHARE = 0.25  # of a sentence: quoted bits that are less are not what is told


def find_declarations(doc: Doc, syntax: Syntax, lexicon: Lexicon) -> tuple[Declaration, ...]:
    """Return the declarations of an article in text order; what is quoted without a speaker has none."""
    return _Finder(Utterances(doc, syntax, lexicon)).find()


class _Finder:
    """Puts the declarations of one article together, the surest way of saying first."""

    def __init__(self, utterances: Utterances) -> None:
        self.doc, self.lexicon, self.tokens = utterances.doc, utterances.lexicon, utterances.tokens
        self.speakers, self.quotes = utterances.speakers, utterances.quotes
        self.told, self.quoted = ToldFinder(utterances), QuotedFinder(utterances)

    def find(self) -> tuple[Declaration, ...]:
        reported = (*self.told.inverted(), *self.told.as_told(), *self.told.attributed())
        told = [*self.told.indirect(), *self.told.introduced(), *(self._narrowed(one) for one in reported)]
        direct = list(self.quoted.direct(told))
        indirect = [one for one in told if not any(self._is_surer(other, one) for other in direct)]
        found = [one for one in direct if not any(other.covers(one) for other in indirect)] + indirect
        answers = list(self.quoted.answers())
        found = [one for one in found if not any(answer.covers(one) for answer in answers)] + answers
        for more in (self.quoted.signed(), self.quoted.fragments(), self.told.judged(), self.told.announced()):
            found += [one for one in more if not any(self._is_same(one, other) for other in found)]
        found = self._with_authors(sorted(found, key=lambda one: (one.start, one.end)))
        return tuple(found)

    def _is_same(self, one: Declaration, other: Declaration) -> bool:
        """Tell whether words are those of another declaration; what one reports of another’s words is not."""
        return one.meets(other) and (one.speaker == other.speaker or other.is_direct or not other.covers(one))

    def _narrowed(self, told: Declaration) -> Declaration:
        """Return what is told by "selon X" or "…, dit X" with its quoted bits alone, where it has some."""
        inside = [quote for quote in self.quotes if told.start <= quote.start and quote.end <= told.end + 1]
        inside = [quote for quote in inside if quote.end - quote.start >= MIN_BIT_TOKENS]
        quoted = sum(quote.end - quote.start for quote in inside)
        if quoted < max(MIN_QUOTED_TOKENS, MIN_QUOTED_SHARE * (told.end - told.start)):
            return told
        return replace(told, start=inside[0].start, end=inside[-1].end)

    def _is_surer(self, quotation: Declaration, told: Declaration) -> bool:
        """Tell whether quoted words stand for the clause that they are in; not when they are but a bit of it."""
        if quotation.speaker is None or not quotation.meets(told):
            return False
        is_bit = told.covers(quotation) and quotation.cue == told.cue and quotation.start > told.start + 2
        return not is_bit

    def _with_authors(self, found: list[Declaration]) -> list[Declaration]:
        """Return declarations in which a document speaks for its author, and "a-t-elle ajouté" for who spoke last."""
        done: list[Declaration] = []
        author: int | None = None
        last: Declaration | None = None
        for one in found:
            if one.speaker is None:
                done.append(one)
                continue
            if self.speakers.is_document(one.speaker):
                done.append(replace(one, speaker=author))
                continue
            one = replace(one, speaker=self._same_speaker(one, last))  # noqa: PLW2901 - the pronoun resolved
            sentence = self.doc.sentence_of(one.cue)
            if any(self.speakers.is_document(index) for index in range(sentence.start, sentence.end)):
                author = one.speaker
            done.append(one)
            last = one
        return done

    def _same_speaker(self, one: Declaration, last: Declaration | None) -> int | None:
        """Return whom a pronoun that says something stands for: who spoke last in this paragraph or the one before."""
        if one.speaker is None or last is None or last.speaker is None:
            return one.speaker
        pronoun, noun = self.tokens[one.speaker], self.tokens[last.speaker]
        if not self.lexicon.has("light-person-pronouns", pronoun.lower) or noun.pos not in NOMINAL:
            return one.speaker
        is_near = self.doc.sentence_of(one.cue).line - self.doc.sentence_of(last.cue).line <= 1
        between = range(max(last.cue, last.speaker) + 1, min(one.start, one.speaker))
        own = self.tokens[last.cue].sentence
        is_other = any(
            name.label == "PER" and name.start in between and self.tokens[name.start].sentence != own
            for name in self.doc.names
        )  # of that sentence a name is the speaker’s, or within the words
        return last.speaker if is_near and not is_other and self._agree(pronoun, noun) else one.speaker

    def _agree(self, pronoun: Token, noun: Token) -> bool:
        """Tell whether nothing speaks against a pronoun for a noun: neither gender nor number."""
        if noun.pos == "PROPN":
            is_woman = self.lexicon.has("feminine-first-names", noun.lower)
            is_known = self.lexicon.has("first-names", noun.lower)
            return not is_known or is_woman is ("Gender=Fem" in pronoun.morph)
        pairs = (
            ("Gender=Fem", "Gender=Masc"),
            ("Gender=Masc", "Gender=Fem"),
            ("Number=Plur", "Number=Sing"),
            ("Number=Sing", "Number=Plur"),
        )
        return not any(one in pronoun.morph and other in noun.morph for one, other in pairs)
