"""The letters of a case: written and typeset once, accepted into the archive, printed and saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from ur_desktop.casework import open_case, sending
from ur_desktop.casework.acts import act
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.case_states import CaseAct, to_decide
from ur_desktop.domain.errors import NotAuthorized, StorageError
from ur_desktop.domain.evaluation.finding import Finding
from ur_desktop.domain.information_request import withdrawn, withdrawn_last
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.letter.elements import RequiredElement, elements
from ur_desktop.domain.letter.facts import LetterFacts
from ur_desktop.domain.letter.kind import OUTGOING, LetterKind, copies_of, kinds_for, letter_name
from ur_desktop.domain.readiness import require_ready
from ur_desktop.domain.response_time import sent, timed
from ur_desktop.domain.sending import Sending
from ur_desktop.files.case import CaseFile, dump
from ur_desktop.library import page_count
from ur_desktop.storage.disk.export_file import write_atomically


@dataclass(frozen=True, slots=True)
class LetterCopy:
    """One copy of a letter: its name, its PDF, and the required elements found in it.

    ``number`` is its number in the archive, 0 until it is accepted: until then it is a draft, ``html`` is the text that
    it was typeset from, and ``as_draft`` typesets it with the mark of a draft. ``sent`` is how it was sent first.
    """

    name: str
    pdf: bytes = field(repr=False)
    elements: tuple[RequiredElement, ...] = ()
    case_id: str = ""
    number: int = 0
    is_outgoing: bool = False
    sent: Sending | None = None
    html: str = field(default="", repr=False)
    as_draft: Callable[[], bytes] | None = field(default=None, repr=False, compare=False)

    @property
    def paper(self) -> bytes:
        """The PDF that is printed or saved: until it is accepted, each page says that it is a draft."""
        return self.as_draft() if self.as_draft is not None else self.pdf

    @property
    def digest(self) -> str:
        """The SHA-256 of its PDF."""
        return sha256(self.pdf).hexdigest()

    @property
    def missing(self) -> tuple[RequiredElement, ...]:
        """The required elements that are not in it."""
        return tuple(element for element in self.elements if not element.present)


@dataclass(frozen=True, slots=True)
class OwedLetter:
    """The letter that a case owes, typeset and not accepted yet: ``facts`` and ``copies`` go in pairs.

    ``file`` is the case as it is if the letter goes out at ``file.written_at``. ``read`` are the copies
    that were shown to their end, by name and digest of their PDF.
    """

    file: CaseFile = field(repr=False)
    facts: tuple[LetterFacts, ...] = field(repr=False)
    copies: tuple[LetterCopy, ...]
    read: frozenset[tuple[str, str]] = frozenset()

    @property
    def unread(self) -> tuple[str, ...]:
        """The names of the copies of which nobody was shown these very bytes to the end."""
        return tuple(copy.name for copy in self.copies if (copy.name, copy.digest) not in self.read)

    def with_read(self, name: str) -> OwedLetter:
        """The letter with one more copy that was shown to its end."""
        shown = {(copy.name, copy.digest) for copy in self.copies if copy.name == name}
        return replace(self, read=self.read | shown)

    @property
    def kind(self) -> LetterKind:
        """What the letter is for."""
        return self.facts[0].kind


@act(Permission.DETERMINE)
def write(session: Session, case_id: str, shown: OwedLetter | None = None) -> OwedLetter:
    """The letter that the case owes; ``shown`` itself if it still says what the letter would say now.

    LetterError with every reason why it can't be written.
    """
    return draft(session, session.file_for(case_id, CaseAct.ACCEPT), shown)


@act(Permission.DETERMINE, Permission.END_EARLY)
def draft(
    session: Session, file: CaseFile, shown: OwedLetter | None = None, finding: Finding | None = None
) -> OwedLetter:
    """The letter that a case file owes if it goes out now, or ``shown`` when that says the same.

    ``finding`` is the review's, where it is already known.
    """
    kinds = _owed_kinds(file)
    file = _going_out(session, file, shown)
    facts = _facts(session, file, kinds, finding or file.finding(session.library))
    if shown is not None and facts == shown.facts:
        return shown
    return OwedLetter(file, facts, tuple(_typeset(session, file, each) for each in facts))


@act(Permission.DETERMINE)
def accept(session: Session, case_id: str, shown: OwedLetter) -> OpenCase | OwedLetter:
    """Put both copies into the archive as they were shown; the case then waits for them to be sent.

    Nothing is accepted when the letter would not say the same any more, because its date or record code changed:
    the letter as it is now is returned, to be read again. Once it is accepted, the case is returned.
    NotAuthorized, with their names, while a copy was not read to its end, and when the letter lacks an element.
    """
    file = session.file_for(case_id, CaseAct.ACCEPT)
    now = draft(session, file, shown)
    if now is not shown:
        return now
    if shown.unread:
        raise NotAuthorized(
            f"Not read to the end: {'; '.join(shown.unread)}.", "Read it, then accept the letter."
        )
    if short := [copy.name for copy in shown.copies if copy.missing]:
        raise NotAuthorized(
            f"Elements are missing: {'; '.join(short)}.", "Add what is missing to the request."
        )
    require_ready(file.problems(session.library))
    file = _going_out(session, file, shown)
    if file.determination is not None:
        session.before_closing(file.case)
    with session.vault.transaction():
        _seal(session, file, shown.facts, shown.copies)
        session.save(_after_letter(session, file, session.vault.cases.get(case_id)))
    return open_case.read(session, case_id)


@act(Permission.DETERMINE)
def seal(session: Session, file: CaseFile, *kinds: LetterKind) -> None:
    """Write letters and put them into the archive at once, without showing them first."""
    file = replace(file, written_at=session.now())
    facts = _facts(session, file, kinds, file.finding(session.library))
    _seal(session, file, facts, tuple(_typeset(session, file, each) for each in facts))


@act(Permission.SEE_CASES)
def accepted(session: Session, case_id: str) -> tuple[LetterCopy, ...]:
    """The letters of a case that were accepted, oldest first, as they are in the archive."""
    archive, sendings = session.vault.archive, reversed(sending.of(session, case_id))
    first = {each.letter: each for each in sendings}
    return tuple(
        LetterCopy(
            letter_name(item.kind, item.copy),
            archive.pdf(item.sequence),
            case_id=item.case_id,
            number=item.sequence,
            is_outgoing=item.copy in OUTGOING,
            sent=first.get(item.sequence),
        )
        for item in archive.letters(case_id)
    )


@act(Permission.SEE_CASES)
def record_view(session: Session, copy: LetterCopy) -> None:
    """Record that a copy was shown to the person signed in."""
    session.record(EventKind.VIEW, copy.case_id, letters=copy.name)


@act(Permission.PRINT_LETTERS)
def record_print(session: Session, copy: LetterCopy, pages: int, copies: int) -> None:
    """Record that pages of a letter were printed; an accepted one with all its pages is then ready to send."""
    whole = pages == page_count(copy.pdf)
    _record_out(session, EventKind.PRINT, copy, whole=whole, pages=pages, copies=copies)


@act(Permission.PRINT_LETTERS)
def record_interrupted_print(session: Session, copy: LetterCopy, pages: int) -> None:
    """Record that printing ended early, after so many pages; some of them may be on paper."""
    _record_out(session, EventKind.PRINT, copy, whole=False, stopped_after=pages)


@act(Permission.PRINT_LETTERS)
def save(session: Session, copy: LetterCopy, path: Path) -> None:
    """Save a letter as a file, and keep the file only if its journal entry was written.

    StorageError when it can't be written.
    """
    try:
        write_atomically(path, (copy.paper,), lambda: _record_out(session, EventKind.SAVE, copy, whole=True))
    except OSError as error:
        raise StorageError(
            f"The letter could not be written ({error.strerror}).", "Choose another place."
        ) from None


def _owed_kinds(file: CaseFile) -> tuple[LetterKind, ...]:
    if file.determination is None:
        asks = file.case.asking is not None
        return (LetterKind.INFORMATION_REQUEST if asks else LetterKind.WITHDRAWN_REQUEST,)
    return kinds_for(file.determination, file.case.request.review)


def _going_out(session: Session, file: CaseFile, shown: OwedLetter | None) -> CaseFile:
    """The case file as it is if its letter goes out now, with the response date that the letter shown names.

    What was requested is withdrawn since its letter was first shown, so that reading it changes no date in it.
    """
    case, library, now = file.case, session.library, session.now()
    if file.determination is not None:
        return replace(file, written_at=now)
    if case.asking is None:
        since = withdrawn_last(shown.file.case.information_requests) if shown is not None else None
        moment = since.withdrawn_at if since and since.withdrawn_at else now
        ended = replace(case, information_requests=withdrawn(case.information_requests, moment))
        return replace(file, case=ended, written_at=now)
    if shown is not None and (asked := shown.file.case.information_requests):
        case = replace(case, asking=replace(case.asking, answer_by=asked[-1].answer_by))
    rules = library.line_of(case.plan_id), library.zone_of(case.plan_id), now
    case = sent(timed(case, *rules), *rules)
    return replace(file, case=case, written_at=now)


def _facts(
    session: Session, file: CaseFile, kinds: tuple[LetterKind, ...], finding: Finding
) -> tuple[LetterFacts, ...]:
    """What the letters of one act say, all with one record code.

    The code is the archive's head before the act: both copies are read before either is sealed, and they are sealed
    together, so the code covers every letter accepted before them. The archive's chain proves the copies of each
    other, and both carry the same code.
    """
    library, code = session.library, session.vault.archive.head_code()
    return tuple(
        file.letter_facts(finding, kind, copy, library, code) for kind in kinds for copy in copies_of(kind)
    )


def _typeset(session: Session, file: CaseFile, facts: LetterFacts) -> LetterCopy:
    """Render a letter's text once, typeset it, and look for the required elements in that text."""
    library = session.library
    html = library.html(facts)
    issued = file.issued(library)
    pdf = library.pdf(html, facts.plan, issued)
    return LetterCopy(
        letter_name(facts.kind, facts.copy),
        pdf,
        elements(facts, html, library.pages(pdf)),
        case_id=file.case.id,
        html=html,
        as_draft=partial(library.pdf, html, facts.plan, issued, draft=True),
    )


