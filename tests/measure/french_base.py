# ruff: noqa: T201  (a script; its output is what it prints)
"""Measure pipelines side by side: names, business names, speed, load time and memory.

    french_base.py [--names WIKINEWS.jsonl] [--year 2017] [--votes] [--rounds 5] PIPELINE…

With `--votes` names are typed by the votes of the whole text, as kg does; else they are the recogniser's own.
A pipeline is the name of a package, a path that `spacy.load` takes, or `base` for the weights that kg ships; the first is
the one that the others are compared with. Names are scored exactly, for Person, Organization and Place, text by
text, line by line as kg reads. Speed is the best of the rounds, taken in turns. The parse is
scored by another script, on treebanks that are not in this repository.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from spacy.language import Language

from kg.annotate import annotate, normalise
from kg.base import load_base, load_spacy
from kg.lexicon import load_lexicon
from kg.model import Article
from kg.names import cast_votes, find_names

BUSINESS = Path(__file__).parent.parent / "gold" / "business-names.jsonl"
TYPES = {"PER": "Person", "ORG": "Organization", "LOC": "Place"}
TOGETHER = "all three"

Name: TypeAlias = tuple[int, int, str]
Text: TypeAlias = tuple[str, frozenset[Name]]


def load(name: str) -> Language:
    return load_base() if name == "base" else load_spacy(name)


def read_articles(path: Path, year: str) -> Iterator[Text]:
    for row in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(row)
        if article["id"].startswith(f"winer-{year}"):
            gold = frozenset((start, end, kind) for start, end, kind in article["mentions"] if kind in TYPES.values())
            yield normalise(article["text"]), gold


def read_business() -> Iterator[Text]:
    for row in BUSINESS.read_text(encoding="utf-8").splitlines():
        line = json.loads(row)
        yield normalise(line["text"]), frozenset((start, end, TYPES[label]) for start, end, label in line["spans"])


def recognise_names(nlp: Language, texts: Sequence[str]) -> list[frozenset[Name]]:
    lines = []
    for number, text in enumerate(texts):
        start = 0
        for line in text.split("\n"):
            if line.strip():
                lines.append((line, (number, start)))
            start += len(line) + 1
    found: list[set[Name]] = [set() for _ in texts]
    with nlp.select_pipes(enable=["ner"]):
        for doc, (number, start) in nlp.pipe(lines, as_tuples=True):
            found[number] |= {
                (start + span.start_char, start + span.end_char, TYPES[span.label_])
                for span in doc.ents
                if span.label_ in TYPES
            }
    return [frozenset(names) for names in found]


def vote_names(nlp: Language, texts: Sequence[str]) -> list[frozenset[Name]]:
    lexicon = load_lexicon()
    found = []
    for number, text in enumerate(texts):
        doc = annotate(Article(name=str(number), text=text), nlp, lexicon)
        names = (
            (doc.span(name.start, name.end), name.type.value)
            for name in find_names(doc, lexicon, cast_votes(doc, lexicon))
        )
        found.append(frozenset((span.start, span.end, kind) for span, kind in names if kind in TYPES.values()))
    return found


def score(gold: Iterable[frozenset[Name]], found: Iterable[frozenset[Name]]) -> dict[str, float]:
    """F1 by type; an exact span with the right type is right."""
    right, total = Counter[str](), Counter[str]()
    for wanted, got in zip(gold, found, strict=True):
        for name in wanted & got:
            right.update((name[2], TOGETHER))
        for name in (*wanted, *got):
            total.update((name[2], TOGETHER))
    return {kind: 2 * right[kind] / max(1, total[kind]) for kind in (TOGETHER, *TYPES.values())}


def print_names(title: str, pipelines: dict[str, Language], texts: Sequence[Text], *, votes: bool) -> None:
    how = "typed by votes" if votes else "as the recogniser has them"
    print(f"{title}: {len(texts)} texts, {sum(len(gold) for _, gold in texts)} names {how}, F1 exact")
    for name, nlp in pipelines.items():
        find = vote_names if votes else recognise_names
        scores = score((gold for _, gold in texts), find(nlp, [text for text, _ in texts]))
        print(f"  {name:24}", "  ".join(f"{kind} {value:.3f}" for kind, value in scores.items()))


def print_speed(pipelines: dict[str, Language], texts: Sequence[Text], rounds: int) -> None:
    lines = [line for text, _ in texts for line in text.split("\n") if line.strip()]
    best: dict[str, float] = {}
    words = 0
    for _ in range(rounds):
        for name, nlp in pipelines.items():
            start = time.process_time()
            words = sum(len(doc) for doc in nlp.pipe(lines))
            best[name] = min(best.get(name, float("inf")), time.process_time() - start)
    first = next(iter(best.values()))
    print(f"speed: {len(lines)} lines, {words} tokens, CPU time, best of {rounds}")
    for name, seconds in best.items():
        print(f"  {name:24} {words / seconds:7.0f} tokens/s  {first / seconds:.3f} of the first")


def print_load_and_memory(names: Sequence[str]) -> None:
    """Each pipeline in a process of its own, three times; the middle one counts."""
    print("load (seconds of CPU, imports left out) and peak memory after a sentence")
    for name in names:
        runs = sorted(
            tuple(float(part) for part in subprocess.check_output([sys.executable, __file__, "--load", name]).split())
            for _ in range(3)
        )
        print(f"  {name:24} {runs[1][0]:.2f} s  {runs[1][1]:.0f} MB")


def peak_memory() -> float:
    """Megabytes; from the kernel's own file, for `getrusage` counts the parent's memory at the fork as ours."""
    status = dict(row.split(":", 1) for row in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pipelines", nargs="+", metavar="PIPELINE")
    parser.add_argument("--names", type=Path)
    parser.add_argument("--year", default="2017")
    parser.add_argument("--votes", action="store_true")
    parser.add_argument("--rounds", type=int, default=5, help="0: names only")
    parser.add_argument("--load", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        start = time.process_time()
        nlp = load(options.pipelines[0])
        seconds = time.process_time() - start
        nlp("Zelvia embauche.")
        print(seconds, peak_memory())
        return
    pipelines = {name: load(name) for name in options.pipelines}
    business = list(read_business())
    print_names("business sentences", pipelines, business, votes=options.votes)
    articles = list(read_articles(options.names, options.year)) if options.names else []
    if articles:
        print_names(f"Wikinews {options.year}", pipelines, articles, votes=options.votes)
    if options.rounds:
        print_speed(pipelines, articles or business, options.rounds)
        print_load_and_memory(options.pipelines)


if __name__ == "__main__":
    main()
