"""Every place of the window in which something can be typed: how a person gets there, and takes in what they typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QWidget

from tests.fuzz.walk import ADVISED, NEWCOMER, READY, Walk
from tests.fuzz.watch import LONGEST
from ur_desktop.casework import samples
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage import vault
from ur_desktop.ui.decision.sign_panel import SignPanel
from ur_desktop.ui.settings.add_person import AddPerson
from ur_desktop.ui.settings.edit_person import EditPerson
from ur_desktop.ui.settings.own_account import OwnAccount
from ur_desktop.ui.settings.rekey_panel import ReplaceKeysPanel
from ur_desktop.ui.settings.restore_controller import RestoreController
from ur_desktop.ui.sign_in.sign_in_pages import CreatePage

OPENING = 3 * LONGEST
"""For a window that is made with all that is behind it."""
NURSE, PHYSICIAN = samples.NURSE, samples.PHYSICIAN
IN_REVIEW, MET, UNMET, REFERRED = "sample-00417", "sample-00231", "sample-00402", "sample-00419"
WAITING = "sample-00309"


Step = Callable[[Walk], None]


@dataclass(frozen=True)
class Place:
    """Who gets there and how; the accessible names of what can be typed into; what takes it in.

    ``kept`` names those whose text is there again once the place is opened anew: the others are taken in for
    good, or hold what nobody keeps. ``part`` is what of the screen is meant, where the rest is another place.
    ``takes`` is how
    many seconds of work taking it in may be, ``again`` whether one can come back, ``back`` how when not as before.
    """

    name: str
    who: Reviewer | None
    go: Step
    fields: tuple[str, ...]
    save: Step
    kept: tuple[str, ...] = ()
    part: type[QWidget] | None = None
    takes: float = LONGEST
    again: bool = True
    back: Step | None = None


def nothing(_walk: Walk) -> None:
    """Leaving is enough."""


def press(*keys: str) -> Step:
    """Press keys."""
    return lambda walk: walk.hand.press(*keys)


def case(case_id: str, tab: str, *keys: str) -> Step:
    """Open a case on a tab and press keys."""
    return lambda walk: walk.case(case_id, tab, *keys)


# The first screen


def first_start(walk: Walk) -> None:
    """A home without a vault, where somebody with a license makes one."""
    home = walk.home / "new"
    home.mkdir()
    walk.open(None, home)
    page = walk.hand.visible(CreatePage)
    page.credential.set_value("MD")
    walk.hand.press("Shift")


def first_screen(walk: Walk) -> None:
    """The vault is locked."""
    if walk.over != walk.home or walk.who:
        walk.open(None)
    assert walk.window is not None
    walk.window._show_locked()


def waits(walk: Walk) -> None:
    """Press Enter, and wait until the answer is there."""
    walk.hand.press("Return", *["Shift"] * 3)
    assert walk.window is not None
    restores = walk.window.findChildren(RestoreController)
    walk.hand.wait_for(lambda: not any(restore.is_running for restore in restores), "the restore ends")


def recovery(walk: Walk) -> None:
    first_screen(walk)
    assert walk.window is not None
    walk.window.sign_in_screen.recover.click()


def restoring(walk: Walk) -> None:
    first_screen(walk)
    assert walk.window is not None
    walk.window.restore()


def newcomer(walk: Walk) -> None:
    """Somebody signs in with a password that they were given."""
    walk.close()
    now = datetime.now().astimezone()
    with vault.open_vault(walk.home / "vault", NURSE.user_id, samples.PASSWORD, now) as opened:
        opened.keys.set_password(NEWCOMER, samples.PASSWORD, once=True)
    walk.open(NEWCOMER)


# Behind it


def search(walk: Walk) -> None:
    walk.main.show_worklist()
    walk.hand.press("/")


def new_request(walk: Walk) -> None:
    walk.main.show_worklist()
    walk.main.worklist.new_case.emit()
    unfolded(walk)


def draft(walk: Walk) -> None:
    """Open the one draft of a new request that the worklist lists first."""
    walk.main.show_worklist()
    first = next(row for row in walk.main.worklist.table.rows.rows if row.is_draft)
    walk.main.worklist.draft_opened.emit(first.case_id)
    unfolded(walk)


def correction(walk: Walk) -> None:
    walk.case(UNMET, "request", "F2")
    unfolded(walk)


def unfolded(walk: Walk) -> None:
    """Open what few requests need."""
    form = walk.main.intake.form
    form.addresses.expand()
    form.more.expand()
    walk.hand.press("Shift")


def facts(walk: Walk) -> None:
    walk.case(IN_REVIEW, "review")
    walk.main.case.wizard.go_to_step(0)
    walk.hand.press("Shift")


def signing(case_id: str, *keys: str) -> Step:
    """Open a decision up to the password that signs it."""
    return case(case_id, "determination", *keys, "Ctrl+Return")


def letter(*keys: str) -> Step:
    """Open the letter that an approval owes, signed the first time, and press keys there."""

    def go(walk: Walk) -> None:
        walk.case(READY, "letters")
        if not walk.main.case.preview.shown_copies:
            walk.case(READY, "determination", "A", "Ctrl+Return")
            walk.hand.type(samples.PASSWORD)
            walk.hand.press("Return")
        walk.hand.press(*keys)

    return go


def denial(voice: str) -> Step:
    """The reasons for one of the letters."""

    def go(walk: Walk) -> None:
        walk.case(REFERRED, "determination", "D")
        walk.main.case.decision.form.editors["deny"].show_text(voice)
        walk.hand.press("Shift")

    return go


def against(voice: str) -> Step:
    """Why it is approved against the criteria, for one of the letters."""

    def go(walk: Walk) -> None:
        walk.case(REFERRED, "determination", "A")
        walk.main.case.decision.form.editors["approve"].show_text(voice)
        walk.hand.press("Shift")

    return go


def settings(walk: Walk) -> None:
    walk.at("settings")


def one_more_person(walk: Walk) -> None:
    walk.at("settings")
    walk.main.settings.add.click()
    walk.hand.press("Shift")


def another_person(walk: Walk) -> None:
    walk.at("settings")
    walk.main.settings.people.buttons[samples.COLLEAGUE.user_id].click()
    walk.hand.press("Shift")


def account(walk: Walk) -> None:
    """Keep one's own name, and try another password."""
    walk.main.settings.own.save.click()
    walk.main.settings.own.change.click()


