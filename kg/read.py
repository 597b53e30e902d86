"""File, folder, glob or stdin → Article: the text exactly as found, or one line that says why it cannot be read.

Offsets are code points into the decoded text. Nothing is translated: line ends stay what they are. Only a byte-order
mark at the very beginning is dropped, as it is a note to the reader of the file and no part of the text.
"""

import difflib
import glob
import hashlib
import os
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from kg.errors import ArticleError
from kg.language import find_language, load_languages
from kg.model import Article, Span

STDIN = "-"
SUFFIX = ".txt"

# What other programs put at the beginning of a file; each with the remedy.
SIGNATURES = (
    (b"%PDF", "a PDF file; extract its text first: pdftotext"),
    (b"PK\x03\x04", "a zipped file, perhaps of a word processor; save it as plain text"),
    (b"{\\rtf", "an RTF file; save it as plain text"),
    (b"\xff\xfe", "UTF-16 text; convert it: iconv -f UTF-16 -t UTF-8"),
    (b"\xfe\xff", "UTF-16 text; convert it: iconv -f UTF-16 -t UTF-8"),
)
MARKUP = re.compile(rb"\s*<(?:!doctype html|html|\?xml)\b", re.IGNORECASE)
# Control characters that no text has (a form feed and a word processor's soft line end, 0B, may stand in one).
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# In the order of how common they are in old French files; Windows-1252 covers ISO-8859-1 as well.
OLD_ENCODINGS = ("WINDOWS-1252", "MACINTOSH", "CP850")

MAX_BYTES = 1_000_000  # 150 000 words; also what spaCy takes in one line

MAX_NAME = 120  # code points; with a hash and ".claims.jsonl" still a file name on every system
MAX_TITLE = 200  # code points; the longest headline of the 40 development passages has 107
TITLE_CANNOT_END = (".", ",", ";", ":")  # "?", "!", "…" and a quotation mark do end headlines


def read_articles(
    sources: Iterable[str | os.PathLike[str]], *, skipped: Callable[[str], None] | None = None
) -> tuple[Article, ...]:
    """Return the articles of files, folders (their *.txt), glob patterns and "-" (stdin), sorted by name.

    An article is named after its file. Where several files have one name, each adds a hash of its content, so that
    names depend on the files and not on their order. The same file given twice, and files of the same name and the
    same text, are one article.

    With `skipped`, that is called with one line for each source that cannot be read, and the others are returned. Raises
    ArticleError with these lines without it, or when no article is left.
    """
    problems: list[str] = []
    namesakes: dict[str, dict[str, Article]] = defaultdict(dict)  # name without case -> hash of the text -> article
    for path in _find_all(sources, problems):
        try:
            article = _read_article(path)
        except ArticleError as error:
            problems.append(str(error))
        else:
            digest = hashlib.sha256(article.text.encode()).hexdigest()[:8]
            same = namesakes[article.name.casefold()]
            same[digest] = min(article, same.get(digest, article), key=lambda one: one.name)
    if problems and (skipped is None or not namesakes):
        raise ArticleError("\n".join(dict.fromkeys(problems)))
    if skipped is not None:
        for problem in dict.fromkeys(problems):
            skipped(problem)
    articles = (
        article if len(by_digest) == 1 else replace(article, name=f"{article.name}-{digest}")
        for by_digest in namesakes.values()
        for digest, article in by_digest.items()
    )
    return tuple(sorted(articles, key=lambda article: article.name))


def find_title(text: str) -> Span | None:
    """Return the span of the first line when it looks like a headline: short, no final full stop, then a blank line."""
    lines = text.splitlines(keepends=True)
    start = 0
    while lines and not lines[0].strip():
        start += len(lines.pop(0))
    if len(lines) < 3 or lines[1].strip():  # noqa: PLR2004  (a headline, a blank line and something under it)
        return None
    title = lines[0].strip()
    if len(title) > MAX_TITLE or title.endswith(TITLE_CANNOT_END):
        return None
    start += lines[0].index(title)
    return Span(start, start + len(title))


