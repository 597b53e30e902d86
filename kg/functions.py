"""Functions and titles beside names that the parser mixed up: "M. Mercier", "rédacteur en chef de X", "nomme Y PDG et Z DRH"."""

from dataclasses import replace

from kg.tree import Tree

HEADS = frozenset({"nsubj", "obj", "obl", "nmod", "appos", "conj"})  # how a word hangs that stands for somebody


class Functions(Tree):
    """The mends of functions, for the mender of all clauses."""

    def _name_over_title(self, index: int) -> None:
        """Read "M. Mercier", "le Suisse Mercier" as the name, where the parser makes the first word the head."""
        name = self.tokens[index]
        title = self.tokens[name.head]
        if name.pos != "PROPN" or title.index != index - 1:
            return
        is_title = self.lexicon.has("person-titles", title.lower)
        is_epithet = title.pos == "ADJ" and title.base_dep in HEADS and self._has_kid(title.index, "det")
        is_origin = title.is_title and bool(self.lexicon.origins_of(title.lower)) and self._has_kid(title.index, "det")
        if not is_title and not is_epithet and not is_origin:
            return
        self._take_place(index, title.index)
        for child in self._kids(title.index):
            self._move(child.index, index, child.dep)
        self.tokens[title.index] = replace(title, pos="X" if is_title else "ADJ")
        self._move(title.index, index, "flat" if is_title else "amod")

    def _rank_behind_function(self, index: int) -> None:
        """Read "le rédacteur en chef de X": what follows "en chef" completes the function, of which it is a part."""
        rank = self.tokens[index]
        noun = self.tokens[rank.head]
        is_rank = self.lexicon.has("rank-nouns", rank.lower) and rank.base_dep == "nmod" and noun.index == index - 2
        if not is_rank or not self.lexicon.has("person-nouns", noun.lemma) or self._has_kid(index, "det"):
            return
        for child in self._kids(index, "nmod", "amod", "appos", "acl"):
            self._move(child.index, noun.index, child.dep)
        self.tokens[index] = replace(self.tokens[index], pos="ADV", dep="advmod")

    def _function_in_name(self, index: int) -> None:
        """Read "Mercier directeur des ventes": a function in small letters behind a name describes it and is no part of it."""
        noun, name = self.tokens[index], self.tokens[self.tokens[index].head]
        is_function = noun.pos == "NOUN" and noun.text.islower() and self.lexicon.has("person-nouns", noun.lower)
        if not is_function or name.pos != "PROPN" or name.index > index:
            return
        for child in self._kids(name.index, "nmod", "amod"):
            if child.index > index:
                self._move(child.index, index, child.dep)
        self._move(index, name.index, "appos")

    def _second_appointed(self, index: int) -> None:
        """Read "a nommé Y directeur et Z directrice": Z is beside Y, not beside the function of Y."""
        name, function = self.tokens[index], self.tokens[self.tokens[index].head]
        first = self.tokens[function.head]
        is_beside = (
            name.pos == "PROPN" and function.pos == "NOUN" and first.pos == "PROPN" and self._has_kid(index, "cc")
        )
        if is_beside and first.index < function.index < index and self.lexicon.has("person-nouns", function.lower):
            self._move(index, first.index, "conj")
