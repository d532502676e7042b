"""Works cases in the program's window by keys, and checks after each step what was saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QTextEdit

from ur_desktop import paths
from ur_desktop.app import application, make_window
from ur_desktop.casework import samples
from ur_desktop.demo.keyboard_driver import KeyboardDriver, StepFailed
from ur_desktop.domain.case import Case, CaseState
from ur_desktop.domain.determination import Action
from ur_desktop.domain.evaluation.measures import KIND_WORDS
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.domain.review import Mark, Review
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.library import Library
from ur_desktop.storage.vault import Vault
from ur_desktop.ui.decision.rationale_editor import RationaleEditor
from ur_desktop.ui.decision.sign_panel import SignPanel
from ur_desktop.ui.kit.buttons import Pill
from ur_desktop.ui.review.wizard import ReviewWizard
from ur_desktop.ui.sign_in.sign_in_pages import SignInPage

SIZE = (1366, 768)
MOST_CRITERIA = 200
KEYS = {Mark.MET: "M", Mark.NOT_MET: "N", Mark.NOT_DOCUMENTED: "D"}
THRICE = ("mon", "wed", "fri")
WEEK = (
    (THRICE, "group", 80),
    (THRICE, "training", 60),
    (THRICE, "education", 60),
    (("mon",), "individual", 50),
    (("wed",), "family", 50),
)
WORDS = {
    "What should the physician look at?": "Is a program of nine or more hours a week needed now?",
    "In one or two short sentences: why": "The care you get near home is helping. Your records do not show that "
    "you need nine or more hours a week.",
    "What we found, in a few words": "The care near your home is helping",
    "what they show about the care near home, and about the hours you need": "that you see your therapist each "
    "week, that your score on a depression survey went from 17 to 12, and that you went back to work",
    "what follows for this member": "the care you have now is working",
    "which records, and how many pages": "the records we received, 41 pages",
    "The clinical course, with dates and pages.": "Weekly psychotherapy since September (10 visits, p. 4-14) and "
    "monthly medication visits. The PHQ-9 fell from 17 to 12 (p. 6, p. 31).",
    "Why, with dates and pages.": "Outpatient care shows response (p. 31) and the member works three days a week.",
    "the conclusion for this member": "outpatient care is sufficient at present and a need for nine or more hours a "
    "week is not established",
}
"""What the physician and the nurse write in place of each blank."""


class CaseDriver:
    """The window, the keyboard and the clock of one demonstration; a step with another result is `StepFailed`."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self.folder, self.say = folder, say
        self._ahead = timedelta()
        self._steps = 0
        app = application()
        self.window = make_window(folder, self.now)
        self.library = Library(paths.forms_dir(), paths.templates_dir())
        self.window.resize(*SIZE)
        self.hand = KeyboardDriver(app, self.window)

    def now(self) -> datetime:
        """The time of day, later by all waits of the story."""
        return datetime.now().astimezone() + self._ahead

    def wait_until(self, moment: datetime) -> None:
        """Let the time pass without a key or the pointer, and without a lock."""
        self._ahead += moment - self.now()
        self.window.watch.start()  # else the window would lock for being idle

    @property
    def wizard(self) -> ReviewWizard:
        """The review of the case that is open."""
        return self.hand.main.case.wizard

    @property
    def vault(self) -> Vault:
        """The vault that is open."""
        if self.window.session is None:
            raise StepFailed("The vault is locked.")
        return self.window.session.vault

    def open(self, name: str, state: CaseState, *before: str) -> Case:
        """Find a case by typing its name, press some keys on it, and open it with Enter."""
        hand = self.hand
        hand.press("/")
        hand.type_over(name.lower())
        hand.press("Return")
        rows = hand.main.worklist.table.rows.rowCount()
        self.expect(rows == 1, f"one case is found by “{name}”, not {rows}")
        hand.press(*before, "Return")
        case = self.case(hand.main.ui_state.case_id)
        self.expect(case.member.last_name == name, f"the case of {name} opens")
        self.expect_state(case, state)
        return case

    def state_facts(self, admitted: date) -> None:
        """Answer the facts that the policy asks, and type the planned week."""
        hand, wizard = self.hand, self.wizard
        if wizard.step:
            hand.reach(wizard.strip.buttons[0])
            hand.press("Space")
        for row in wizard.facts.questions.values():
            if isinstance(pill := row.pills.get("no"), Pill):
                self._turn_to(pill, tuple(row.pills.values()))
            elif row.edit is not None and not row.edit.text():
                hand.reach(row.edit)
                hand.type(f"{admitted:%m/%d/%Y}" if row.fact.name == "admitted" else "12")
                hand.press("Return")
        week = wizard.facts.schedule
        for days, kind, minutes in WEEK:
            for day in days:
                hand.reach(week.new.days[day])
                hand.press("Space")
            hand.choose(week.new.kind, KIND_WORDS[kind])
            hand.reach(week.new.minutes)
            hand.type(str(minutes))
            hand.press("Return")
        kept = self.review(self.case(hand.main.ui_state.case_id))
        self.expect(
            len(kept.schedule) == sum(len(days) for days, _kind, _minutes in WEEK),
            "the planned week is saved",
        )
        self.expect(
            all(fact.name in kept.facts for fact in self.wizard.state.policy.facts), "the facts are saved"
        )

    def _turn_to(self, pill: Pill, among: tuple[Pill, ...]) -> None:
        """Go to one of a few pills by Tab, then to the wanted one by the arrow keys."""
        at = among.index(self.hand.reach(*among))
        to = among.index(pill)
        self.hand.press(*["Right" if at < to else "Left"] * abs(to - at), "Space")
        self.expect(pill.isChecked(), f"“{pill.text()}” is chosen")

    def answer(self, case: Case, marks: Mapping[str, Mark]) -> None:
        """Answer criterion after criterion with one key each; each is saved before the next."""
        wizard = self.wizard
        if not wizard.step:
            self.hand.press("Ctrl+Return")
        last = len(wizard.strip.buttons) - 1
        for _criterion in range(MOST_CRITERIA):
            if wizard.step == last:
                break
            current = wizard.current.id
            mark = marks.get(current, Mark.MET)
            self.hand.press(KEYS[mark])
            if wizard.card.pending is mark:  # an open list asks what is met
                self.hand.type(samples.NAMED)
                self.hand.press("Return")
            kept = self.review(case).answers.get(current)
            self.expect(kept is not None and kept.mark is mark, f"the answer to {current} is saved")
        self.expect(wizard.state.finding.is_complete, "every criterion is answered")

    def sign_in(self, person: Reviewer) -> None:
        """Lock the vault, and sign in as somebody else."""
        hand = self.hand
        hand.press("Ctrl+L")
        hand.wait_for(lambda: self.window.main is None, "the vault locks")
        self.step("locked", "Locked.")
        page = hand.visible(SignInPage)
        hand.choose(page.reviewer.combo, person.name)
        hand.reach(page.password)
        hand.type(samples.PASSWORD)
        hand.press("Return")
        hand.wait_for(lambda: self.window.main is not None, f"{person.name} signs in")
        self.expect(self.vault.reviewer.user_id == person.user_id, f"{person.name} is signed in")
        self.step("physician-worklist", f"{person.name} signs in.")

    def fill_blanks(self) -> None:
        """Go from blank to blank with F8 and write over each."""
        for _blank in WORDS:
            self.hand.press("F8")
            edit = self.hand.app.focusWidget()
            blank = edit.textCursor().selectedText() if isinstance(edit, QTextEdit) else ""
            words = WORDS.get(blank.strip("«»"))
            if words is None:
                raise StepFailed(f"The demonstration has no words for the blank {blank or 'after F8'}.")
            self.hand.type(words)
            if not self.hand.visible(RationaleEditor).open_blanks():
                return
        raise StepFailed("There are more blanks than the demonstration has words for.")

    def sign(self, case: Case, action: Action, name: str) -> None:
        """Press the button's key, attest where that is asked, and sign with the password."""
        hand = self.hand
        hand.press("Ctrl+Return")
        sign = hand.visible(SignPanel)
        if not sign.conflict.isHidden():
            hand.reach(sign.conflict)
            hand.press("Space")
        hand.reach(sign.password)
        hand.type(samples.PASSWORD)
        self.picture(name)
        hand.press("Return")
        self.expect_state(case, CaseState.LETTER)
        signed = self.vault.cases.determinations(case.id)[-1]
        self.expect(
            signed.action is action and signed.by.user_id == self.vault.reviewer.user_id, "it is signed"
        )
        self.say(f"      Signed by {signed.by.signature}.")

    def accept(self, case: Case, name: str, state: CaseState, kind: LetterKind) -> None:
        """Look at a letter, accept it, and write its archived bytes into the folder."""
        self.step(name, f"The {kind.value.replace('_', ' ')} as it will print.")
        self.hand.press("End", "Ctrl+Shift+A", "End", "Ctrl+Shift+A")  # each copy is read to its end
        self.expect_state(case, state)
        sealed = [item.kind for item in self.vault.archive.letters(case.id)]
        self.expect(sealed.count(kind.value) == 2, "both copies of the letter are in the archive")
        self.write_letters(case)

    def mail(self, case: Case, search: str, name: str, state: CaseState) -> None:
        """Record both copies of an accepted letter as mailed."""
        self.open(search, CaseState.SEND)
        self.hand.press("Ctrl+M")
        self.step(name, "The letter is recorded as mailed; only now notice is given.")
        self.hand.press("Return")
        self.expect_state(case, state)
        self.hand.press("Alt+Left")

    def write_letters(self, case: Case) -> None:
        """Write the letters in the archive of a case into the folder, those that are not there yet."""
        for item in self.vault.archive.letters(case.id):
            path = self.folder / "letters" / f"{case.number}-{item.sequence:02}-{item.kind}-{item.copy}.pdf"
            if not path.exists():
                path.write_bytes(self.vault.archive.pdf(item.sequence))
                self.say(f"      {path}")

    def case(self, case: Case | str) -> Case:
        """The case as it is saved."""
        return self.vault.cases.get(case if isinstance(case, str) else case.id)

    def review(self, case: Case) -> Review:
        """The last review of a case as it is saved."""
        return self.vault.cases.reviews(case.id)[-1]

    def expect_state(self, case: Case, state: CaseState) -> None:
        """Check the state in which a case is saved."""
        found = self.case(case).state
        self.expect(found is state, f"the case is “{state.value}”, not “{found.value}”")

    def expect(self, so: bool, what: str) -> None:  # noqa: FBT001, it is what is asked
        """Raise `StepFailed`, with a picture, unless it is so; ``what`` completes "it should be so that"."""
        if not so:
            self.picture("astray")
            raise StepFailed(f"After step {self._steps} it should be so that {what}.", f"See {self.folder}.")

    def step(self, name: str, words: str) -> None:
        """Take a picture, and say what was done."""
        self.picture(name)
        self.say(f"{self._steps:4}. {words}")

    def picture(self, name: str) -> None:
        """Take the next picture."""
        self._steps += 1
        self.hand.picture(self.folder / "screens" / f"{self._steps:02}-{name}.png")
