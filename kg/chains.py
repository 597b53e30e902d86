"""Chains: the mentions of one article that refer to the same thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.model import EntityType, Mention, MentionKind, Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The mentions of one thing in one article, in text order."""

    mentions: tuple[Mention, ...]
    type: EntityType
    votes: tuple[Vote, ...]
    strongest: Decimal = Decimal(0)  # weight of the heaviest vote that a mention of it brought

    @property
    def names(self) -> tuple[Mention, ...]:
        """Return the mentions that name the thing."""
        return tuple(mention for mention in self.mentions if mention.kind is MentionKind.NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """The chains of an article, and the chain of every mention by the mention's head token."""

    chains: tuple[Chain, ...]
    by_head: Mapping[int, int]

    def at(self, token: int) -> Chain | None:
        """Return the chain of the mention that has this head token."""
        position = self.by_head.get(token)
        return None if position is None else self.chains[position]
