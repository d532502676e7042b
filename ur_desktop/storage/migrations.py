"""The database schema: one function per migration step, and the exact list of triggers of every vault.

Never edit a released step. No step creates triggers: sqlite-utils' transform() drops them, so all are created
again after the steps. To change a trigger, add a step, even an empty one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache

import sqlite_utils
from sqlite_utils.migrations import Migrations

from ur_desktop.domain.errors import Damaged, StorageError
from ur_desktop.domain.folding import identity
from ur_desktop.storage.database import Database, storage_errors
from ur_desktop.storage.records.worklist import tags_of, words_of


def first_schema(db: sqlite_utils.Database) -> None:
    """Create cases with their worklist, reviews with every answer, determinations, archive and journal."""
    for statement in _FIRST_SCHEMA:
        db.execute(statement)


def letter_queue(db: sqlite_utils.Database) -> None:
    """Create the letter queue: the accepted letters that no journal entry records as printed or saved."""
    for statement in _LETTER_QUEUE:
        db.execute(statement)


def folded_names(db: sqlite_utils.Database) -> None:
    """Fold the members' IDs and names of every worklist row again, to find them as they are compared now."""
    db.register_function(identity, deterministic=True, replace=True)
    db.register_function(words_of, deterministic=True, replace=True)
    for statement in _FOLDED_NAMES:
        db.execute(statement)


def sendings(db: sqlite_utils.Database) -> None:
    """Keep letters in the queue until they are sent; reopen cases whose decision never left the house."""
    for statement in _SENDINGS:
        db.execute(statement)


def batches_and_parts(db: sqlite_utils.Database) -> None:
    """Move letter batches out of the drafts, and record who began each review, as the journal has it."""
    for statement in _BATCHES_AND_PARTS:
        db.execute(statement)


def journal_indexes(db: sqlite_utils.Database) -> None:
    """Find the journal's lines by person, kind and time without reading all of them."""
    for statement in _JOURNAL_INDEXES:
        db.execute(statement)


def search_tags(db: sqlite_utils.Database) -> None:
    """Let the worklist be narrowed to a review, and a search to a plan, a review, a state or the closed cases."""
    db.register_function(tags_of, deterministic=True, replace=True)
    for statement in _SEARCH_TAGS:
        db.execute(statement)


STEPS = (
    first_schema,
    letter_queue,
    folded_names,
    sendings,
    batches_and_parts,
    journal_indexes,
    search_tags,
)
"""Every step, in order."""

NEWER = StorageError(
    "This vault was written by a newer version of UR Desktop.", "Install that version. Nothing was changed."
)

migrations = Migrations("vault")
for _step in STEPS:
    migrations()(_step)

