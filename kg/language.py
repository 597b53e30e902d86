"""Text → language: by the share of its words that are the function words of a language.

The words are data: `ontology/lang/*/function-words.yaml`. A language can be read when its folder also has frames.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from kg.errors import ArticleError, LexiconError
from kg.resources import ontology_directory

# A short text gets the benefit of the doubt: another language must show this many function words more than ours, which
# one borrowed title ("The Walking Dead") or slogan does not.
MIN_LEAD = 3
# Shares of function words, measured on the 40 development passages and on spaCy's example sentences of 27 languages:
# French texts have at least .37 and French sentences of 20 words and more .18; texts in a language that has a list here
# show .30 or more of its own words and at most .12 of ours; other languages show at most .13 (Croatian), mostly under .09.
MIN_SHARE = 0.12
MIN_WORDS = 20
NATIVE_SHARE = 0.25

WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language that can be told from others, and whether articles in it can be read."""

    code: str
    name: str
    function_words: frozenset[str]
    is_read: bool


@cache
def load_languages(folder: Path | None = None) -> tuple[Language, ...]:
    """Return the languages of `ontology/lang`, sorted by code.

    Raises LexiconError when a list is not of the shape `name: …`, `words: …`.
    """
    root = (folder or ontology_directory()) / "lang"
    return tuple(_load(path) for path in sorted(root.glob("*/function-words.yaml")))


def _load(path: Path) -> Language:
    where = f"lang/{path.parent.name}/{path.name}"
    try:
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LexiconError(f"{where}: cannot be read ({' '.join(str(error).split())})") from error
    match entry:
        case {"name": str(name), "words": str(words)}:
            return Language(
                code=path.parent.name,
                name=name,
                function_words=frozenset(words.split()),
                is_read=(path.parent / "frames").is_dir(),
            )
    raise LexiconError(f"{where}: must have 'name' and 'words', each a string; words are separated by spaces")


def find_language(text: str, languages: tuple[Language, ...]) -> str:
    """Return the code of the language of `text`: one that kg reads, unless the text speaks clearly against it.

    Raises ArticleError, without the place, when it does.
    """
    words = WORD.findall(unicodedata.normalize("NFC", text).lower())
    hits = {language.code: sum(word in language.function_words for word in words) for language in languages}
    ours = max((language for language in languages if language.is_read), key=lambda language: hits[language.code])
    best = max(languages, key=lambda language: hits[language.code])
    remedy = f"kg reads {', '.join(language.name for language in languages if language.is_read)}"
    # French that quotes a long English sentence is French still.
    is_native = hits[ours.code] >= NATIVE_SHARE * len(words)
    if hits[best.code] - hits[ours.code] >= MIN_LEAD and not is_native:
        is_sure = hits[best.code] >= NATIVE_SHARE * len(words)
        raise ArticleError(f"the text is {f'in {best.name}' if is_sure else f'not in {ours.name}'}; {remedy}")
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        raise ArticleError("there are no words in it; give the text of an article")
    if sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters) * 2 < len(letters):
        raise ArticleError(f"the text is not in Latin letters; {remedy}")
    if len(words) >= MIN_WORDS and hits[ours.code] < MIN_SHARE * len(words):
        share = round(100 * hits[ours.code] / len(words))
        raise ArticleError(f"the text is not in {ours.name} ({share} % of its words are common words of it); {remedy}")
    return ours.code
