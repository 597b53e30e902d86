"""Everything that kg raises on bad input; each message says where, what, and what would be right.

KGError
├── ArticleError       unreadable, empty, not UTF-8, not in a language that has a lexicon
├── LexiconError       a file of `ontology/` is wrong: path, line, reason
├── ModelError         the spaCy pipeline is missing or does not fit
├── GoldError          a hand-made answer to score against is missing or is not one
├── ResolutionError    entities cannot be told apart or merged as asked
└── GraphError         a shape is violated, a graph or a query cannot be read, an output cannot be written
"""


class KGError(Exception):
    """Any error that a user can mend; the command line prints it as one line and exits 1."""


class ArticleError(KGError):
    """An article cannot be read."""


class LexiconError(KGError):
    """A lexicon, frame or ontology file is wrong."""


class ModelError(KGError):
    """A spaCy pipeline cannot be loaded or lacks what kg needs."""


class GoldError(KGError):
    """Hand-made facts to score against cannot be read."""


class ResolutionError(KGError):
    """Entities cannot be resolved."""


class GraphError(KGError):
    """A graph cannot be built, read, queried, checked or written."""