def decode_text(raw: bytes) -> str:
    """Return the text of a file's bytes, which must be UTF-8.

    Raises ArticleError, without the place, when they are something else: that, and what to do about it.
    """
    if len(raw) > MAX_BYTES:
        raise ArticleError(
            f"more than {MAX_BYTES // 1_000_000} MB, and no article is so long; give a file for each article"
        )
    if not raw.strip():
        raise ArticleError("an empty file; give the text of an article")
    for signature, what in SIGNATURES:
        if raw.startswith(signature):
            raise ArticleError(f"not plain text but {what}")
    if MARKUP.match(raw):
        raise ArticleError("not plain text but HTML or XML; save the article's words alone as a text file")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArticleError(_explain(raw, error.start)) from error
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ArticleError(f"a binary file (control character U+{ord(found[0]):04X} in line {line}); give plain text")
    return text


def _explain(raw: bytes, place: int) -> str:
    """Return what bytes that are not UTF-8 at `place` probably are."""
    line = raw.count(b"\n", 0, place) + 1
    where = f"byte {place} (line {line}) is not UTF-8"
    readings = {encoding: raw.decode(encoding, "replace") for encoding in OLD_ENCODINGS}
    if any(CONTROL.search(reading) for reading in readings.values()):
        return f"a binary file ({where}); give plain text"
    if place > 0 and not raw[:place].isascii():
        return f"{where} though the text before it is; the file is damaged there"

    def count_letters(encoding: str) -> int:
        # The accents of French are nearly all on small letters; in a wrong encoding they come out as capitals and signs.
        return sum(letter > "\x7f" and letter.islower() for letter in readings[encoding])

    best = max(OLD_ENCODINGS, key=count_letters)
    return f"{where}; it looks like {best}: convert it with iconv -f {best} -t UTF-8"


def _read_article(path: Path | None) -> Article:
    """Return the article of a file, or of stdin when there is no path."""
    shown, name = (_show(path), _clean(path.name)) if path else ("stdin", "stdin")
    try:
        with path.open("rb") if path else nullcontext(sys.stdin.buffer) as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ArticleError(f"{shown}: cannot be read ({error.strerror})") from error
    try:
        text = decode_text(raw)
        language = find_language(text, load_languages())
    except ArticleError as error:
        raise ArticleError(f"{shown}: {error}") from error
    stem = Path(name).stem[:MAX_NAME]
    return Article(name=stem, text=text, language=language, source=name, title=find_title(text))


def _find_all(sources: Iterable[str | os.PathLike[str]], problems: list[str]) -> Iterator[Path | None]:
    """Yield the files of all sources, and add a line to `problems` for each source that has none."""
    for source in sources:
        try:
            yield from _find_files(os.fspath(source))
        except ArticleError as error:
            problems.append(str(error))
        except OSError as error:
            problems.append(f"{_show(os.fspath(source))}: cannot be read ({error.strerror})")


def _find_files(source: str) -> Iterator[Path | None]:
    """Yield the files that a source stands for, None for stdin."""
    path = Path(source)
    if source == STDIN:
        yield None
    elif source.startswith(("http://", "https://")):
        raise ArticleError(f"{_show(source)}: addresses are not read; save the article as a text file")
    elif path.is_dir():
        files = sorted(
            file for file in path.iterdir() if file.suffix.lower() == SUFFIX and not file.name.startswith(".")
        )
        if not files:
            raise ArticleError(f"{_show(source)}: no article in this folder; articles are *{SUFFIX} files")
        yield from files
    elif path.exists():
        yield path
    elif glob.has_magic(source):
        matches = sorted(match for match in map(Path, glob.glob(source, recursive=True)) if not match.is_dir())  # noqa: PTH207  (Path.glob takes no absolute pattern)
        if not matches:
            raise ArticleError(f"{_show(source)}: no file matches this pattern")
        yield from matches
    else:
        names = [file.name for file in path.parent.iterdir()] if path.parent.is_dir() else []
        near = difflib.get_close_matches(path.name, names, n=1)
        hint = f"; did you mean {_show(path.with_name(near[0]))}?" if near else ""
        raise ArticleError(f"{_show(source)}: no such file or folder{hint}")


def _show(path: str | Path) -> str:
    """Return a path as it can stand in a one-line message."""
    return _clean(str(path))


def _clean(name: str) -> str:
    """Return a file name in NFC, what is no character of a text (control characters, bytes that are not UTF-8) as "-"."""
    return "".join(
        "-" if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} else letter
        for letter in unicodedata.normalize("NFC", name)
    )