def _seal(
    session: Session, file: CaseFile, facts: tuple[LetterFacts, ...], copies: tuple[LetterCopy, ...]
) -> None:
    """Put the copies of one letter into the archive, all or none, with the case file they were written from."""
    vault, written_from = session.vault, dump(file)
    with vault.transaction():
        for each, copy in zip(facts, copies, strict=True):
            vault.archive.seal(file.case.id, each.kind, each.copy, written_from, copy.pdf, file.written_at)
            session.record(EventKind.LETTER, file.case.id, kind=each.kind.value, copy=each.copy.value)


def _after_letter(session: Session, accepted: CaseFile, case: Case) -> Case:
    """The case once its letter is accepted.

    An information request is due as the letter says, when it is sent. Once it is withdrawn, the case is decided.
    """
    if accepted.determination is not None:
        return replace(case, state=CaseState.SEND)
    requests = accepted.case.information_requests
    if case.asking is None:
        return replace(case, state=to_decide(session.me.role), information_requests=requests)
    return replace(case, state=CaseState.SEND, asking=replace(case.asking, answer_by=requests[-1].answer_by))


def _record_out(
    session: Session, kind: EventKind, copy: LetterCopy, *, whole: bool, **detail: object
) -> None:
    """Record that a copy was printed or saved; an accepted one as a whole is then ready to send, a draft never."""
    if copy.number and whole:
        session.vault.queue.out(copy.number, kind, session.now(), **detail)
        return
    which = {"number": copy.number} if copy.number else {"draft": True}
    session.record(kind, copy.case_id, letter=copy.name, **which, **detail)
