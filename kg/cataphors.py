"""Cataphor → chain: what stands before the name that it points to: "depuis sa création, X", "s’il obtient l’accord, X"."""

from collections.abc import Callable, Mapping

from kg.anaphors import REFERENTS, Anaphors
from kg.antecedents import Pool
from kg.arcs import Syntax
from kg.doc import VERBAL, Doc
from kg.model import Mention
from kg.profiles import Draft, Profiles


class Cataphors:
    """Finds the name behind a possessive or a pronoun."""

    def __init__(
        self,
        doc: Doc,
        syntax: Syntax,
        described: Mapping[int, Mention],
        anaphors: Anaphors,
        profiles: Profiles,
        pool: Pool,
        chain_of: Callable[[Mention], Draft],
    ) -> None:
        """Look among the names of an article; `chain_of` gives the chain of a name that was not met yet."""
        self.doc, self.syntax, self.described, self.anaphors = doc, syntax, described, anaphors
        self.profiles, self.pool, self.chain_of = profiles, pool, chain_of

    def subject_of(self, mention: Mention, *, is_fronted: bool) -> Draft | None:
        """Return the subject that a possessive before it points to: "depuis sa création, X".

        What stands before its clause ("avec sa filiale, X") is of the subject, whatever was said before.
        """
        below = self.doc.tokens[mention.head]
        if below.pos != "DET":
            return self._subject_behind(mention) if is_fronted else None
        own: set[int] = set()  # "son directeur, Paul Rivet, part": the possessive is not of him
        for ancestor in self.doc.ancestors(mention.head):
            own |= {ancestor.index} | (
                {self.described[ancestor.index].head} if ancestor.index in self.described else set()
            )
            is_outside = below.base_dep in {"obl", "advcl"} and ancestor.index > below.index
            for arc in self.syntax.of(ancestor.index, "subject"):
                is_later = arc.token > mention.head and arc.token not in own
                if is_later and ancestor.pos in VERBAL and (is_outside or not is_fronted):
                    return self.pool.of_head.get(arc.token) or self.named_at(arc.token)
            below = ancestor
        return None

    def _subject_behind(self, mention: Mention) -> Draft | None:
        """Return the named subject behind the clause that a pronoun opens a sentence with: "S’il obtient l’accord, X part"."""
        pronoun = self.doc.tokens[mention.head]
        clause = self.doc.tokens[pronoun.head]
        main = self.doc.tokens[clause.head]
        is_fronted = clause.base_dep == "advcl" and clause.index < main.index and pronoun.base_dep == "nsubj"
        if not is_fronted or not self.doc.has_kid(clause.index, "mark"):
            return None
        for arc in self.syntax.of(main.index, "subject"):
            name = self.profiles.name_at.get(arc.token) or self.described.get(arc.token)
            if arc.token > clause.index and name is not None:
                draft = self.chain_of(name)
                genders = self.anaphors.genders(mention)
                told = {"Gender=Fem", "Gender=Masc"} & (draft.genders | set(self.doc.tokens[name.head].morph))
                fits = name.type in REFERENTS and not (genders and told and not genders & told)
                return draft if fits else None
        return None

    def named_at(self, token: int) -> Draft | None:
        """Return the chain of a name that stands after what it is a complement of, also as "la banque X"."""
        name = self.profiles.name_at.get(token) or self.described.get(token)
        return self.chain_of(name) if name is not None else None