def new_keys(walk: Walk) -> None:
    walk.at("settings")
    walk.main.settings.new_keys.expand()
    walk.hand.press("Shift")


def audit(walk: Walk) -> None:
    walk.at("audit")


OWN = ("Name", "License number", "License state", "Specialty (optional)")
REQUEST = (
    "Member ID", "Last name", "First name", "Date of birth", "Received", "Time", "Primary diagnosis", "From",
    "Through", "Days per week", "Hours per week", "Units", "Program", "NPI", "Treating practitioner (optional)",
    "Fax (optional)",
)  # fmt: skip
MORE = (
    "Member's address", "Confidential address (optional)", "Provider's address",
    "Representative who gets the letters", "Practitioner's credential", "Provider's phone",
    "Authorized through", "Revenue code", "Claim amount", "Other diagnoses (separate with ;)",
    "Billed separately (use commas)", "Service code", "Start date", "End date",
)  # fmt: skip
FACTS = (
    "How old is the member, in whole years, on the first requested date of service?",
    "On which date was the member admitted to the program?",
    "What is the first date of service requested?",
    "Minutes, new line",
    *(f"Minutes, line {number}" for number in range(1, 7)),
    "Date, new session",
    "Minutes, new session",
)
ITEMS = tuple(
    f"{item}: requested text"
    for item in ("P5  Individual session weekly", "A4  Home supports insufficient", "Other")
)
DESPITE = "Why you approve with items needing attention"
DATES = ("From", "Through", "Units")
REASONS, AGAINST = "Reasons", "Why it is approved"

