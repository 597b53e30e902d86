import io
import os
import socket
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.read import decode_text, find_title, read_articles

FRENCH = "Le patron de la société a dit que les salariés sont prévenus."


def write(path: Path, content: str | bytes) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def error_of(*sources: str) -> str:
    with pytest.raises(ArticleError) as caught:
        read_articles(sources)
    return str(caught.value)


# What is read


def test_text_is_kept_as_found(tmp_path: Path) -> None:
    text = "Le titre\r\n\r\nL’usine\u00a0: «\u202fouverte\u202f» depuis lundi.\r\n \r\n"
    (article,) = read_articles([write(tmp_path / "a.txt", text)])
    assert article.text == text


def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (article,) = read_articles([write(tmp_path / "a.txt", b"\xef\xbb\xbf" + FRENCH.encode())])
    assert article.text == FRENCH


def test_source_is_the_file_name_without_its_folder(tmp_path: Path) -> None:
    (article,) = read_articles([write(tmp_path / "rachat.txt", FRENCH)])
    assert (article.name, article.source, article.language) == ("rachat", "rachat.txt", "fr")


def test_path_objects_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FRENCH, encoding="utf-8")
    assert read_articles([path])[0].name == "a"


def test_folder_gives_its_text_files_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "notes.md", ".hidden.txt"):
        write(tmp_path / name, f"{FRENCH} {name}")
    assert [article.source for article in read_articles([str(tmp_path)])] == ["a.TXT", "b.txt"]


def test_glob_reaches_into_folders(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    write(tmp_path / "2024" / "a.txt", FRENCH)
    write(tmp_path / "b.txt", FRENCH)
    assert [article.name for article in read_articles([str(tmp_path / "**" / "*.txt")])] == ["a", "b"]


def test_file_whose_name_looks_like_a_pattern_is_read(tmp_path: Path) -> None:
    assert read_articles([write(tmp_path / "a[1].txt", FRENCH)])[0].name == "a[1]"


def test_dash_reads_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FRENCH.encode())))
    (article,) = read_articles(["-"])
    assert (article.name, article.text) == ("stdin", FRENCH)


def test_pipe_given_as_a_file_is_read() -> None:
    reading, writing = os.pipe()
    os.write(writing, FRENCH.encode())
    os.close(writing)
    assert read_articles([f"/dev/fd/{reading}"])[0].text == FRENCH
    os.close(reading)


# Names


def test_namesakes_are_told_apart_by_their_content(tmp_path: Path) -> None:
    paths = []
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        paths.append(write(tmp_path / folder / "a.txt", f"{FRENCH} {folder}"))
    names = [article.name for article in read_articles(paths)]
    assert len(set(names)) == 2
    assert all(name.startswith("a-") for name in names)
    assert names == [article.name for article in read_articles(reversed(paths))]


def test_names_that_differ_in_case_only_are_told_apart(tmp_path: Path) -> None:
    # They would be one file on a disk that ignores case.
    paths = []
    for folder, name in (("x", "A.txt"), ("y", "a.txt")):
        (tmp_path / folder).mkdir()
        paths.append(write(tmp_path / folder / name, f"{FRENCH} {folder}"))
    assert len({article.name.casefold() for article in read_articles(paths)}) == 2


