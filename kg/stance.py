"""How a text holds a predicate: polarity, modality, whether it is over, and on whose word."""

from dataclasses import dataclass

from kg.model import Modality, Polarity

ORDER = (Modality.ASSERTED, Modality.REPORTED, Modality.PLANNED, Modality.HYPOTHETICAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """How the text holds a predicate, who says so (head token), and the words that say so."""

    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ASSERTED
    former: bool = False
    speaker: int | None = None
    cues: tuple[str, ...] = ()

    def with_modality(self, modality: Modality, cue: str) -> "Stance":
        """Return the stance with the modality that is further from an assertion."""
        further = max(self.modality, modality, key=ORDER.index)
        return Stance(
            polarity=self.polarity, modality=further, former=self.former, speaker=self.speaker, cues=(*self.cues, cue)
        )

    def negated(self, cue: str, *, is_firm: bool = False) -> "Stance":
        """Return the stance with its polarity turned.

        Two negations make no fact ("n’a pas renoncé à racheter"): what they leave is possible, unless the second is
        `is_firm` ("n’a pas empêché de racheter": it was done).
        """
        is_double = self.polarity is Polarity.NEGATIVE
        modality = Modality.HYPOTHETICAL if is_double and not is_firm else self.modality
        turned = Polarity.POSITIVE if is_double else Polarity.NEGATIVE
        return Stance(
            polarity=turned, modality=modality, former=self.former, speaker=self.speaker, cues=(*self.cues, cue)
        )

    def told_by(self, speaker: int | None, cue: str) -> "Stance":
        """Return the stance as hearsay of a speaker."""
        told = self.with_modality(Modality.REPORTED, cue)
        return Stance(
            polarity=told.polarity, modality=told.modality, former=told.former,
            speaker=self.speaker if self.speaker is not None else speaker, cues=told.cues,
        )  # fmt: skip

    def over(self, cue: str) -> "Stance":
        """Return the stance of what was so and is so no more."""
        return Stance(
            polarity=self.polarity, modality=self.modality, former=True, speaker=self.speaker, cues=(*self.cues, cue)
        )