PLACES = (
    Place(
        "create a vault", None, first_start,
        ("Your name", "License number", "License state", "User ID", "Password", "Confirm password"), waits, again=False,
    ),
    Place("unlock", None, first_screen, ("Password",), waits),
    Place("recovery key", None, recovery, ("Recovery key",), waits),
    Place("restore", None, restoring, ("Your password when it was made",), waits),
    Place("own password", NEWCOMER, newcomer, ("New password", "Confirm new password"), waits,
        takes=OPENING, again=False),
    Place("worklist", NURSE, search, ("Search",), press("Return")),
    Place(
        "new request", NURSE, new_request, (*REQUEST, *MORE), press("Ctrl+Return"), (*REQUEST, *MORE),
        back=draft,
    ),
    Place("correction", NURSE, correction, (*REQUEST, *MORE), press("Ctrl+Return"), (*REQUEST, *MORE)),
    Place("criterion", NURSE, case(IN_REVIEW, "review"), ("Note",), press("Return"), ("Note",)),
    Place(
        "evidence", NURSE, case(IN_REVIEW, "review", "E"),
        ("Document", "Page", "Quote, optional", "Note"), press("Return"), ("Note",),
    ),
    Place("facts", NURSE, facts, FACTS, press("Return")),
    Place(
        "referral", NURSE, case(UNMET, "determination", "R"),
        ("Question for the physician", "Your note"), nothing, ("Question for the physician", "Your note"),
    ),
    Place(
        "hand over", NURSE, case(UNMET, "request", "Ctrl+H"), ("Note for your colleague",), press("Return"),
    ),
    Place(
        "withdrawal", NURSE, case(UNMET, "request", "F9", "W"),
        ("Who withdrew it", "Withdrawn on", "Note"), nothing, ("Who withdrew it", "Note"),
    ),
    Place(
        "duplicate", NURSE, case(UNMET, "request", "F9", "D"),
        ("Number of the other case", "Note"), nothing, ("Number of the other case",),
    ),
    Place(
        "administrative denial", NURSE, case(UNMET, "request", "F9", "E"),
        ("Not covered since", "Found in", "The plan’s provision", "Reason, in both letters"), nothing,
        ("Found in", "The plan’s provision", "Reason, in both letters"),
    ),
    Place(
        "information request", NURSE, case(UNMET, "determination", "I"), (*ITEMS, "Response due"),
        press("Ctrl+Return"),
    ),
    Place("signing", NURSE, signing(MET, "A"), ("Your password",), press("Ctrl+Return"), part=SignPanel),
    Place("approval", NURSE, case(MET, "determination", "A"), (*DATES, "Next review"), press("Ctrl+Return")),
    Place(
        "approval against advice", NURSE, case(ADVISED, "determination", "A"),
        (DESPITE, *DATES, "Next review"), press("Ctrl+Return"), (DESPITE,),
    ),
    Place(
        "receipt", NURSE, case(WAITING, "request", "Ctrl+Return"), ("Date", "Time", "What came"), press("Return"),
    ),
    Place("phone call", NURSE, letter("Ctrl+M"), ("Date", "Time", "To", "Number"), press("Return")),
    Place("void", NURSE, letter("Ctrl+D"), ("Reason for voiding",), nothing),
    Place(
        "own account", NURSE, settings,
        (*OWN, "Current password", "New password", "Confirm new password"), account, part=OwnAccount,
    ),
    Place(
        "one more person", NURSE, one_more_person,
        (*OWN, "User ID", "Password", "Confirm password"), lambda walk: walk.main.settings.form.save.click(),
        part=AddPerson,
    ),
    Place(
        "another person", NURSE, another_person,
        OWN, lambda walk: walk.main.settings.person.save.click(), part=EditPerson,
    ),
    Place(
        "new keys", NURSE, new_keys,
        ("Your password",), lambda walk: walk.main.settings.new_keys.make.click(), part=ReplaceKeysPanel,
    ),
    Place("audit", NURSE, audit, ("From", "Through", "Case number"), press("Return")),
    Place(
        "information request of a physician", PHYSICIAN, case(REFERRED, "determination", "I"),
        ("P11  Safety plan: requested text", "Other: requested text", "Response due"), nothing,
    ),
    Place(
        "reasons for the member", PHYSICIAN, denial("member"),
        (f"{REASONS}, Member letter", *DATES, "Available until"), press("Ctrl+Return"),
        (f"{REASONS}, Member letter",),
    ),
    Place(
        "reasons for the provider", PHYSICIAN, denial("provider"),
        (f"{REASONS}, Provider letter", *DATES, "Available until"), press("Ctrl+Return"),
        (f"{REASONS}, Provider letter",),
    ),
    Place(
        "approval against the criteria", PHYSICIAN, against("provider"),
        (f"{AGAINST}, Provider letter", *DATES, "Next review"), press("Ctrl+Return"),
        (f"{AGAINST}, Provider letter",),
    ),
    Place(
        "its words for the member", PHYSICIAN, against("member"),
        (f"{AGAINST}, Member letter", *DATES, "Next review"), press("Ctrl+Return"),
        (f"{AGAINST}, Member letter",),
    ),
    Place(
        "sent back", PHYSICIAN, case(REFERRED, "determination", "S"),
        ("Instructions for the nurse",), nothing, ("Instructions for the nurse",),
    ),
)  # fmt: skip

NOT_WALKED = frozenset({"Reason for this recipient"})
"""What can be typed only where the member is a minor: no place leads there yet."""