_FIRST_SCHEMA = (
    "CREATE TABLE vault (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "CREATE TABLE cases (id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT",
    # The worklist row of a case; place sorts it: running clocks by due time, then stopped ones.
    """CREATE TABLE worklist (
        row INTEGER PRIMARY KEY, case_id TEXT NOT NULL UNIQUE REFERENCES cases (id), closed INTEGER NOT NULL,
        place TEXT NOT NULL, number TEXT NOT NULL, member_name TEXT NOT NULL, member_id TEXT NOT NULL,
        plan_id TEXT NOT NULL, service_code TEXT NOT NULL, review TEXT NOT NULL, urgency TEXT NOT NULL,
        state TEXT NOT NULL, answered INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0,
        assigned_to TEXT NOT NULL, due TEXT, received TEXT NOT NULL, provider TEXT NOT NULL,
        stopped_since TEXT, runs_again TEXT, words TEXT NOT NULL) STRICT""",
    "CREATE INDEX worklist_by_place ON worklist (closed, place)",
    "CREATE INDEX worklist_by_state ON worklist (closed, state, place)",
    "CREATE INDEX worklist_by_person ON worklist (closed, assigned_to, place)",
    "CREATE INDEX worklist_by_plan ON worklist (plan_id, closed, place)",
    "CREATE INDEX worklist_by_stop ON worklist (runs_again) WHERE runs_again IS NOT NULL",
    "CREATE INDEX worklist_by_member ON worklist (member_id, received)",
    """CREATE VIRTUAL TABLE worklist_words USING fts5
        (words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4')""",
    """CREATE TABLE reviews (
        case_id TEXT NOT NULL REFERENCES cases (id), sequence INTEGER NOT NULL, body TEXT NOT NULL,
        completed INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (case_id, sequence)) STRICT""",
    """CREATE TABLE answers (
        id INTEGER PRIMARY KEY, case_id TEXT NOT NULL, sequence INTEGER NOT NULL, criterion_id TEXT NOT NULL,
        by TEXT NOT NULL, at TEXT NOT NULL, before TEXT, after TEXT NOT NULL,
        FOREIGN KEY (case_id, sequence) REFERENCES reviews (case_id, sequence)) STRICT""",
    "CREATE INDEX answers_of_review ON answers (case_id, sequence, criterion_id, id)",
    """CREATE TABLE drafts (
        case_id TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL,
        PRIMARY KEY (case_id, field)) STRICT""",
    # Rows that are added to a case and never changed: referrals, peer-to-peer offers, determinations.
    """CREATE TABLE entries (
        id INTEGER PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), kind TEXT NOT NULL,
        body TEXT NOT NULL, payload TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX entries_of_case ON entries (case_id, kind, id)",
    """CREATE TABLE archive (
        sequence INTEGER PRIMARY KEY, case_id TEXT NOT NULL, kind TEXT NOT NULL, copy TEXT NOT NULL,
        by TEXT NOT NULL, at TEXT NOT NULL, facts TEXT NOT NULL, digest TEXT NOT NULL, link TEXT NOT NULL,
        pdf BLOB NOT NULL) STRICT""",
    "CREATE INDEX archive_of_case ON archive (case_id, sequence)",
    """CREATE TABLE journal (
        sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
        case_id TEXT NOT NULL, detail TEXT NOT NULL, link TEXT NOT NULL) STRICT""",
    "CREATE INDEX journal_of_case ON journal (case_id, sequence)",
)

_JOURNAL_INDEXES = (
    "CREATE INDEX journal_of_person ON journal (by, sequence)",
    "CREATE INDEX journal_of_kind ON journal (kind, sequence)",
    # Lines are written in the zone of their computer; the day of a moment is the same in all of them.
    "CREATE INDEX journal_of_time ON journal (julianday(at))",
)

_SEARCH_TAGS = (
    "CREATE INDEX worklist_by_review ON worklist (review, closed, place)",
    "INSERT INTO worklist_words (worklist_words) VALUES ('delete-all')",
    """INSERT INTO worklist_words (rowid, words)
        SELECT row, words || tags_of(plan_id, review, state, closed) FROM worklist""",
)

_LETTER_QUEUE = (
    """CREATE TABLE letter_queue (
        letter INTEGER PRIMARY KEY REFERENCES archive (sequence), in_doubt INTEGER NOT NULL DEFAULT 0) STRICT""",
    # A letter printed before it was accepted is queued too: checking it twice is better than never sending it.
    """INSERT INTO letter_queue (letter) SELECT sequence FROM archive
        WHERE copy IN ('member', 'provider') AND NOT EXISTS (
            SELECT 1 FROM journal WHERE journal.case_id = archive.case_id AND journal.kind IN ('print', 'save')
            AND julianday(journal.at) >= julianday(archive.at) AND json_extract(journal.detail, '$.letter')
                = upper(substr(archive.kind, 1, 1)) || replace(substr(archive.kind, 2), '_', ' ') || ', ' || copy)""",
)

_FOLDED_NAMES = (
    "ALTER TABLE worklist ADD COLUMN member_key TEXT NOT NULL DEFAULT ''",
    """UPDATE worklist SET member_key = identity(member_id),
        words = words_of(member_name || ' ' || member_id || ' ' || provider || ' ' || number)""",
    "DROP INDEX worklist_by_member",
    "CREATE INDEX worklist_by_member ON worklist (member_key, received)",
    "INSERT INTO worklist_words (worklist_words) VALUES ('delete-all')",
    "INSERT INTO worklist_words (rowid, words) SELECT row, words FROM worklist",
)

_NEVER_LEFT = """ (SELECT archive.case_id FROM archive LEFT JOIN letter_queue ON letter = sequence
    JOIN worklist ON worklist.case_id = archive.case_id AND worklist.state = 'closed'
    WHERE copy IN ('member', 'provider') AND archive.kind <> 'information_request'
    GROUP BY archive.case_id HAVING count(*) = count(letter))"""
_SENDINGS = (
    # '' to print, 'print' or 'save' when that was done.
    "ALTER TABLE letter_queue ADD COLUMN ready TEXT NOT NULL DEFAULT ''",
    # Acceptance was taken for notice: a case of which no copy was ever printed or saved has none.
    "UPDATE cases SET body = json_set(json_remove(body, '$.notice'), '$.state', 'letter_to_send') WHERE id IN"  # noqa: S608, both are constants
    + _NEVER_LEFT,
    "UPDATE worklist SET state = 'letter_to_send', closed = 0, place = '0 ' || coalesce(due, 'no clock')"  # noqa: S608
    " WHERE case_id IN" + _NEVER_LEFT,
)


_BATCHES_AND_PARTS = (
    "CREATE TABLE letter_batches (user_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT",
    "INSERT INTO letter_batches SELECT field, text FROM drafts WHERE case_id = 'letter batch'",
    "DELETE FROM drafts WHERE case_id = 'letter batch'",
    # The nth line "review begun" of a case is about its nth review.
    """INSERT INTO entries (case_id, kind, body) SELECT case_id, 'part', json_object('by', by, 'step', 'began',
        'sequence', row_number() OVER (PARTITION BY case_id ORDER BY sequence)) FROM journal
        WHERE kind = 'change' AND json_extract(detail, '$.review') = 'begun'
        AND case_id IN (SELECT id FROM cases)""",
)


def _refuse(table: str, act: str, words: str, when: str = "") -> tuple[str, str]:
    name = f"{table}_refuses_{act.lower()}"
    condition = f" WHEN {when}" if when else ""
    return name, (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table}{condition} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


_COMPLETED = "A completed review is closed."
_REVIEW_OF_ANSWER = (
    "(SELECT completed FROM reviews WHERE case_id = NEW.case_id AND sequence = NEW.sequence) = 1"
)

TRIGGERS = dict(
    [
        *(
            _refuse(table, act, f"Nothing in the {table} is ever changed or taken out.")
            for table in ("archive", "journal", "answers", "entries")
            for act in ("UPDATE", "DELETE")
        ),
        _refuse("answers", "INSERT", _COMPLETED, _REVIEW_OF_ANSWER),
        _refuse("reviews", "UPDATE", _COMPLETED, "OLD.completed = 1"),
        _refuse("reviews", "DELETE", "A review is never taken out."),
        _refuse("cases", "DELETE", "A case is never taken out."),
    ]
)
"""Every trigger by name."""


def migrate(db: Database, check: Callable[[], None]) -> None:
    """Bring the schema up to date in one transaction; StorageError for an unknown schema or trigger.

    An error raised by ``check`` afterward rolls back the migration.
    """
    if not is_behind(db):
        check_triggers(db)
        return
    with db.write():
        migrations.apply(db)
        restore_triggers(db)
        check()
    check_triggers(db)


def is_behind(db: Database) -> bool:
    """Whether steps are still to be applied; StorageError when a newer program applied more.

    Damaged when the database is not as its list of applied steps makes it.
    """
    applied = applied_steps(db)
    if is_newer(applied):
        raise NEWER
    if applied == _names():
        return False
    if applied and (applied != _names()[: len(applied)] or _schema_faults(db, applied)):
        raise Damaged(
            "The vault's list of schema steps was changed outside the program.", "Restore the latest backup."
        )
    return True


def is_newer(applied: Collection[str]) -> bool:
    """Whether a newer program applied these steps."""
    return not set(_names()).issuperset(applied)


def applied_steps(db: Database) -> tuple[str, ...]:
    """Return the steps applied to a database, in order; none for a new one."""
    with storage_errors():
        return tuple(step.name for step in migrations.applied(db))


def restore_triggers(db: Database) -> None:
    """Drop every trigger and create those of the list."""
    for name in _triggers(db):
        db.rows(f'DROP TRIGGER "{name}"')
    for statement in TRIGGERS.values():
        db.rows(statement)


def check_triggers(db: Database) -> None:
    """Raise StorageError when a trigger is missing, changed or unknown."""
    found = _triggers(db)
    wrong = sorted(name for name in found.keys() | TRIGGERS.keys() if found.get(name) != TRIGGERS.get(name))
    if wrong:
        raise Damaged(
            f"The vault's own safeguards were changed outside the program: {', '.join(wrong)}.",
            "Restore the latest backup, and contact IT support.",
        )


def schema_faults(db: Database) -> list[str]:
    """Name every table, index and view that was added to the schema, removed from it or changed in it."""
    return _schema_faults(db, _names())


def _names() -> tuple[str, ...]:
    return tuple(step.__name__ for step in STEPS)


def _schema_faults(db: Database, steps: tuple[str, ...]) -> list[str]:
    """Compare the schema with the one that these first steps make."""
    wanted, found = _made_by(steps), _tables(db)
    faults = []
    for name in sorted(wanted.keys() | found.keys()):
        if name not in wanted:
            faults.append(f"{name} was added to the database outside the program.")
        elif name not in found:
            faults.append(f"{name} was removed from the database outside the program.")
        elif wanted[name] != found[name]:
            faults.append(f"{name} was changed in the database outside the program.")
    return faults


@cache
def _made_by(steps: tuple[str, ...]) -> Mapping[str, str]:
    """What these first steps make of an empty database, tried out once."""
    made = Database(memory=True)
    try:
        migrations.apply(made, stop_before=_names()[len(steps) : len(steps) + 1])
        return _tables(made)
    finally:
        made.close()


def _tables(db: Database) -> dict[str, str]:
    """Return the SQL of everything in the schema but triggers, by kind and name: "The table cases"."""
    rows = db.rows("SELECT type, name, coalesce(sql, '') FROM sqlite_master WHERE type <> 'trigger'")
    return {f"The {kind} {name}": sql for kind, name, sql in rows if not name.startswith("sqlite_")}


def _triggers(db: Database) -> dict[str, str]:
    return dict(db.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
