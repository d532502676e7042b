"""The command that prints the findings of reviews."""

from __future__ import annotations

import json

import click

from ur_desktop.cli.errors import reports_errors
from ur_desktop.cli.files import installed, read_text
from ur_desktop.domain.errors import InvalidAnswer, UserError
from ur_desktop.files.review import finding_json, parse, review_of


@click.command()
@click.argument("review", metavar="REVIEW.json")
@reports_errors
def assess(review: str) -> None:
    """Print the finding of a review, or of an array of reviews; - reads standard input."""
    shapes, many = parse(read_text(review))
    library = installed()
    findings, faults = [], []
    for number, shape in enumerate(shapes, start=1):
        try:
            policy = library.policy(shape.policy, shape.in_force_on)
            findings.append(finding_json(policy, review_of(shape, policy)))
        except UserError as error:
            prefix = f"review {number}: " if many else ""
            faults += [f"{prefix}{fault}" for fault in error.faults]
    if faults:
        raise InvalidAnswer("The reviews can't be used.", "", tuple(faults))
    click.echo(json.dumps(findings if many else findings[0], indent=2))
