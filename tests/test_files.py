"""Outputs appear whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.files import write_atomically


def test_file_has_the_content(tmp_path: Path) -> None:
    write_atomically(tmp_path / "deep" / "graph.ttl", b"content")
    assert (tmp_path / "deep" / "graph.ttl").read_bytes() == b"content"


def test_file_is_replaced(tmp_path: Path) -> None:
    for content in (b"old and long", b"new"):
        write_atomically(tmp_path / "graph.ttl", content)
    assert (tmp_path / "graph.ttl").read_bytes() == b"new"


def test_nothing_is_left_beside_it(tmp_path: Path) -> None:
    write_atomically(tmp_path / "graph.ttl", b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]


def test_permissions_are_those_of_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "graph.ttl", b"content")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "graph.ttl").stat().st_mode) == 0o640


def test_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(GraphError, match="cannot be written"):
        write_atomically(tmp_path / "file" / "graph.ttl", b"content")


def test_failure_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "graph.ttl"
    folder.mkdir()  # a file cannot take the place of a folder
    with pytest.raises(GraphError, match="cannot be written: Is a directory"):
        write_atomically(folder, b"content")
    assert list(tmp_path.iterdir()) == [folder]
