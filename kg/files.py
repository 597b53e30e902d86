"""Outputs appear whole or not at all."""

import os
import tempfile
from pathlib import Path

from kg.errors import GraphError


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file by way of a temporary one beside it, so that a reader or a crash never meets half of it.

    Makes the folder if need be. Raises GraphError when it cannot be written.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode_of_new_files())
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise GraphError(f"{path}: cannot be written: {error.strerror}; choose another place with --out") from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _mode_of_new_files() -> int:
    """Return the permissions that the user gives new files; mkstemp gives only those of its owner."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
