"""Sentence → its dateline: "Lyon, le 3 mai 2024 – ", "DAKAR (Sénégal) - "."""

from collections.abc import Sequence

from kg.doc import DASHES, Token
from kg.lexicon import Lexicon, fold

MAX_DATELINE = 12  # tokens
PLAIN = frozenset({"DET", "NUM", "PROPN", "PUNCT"})


def dateline_end(sentence: Sequence[Token], lexicon: Lexicon) -> int:
    """Return how many tokens of a sentence are its dateline with the dash behind it, 0 when it has none.

    A place that lists know stands first, and nothing but dates, brackets and names before the dash.
    """
    if not sentence or not any(fold(sentence[0].text) in lexicon.lists[name] for name in ("cities", "regions")):
        return 0
    for position, token in enumerate(sentence[1:MAX_DATELINE], start=1):
        if token.text in DASHES:
            # "Lyon – dont le maire est absent – recrute" is a parenthesis
            is_closed = any(other.text in DASHES for other in sentence[position + 1 :])
            return 0 if is_closed else position + 1
        is_date = any(lexicon.has("calendar-words", word) for word in (token.lower, token.lemma))
        is_name = token.is_title or token.text[:1].isdigit()
        if token.pos not in PLAIN and not is_date and not is_name:
            return 0
    return 0
