"""Read forms/ into policies; refuse a form with errors and list all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from ur_desktop.domain.errors import FormError
from ur_desktop.domain.policy import Policy
from ur_desktop.forms.rules import build
from ur_desktop.forms.shape import FORM, TAGS
from ur_desktop.shape_errors import own_errors
from ur_desktop.yaml_file import YamlFile, file_digest

_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.edition-([2-9]|[1-9]\d+))?")


def policy_ids(folder: Path) -> tuple[str, ...]:
    """The policies that have at least one form, by id."""
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir() and _versions(path)))


def versions(folder: Path, policy_id: str) -> tuple[date, ...]:
    """The effective dates of a policy's forms, oldest first; FormError for a policy without any."""
    if policy_id not in policy_ids(folder):
        raise FormError(
            f"There is no policy {policy_id!r}.", f"There is {', '.join(policy_ids(folder)) or 'none'}."
        )
    return _versions(folder / policy_id)


def version_on(folder: Path, policy_id: str, on: date) -> date:
    """The version in force on a date: a start date holds until the next version's.

    Raises FormError for an unknown policy or a date before the first version.
    """
    known = versions(folder, policy_id)
    in_force = [version for version in known if version <= on]
    if not in_force:
        raise FormError(
            f"{policy_id} was not in force on {on}.",
            f"Its first version starts on {known[0]}; check the date of service.",
        )
    return in_force[-1]


def load_policy(folder: Path, policy_id: str, on: date) -> Policy:
    """The policy in force on a date; FormError also for a form with errors."""
    return load_version(folder, policy_id, version_on(folder, policy_id, on))


def load_version(folder: Path, policy_id: str, version: date) -> Policy:
    """The newest edition of one version of a policy; FormError when there is no such policy or version."""
    return read_form(_editions(folder, policy_id, version)[-1])


def load_edition(folder: Path, policy_id: str, version: date, digest: str) -> Policy | None:
    """The edition of a version whose form has this digest; None when no file has it."""
    for path in reversed(_editions(folder, policy_id, version)):
        if file_digest(path) == digest:
            return read_form(path)
    return None


def read_form(path: Path) -> Policy:
    """The policy in one form file; the folder is its id and the file name its effective date, and its edition.

    Raises FormError with a line for every fault: file, line, key, rule and the way out.
    """
    return _read(path, file_digest(path))


@lru_cache(maxsize=64)
def _read(path: Path, _digest: str) -> Policy:
    """Read a form once for every text that its file has had, as reading takes a tenth of a second."""
    source = YamlFile(path)
    place = _place(path)
    if place is None:
        raise FormError(
            f"{source.name}: the file name is the effective date.",
            'Name it "2024-07-01.yaml", and a later edition of it "2024-07-01.edition-2.yaml".',
        )
    try:
        shape = FORM.validate_python(source.values)
    except ValidationError as error:
        faults = (source.shape_fault(item, TAGS) for item in own_errors(error))
        raise FormError(f"{source.name} has errors.", "", tuple(dict.fromkeys(faults))) from None
    return build(shape, source, path.parent.name, *place)


def _place(path: Path) -> tuple[date, int] | None:
    """The effective date and edition that a form's file name says; None when it is not a form's."""
    found = _NAME.fullmatch(path.stem)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1]), int(found[2] or 1)
    except ValueError:
        return None


def _editions(folder: Path, policy_id: str, version: date) -> tuple[Path, ...]:
    """The form files of one version, the first edition first; FormError when there is none."""
    known = versions(folder, policy_id)
    if version not in known:
        raise FormError(
            f"{policy_id} has no version of {version}.", f"There is {', '.join(map(str, known))}."
        )
    found = {place[1]: path for path, place in _forms(folder / policy_id) if place[0] == version}
    return tuple(found[edition] for edition in sorted(found))


def _versions(folder: Path) -> tuple[date, ...]:
    return tuple(sorted({place[0] for _path, place in _forms(folder)}))


def _forms(folder: Path) -> Iterator[tuple[Path, tuple[date, int]]]:
    for path in folder.glob("*.yaml"):
        if (place := _place(path)) is not None:
            yield path, place