def test_same_file_twice_is_one_article(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", FRENCH)
    assert len(read_articles([path, str(tmp_path), path])) == 1


def test_control_characters_of_a_file_name_are_replaced(tmp_path: Path) -> None:
    (article,) = read_articles([write(tmp_path / "a\x1b[31m\nb.txt", FRENCH)])
    assert article.name == "a-[31m-b"


def test_long_file_name_leaves_room_for_a_suffix(tmp_path: Path) -> None:
    (article,) = read_articles([write(tmp_path / f"{'é' * 123}.txt", FRENCH)])
    assert len(f"{article.name}-01234567.claims.jsonl".encode()) <= 255 + 10


# Headlines


def test_short_first_line_before_a_blank_line_is_the_title() -> None:
    text = "\n  L’usine ferme\u00a0?  \n\nLe reste."
    span = find_title(text)
    assert span is not None
    assert span.of(text) == "L’usine ferme\u00a0?"


@pytest.mark.parametrize(
    "text",
    [
        "Une phrase entière.\n\nPuis une autre.",
        "Un titre\nsuivi sans blanc.",
        "Un titre seul",
        "Un titre\n\n",
        f"{'Très ' * 60}long\n\nLe reste.",
        "",
    ],
)
def test_other_first_lines_are_no_title(text: str) -> None:
    assert find_title(text) is None


# What cannot be read


def test_missing_file_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    write(tmp_path / "klarna-ia.txt", FRENCH)
    message = error_of(str(tmp_path / "klarna_ia.txt"))
    assert "klarna_ia.txt: no such file or folder; did you mean" in message
    assert message.endswith("klarna-ia.txt?")


def test_missing_folder_is_an_error(tmp_path: Path) -> None:
    assert "no such file or folder" in error_of(str(tmp_path / "nowhere" / "a.txt"))


def test_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    assert "no article in this folder" in error_of(str(tmp_path))


def test_pattern_without_match_is_an_error(tmp_path: Path) -> None:
    assert "no file matches" in error_of(str(tmp_path / "*.txt"))


def test_address_is_an_error() -> None:
    assert "addresses are not read" in error_of("https://example.org/article")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "an empty file"),
        (b" \n\t\n", "an empty file"),
        (b"\xef\xbb\xbf", "no words"),
        (b"12 345, 67 % !", "no words"),
        (b"%PDF-1.7 \xe2\xe3", "a PDF file"),
        (b"PK\x03\x04\x14\x00", "a zipped file"),
        (b"{\\rtf1 Le patron", "an RTF file"),
        (FRENCH.encode("utf-16"), "iconv -f UTF-16"),
        (FRENCH.encode("cp1252"), "it looks like WINDOWS-1252"),
        (FRENCH.encode("mac_roman"), "it looks like MACINTOSH"),
        (FRENCH.encode("cp850"), "it looks like CP850"),
        ("Léa.".encode() + b"\nL\xe9o.", "byte 7 (line 2) is not UTF-8 though the text before it is"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a binary file"),
        (b"Le patron\x00", "a binary file (control character U+0000 in line 1)"),
        (b"Le\npatron \x1b[2J", "a binary file (control character U+001B in line 2)"),
        (b"\n<!DOCTYPE html><p>Le patron</p>", "HTML or XML"),
        (b"Le patron parle. " * 60_000, "more than 1 MB"),
    ],
)
def test_what_is_no_text_is_one_line_that_says_why(content: bytes, reason: str, tmp_path: Path) -> None:
    message = error_of(write(tmp_path / "a.txt", content))
    assert reason in message
    assert message.startswith(str(tmp_path / "a.txt"))
    assert "\n" not in message


def test_file_that_cannot_be_opened_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the address of a socket has a hundred characters at most
    with socket.socket(socket.AF_UNIX) as endpoint:
        endpoint.bind("a.txt")
        assert error_of("a.txt").startswith("a.txt: cannot be read (")


@pytest.mark.parametrize("source", ["a" * 300, "fichier.txt/a.txt"])
def test_name_that_no_file_can_have_is_an_error(source: str) -> None:
    assert error_of(source).startswith(f"{source}: ")


def test_every_bad_source_has_its_line(tmp_path: Path) -> None:
    bad = write(tmp_path / "vide.txt", "")
    good = write(tmp_path / "bon.txt", FRENCH)
    assert len(error_of(bad, good, str(tmp_path / "absent.txt")).splitlines()) == 2


def test_control_characters_of_a_path_do_not_reach_the_message() -> None:
    assert error_of("a\x1b]0;b\n.txt") == "a-]0;b-.txt: no such file or folder"


# Properties


def test_source_without_end_is_an_error() -> None:
    assert "/dev/zero: more than 1 MB" in error_of("/dev/zero")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: not text.isspace()))
def test_every_text_without_controls_is_decoded_unchanged(text: str) -> None:
    signed = ("\ufeff", "<", "%PDF", "PK", "{")
    if not text.lstrip().startswith(signed):
        assert decode_text(text.encode()) == text


@given(st.binary())
def test_any_bytes_give_a_text_or_one_line(raw: bytes) -> None:
    try:
        text = decode_text(raw)
    except ArticleError as error:
        assert "\n" not in str(error)  # noqa: PT017  (either outcome is right)
    else:
        assert raw.removeprefix(b"\xef\xbb\xbf") == text.encode()


@given(st.text())
def test_a_title_quotes_the_text_without_blanks_around_it(text: str) -> None:
    span = find_title(text)
    title: Any = span and span.of(text)
    assert title is None or (title and title == title.strip())
