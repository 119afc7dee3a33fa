"""Is there work of hers in a sheet that is about to be written over? What was not taken in yet would be lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from smartpick.errors import Problem, RequestError
from smartpick.present._output import printable

if TYPE_CHECKING:
    from smartpick.explain import ApplicationList
    from smartpick.importers.sheet import KeptSheet
    from smartpick.profile import Profile
    from smartpick.programs import Directory

__all__ = ["check_unimported"]


def check_unimported(
    targets: dict[str, str | None],
    applicant: Profile,
    directory: Directory,
    made: ApplicationList,
    kept: KeptSheet | None,
) -> None:
    """Refuse to write over a sheet in which something of hers stands that `import` has not taken in.

    Parameters
    ----------
    targets
        Option → file to write.
    kept
        What was taken in so far.

    Raises
    ------
    RequestError
        With every such file.
    """
    from smartpick.importers.sheet import merge_sheet, read_sheet
    from smartpick.present._programs_view import COLUMNS
    from smartpick.present._sheet_rows import base_of, lines_of

    base = base_of(lines_of(made, directory, kept))
    titles = [column.title for column in COLUMNS]
    problems = []
    for option, target in targets.items():
        if not target or not Path(target).is_file():
            continue
        try:
            found = read_sheet(Path(target))
            merged = merge_sheet(directory, found, applicant.goals.specialties, base, kept, also_ours=titles)
        except RequestError:
            # What is no sheet of ours is a file like any other.
            continue
        if merged.is_change:
            what = f"{printable(target)} holds changes of yours that were not taken in yet, and would be written over"
            fix = "Take them in first with `smartpick import PROFILE FILE`, name another file, or delete that one"
            problems.append(Problem(option, what, fix=fix))
    if problems:
        raise RequestError(problems)
