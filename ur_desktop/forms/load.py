"""Read forms/ into policies; refuse a form with errors and list all of them at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import ValidationError

from ur_desktop.domain.errors import FormError
from ur_desktop.domain.policy import Policy
from ur_desktop.forms.rules import build
from ur_desktop.forms.shape import FORM, TAGS
from ur_desktop.yaml_file import YamlFile


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
    """One version of a policy by its effective date; FormError when there is no such policy or version."""
    known = versions(folder, policy_id)
    if version not in known:
        raise FormError(
            f"{policy_id} has no version of {version}.", f"There is {', '.join(map(str, known))}."
        )
    return read_form(folder / policy_id / f"{version}.yaml")


def read_form(path: Path) -> Policy:
    """The policy in one form file; the folder is its id and the file name its effective date.

    Raises FormError with a line for every fault: file, line, key, rule and the way out.
    """
    source = YamlFile(path)
    try:
        version = date.fromisoformat(path.stem)
    except ValueError:
        raise FormError(
            f"{source.name}: the file name is the effective date.", 'Name it "2024-07-01.yaml".'
        ) from None
    try:
        shape = FORM.validate_python(source.values)
    except ValidationError as error:
        faults = (source.shape_fault(item, TAGS) for item in error.errors(include_url=False))
        raise FormError(f"{source.name} has errors.", "", tuple(dict.fromkeys(faults))) from None
    return build(shape, source, path.parent.name, version)


def _versions(folder: Path) -> tuple[date, ...]:
    found = []
    for path in folder.glob("*.yaml"):
        try:
            found.append(date.fromisoformat(path.stem))
        except ValueError:
            continue
    return tuple(sorted(found))
