"""What is known of an article where words may be said: its quotations, verbs of saying and speakers; and what is found."""

from dataclasses import dataclass

from kg.arcs import Syntax
from kg.doc import Doc, Token
from kg.lexicon import Lexicon
from kg.quotations import find_quotations
from kg.speakers import SpeakerFinder, says


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Words said by somebody: tokens `start` to `end` (exclusive), the speaker's head token, the tokens that say so."""

    start: int
    end: int
    speaker: int | None
    cue: int  # token of the verb or preposition
    verb: int | None  # None for "selon X"
    is_direct: bool
    is_guess: bool = False  # nothing but its place says whose words they are

    def holds(self, token: int) -> bool:
        """Tell whether a token lies within the words that were said."""
        return self.start <= token < self.end

    def meets(self, other: "Declaration") -> bool:
        """Tell whether the words of two declarations have a token in common."""
        return other.start < self.end and self.start < other.end

    def covers(self, other: "Declaration") -> bool:
        """Tell whether the words of another declaration lie within these."""
        return self.start <= other.start and other.end <= self.end


class Utterances:
    """One article with its quotations, verbs of saying and the finder of their speakers."""

    def __init__(self, doc: Doc, syntax: Syntax, lexicon: Lexicon) -> None:
        """Look for what is quoted and for what says something."""
        self.doc, self.syntax, self.lexicon = doc, syntax, lexicon
        self.tokens = doc.tokens
        self.words = tuple(token.lower for token in doc.tokens)
        self.speakers = SpeakerFinder(doc, syntax, lexicon)
        self.quotes = find_quotations(doc, lexicon)
        self.verbs = tuple(token for token in doc.tokens if token.pos in {"AUX", "VERB"} and says(doc, lexicon, token))

    def is_first_person(self, token: int) -> bool:
        """Tell whether a word is one of a speaker about themselves."""
        return self.lexicon.has("first-person-words", self.tokens[token].lower)

    def first_form(self, verb: Token) -> int:
        """Return where a verb begins with its auxiliaries and the clitics before them."""
        first = verb.index
        while first > 0 and (
            self.tokens[first - 1].pos in {"AUX", "ADV"}
            or self.tokens[first - 1].text.startswith("-")
            or self.lexicon.has("reflexive-pronouns", self.words[first - 1])
        ):
            first -= 1
        return first

    def is_clitic(self, word: Token) -> bool:
        """Tell whether a pronoun belongs to the verb: a reflexive, or a subject behind a hyphen."""
        return word.text.startswith("-") or self.lexicon.has("reflexive-pronouns", word.lower)

    def is_inside_marks(self, index: int) -> bool:
        """Tell whether a token stands between quotation marks."""
        return any(quote.start <= index < quote.end for quote in self.quotes)

    def says_of_itself(self, token: Token) -> bool:
        """Read "se dit « confiante »", "s’est dite « confiante »"."""
        before = self.words[max(0, self.first_form(token)) : token.index]
        return any(self.lexicon.has("reflexive-pronouns", word) for word in before) and says(
            self.doc, self.lexicon, token
        )
