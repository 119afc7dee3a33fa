"""The bytes of a file that somebody else made, or why it cannot be read."""

from __future__ import annotations

from pathlib import Path

from smartpick.importers._rows import MOST_BYTES, problem_at, shown

__all__ = ["content_of"]


def content_of(path: Path, kinds: str) -> tuple[bytes, str]:
    """Return what a file holds, and its name, harmless to show.

    Parameters
    ----------
    kinds
        Which files are meant, in words.

    Raises
    ------
    RequestError
        When there is none, or it is too large.
    """
    name = shown(str(path))
    try:
        if not path.is_file():
            what = "it is a folder" if path.is_dir() else "there is no such file"
            raise problem_at(name, what, fix=f"Name {kinds}")
        with path.open("rb") as handle:
            content = handle.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise problem_at(name, f"cannot be read: {why}", fix=f"Name {kinds}") from error
    if len(content) > MOST_BYTES:
        raise problem_at(name, f"the file is larger than {MOST_BYTES / 1e6:.0f} MB", fix=f"Name {kinds}")
    return content, name
