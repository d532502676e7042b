"""Settings: own account, theme, locking, users, vault keys, backups, and the vault's folder."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.fields.field import ChoiceField
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.theme import Scheme, Sign
from ur_desktop.ui.kit.messages import Banner
from ur_desktop.ui.kit.panels import Card
from ur_desktop.ui.kit.scroll_page import ScrollPage
from ur_desktop.ui.kit.status_icon import Icon, StateWord
from ur_desktop.ui.settings.add_person import AddPerson
from ur_desktop.ui.settings.backups_panel import BackupsPanel
from ur_desktop.ui.settings.edit_person import EditPerson
from ur_desktop.ui.settings.lock_after import LockAfter
from ur_desktop.ui.settings.own_account import OwnAccount
from ur_desktop.ui.settings.people import PeopleTable
from ur_desktop.ui.settings.rekey_panel import ReplaceKeysPanel

COLUMN = 858
SCHEMES = (
    (Scheme.SYSTEM, "Same as system"),
    (Scheme.LIGHT, "Light"),
    (Scheme.DARK, "Dark"),
    (Scheme.HIGH_CONTRAST, "High contrast"),
)

MANAGED = ("Users", "Vault keys")
RECOVERY_WORDS = (
    "Signed in with the recovery key: cases are hidden. Reset a password under “Edit”, then lock."
)


class Settings(FocusScope):
    """The Settings screen.

    ``scheme_chosen`` carries a value of ``Scheme``, ``lock_after_chosen`` minutes, ``person_added`` a `Reviewer`
    and the password typed; ``own``, ``person`` and ``new_keys`` have signals of their own.
    """

    left = Signal()
    scheme_chosen = Signal(str)
    lock_after_chosen = Signal(int)
    person_added = Signal(object, str)

    def __init__(self, *, manages: bool = True, parent: QWidget | None = None) -> None:
        """Show users and vault keys only if the person ``manages`` them."""
        super().__init__(parent)
        theme.fill(self, "bg")
        self.setAccessibleName("Settings")
        self._manages = manages
        self.banner = Banner(self)
        self.scheme = ChoiceField("Theme", tuple((scheme.value, words) for scheme, words in SCHEMES))
        self.scheme.setFixedWidth(240)
        self.scheme.combo.activated.connect(lambda _index: self.scheme_chosen.emit(str(self.scheme.value())))
        self.own = OwnAccount(self)
        self.lock_after = LockAfter()
        self.lock_after.chosen.connect(self.lock_after_chosen)
        self.people = PeopleTable(self)
        self.person = EditPerson(self)
        self.person.hide()
        self.person.left.connect(self._close_person)
        self.people.chosen.connect(self._open_person)
        self.new_keys = ReplaceKeysPanel(self)
        self.form = AddPerson(self)
        self.form.hide()
        self.form.submitted.connect(self.person_added)
        self.form.left.connect(self._collapse)
        self.add = KeyButton("Add user", icon="plus-bold", parent=self)
        self.add.clicked.connect(self._expand)
        self.message = StateWord(Sign("check-circle-fill", "met", ""), role="second", parent=self)
        self.message.hide()
        self.backups = BackupsPanel(self)
        self.folder = paragraph("", parent=self)
        self.recovery = paragraph(RECOVERY_WORDS, parent=self)
        self._people: dict[str, Reviewer] = {}
        self._me = ""
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # no open form took it
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def home(self) -> QWidget:
        return self.area

    def open(self, people: tuple[Reviewer, ...], scheme: str, folder: str, me: str) -> None:
        """Show the settings; ``scheme`` is a value of `Scheme`, ``me`` the user ID signed in.

        Someone who is not among the users signed in with the recovery key, and has no own account here.
        """
        self.banner.hide()
        self._people, self._me = {person.user_id: person for person in people}, me
        for part in self._own:
            part.setVisible(me in self._people)
        if me in self._people:
            self.own.open(self._people[me])
        self.recovery.setVisible(me not in self._people)
        self.new_keys.open(with_recovery_key=me not in self._people)
        self.scheme.set_value(scheme)
        self.people.show_people(people, me)
        self.form.taken = frozenset(person.user_id.lower() for person in people)
        self.folder.setText(folder)

    @property
    def shown(self) -> dict[str, str]:
        """Whether a user is being added, or which one is edited, for ``show_again``."""
        if not self.person.isHidden():
            return {"changing": self.person.user_id.text()}
        return {} if self.form.isHidden() else {"adding": "person"}

    def show_again(self, shown: Mapping[str, str]) -> None:
        """Open the form that was open."""
        if shown.get("adding") and self.form.isHidden():
            self._expand()
        if shown.get("changing") in self._people:
            self._open_person(shown["changing"])

    def show_second_folder(self) -> None:
        """Scroll to the second folder for backups, with the keyboard on its button."""
        self.backups.choose.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll_to(self.backups.choose)

    def show_error(self, sentence: str) -> None:
        """Show an error in the open form, else at the top."""
        open_form = next((form for form in (self.form, self.person) if not form.isHidden()), self)
        banner = open_form.banner
        banner.say(sentence)
        self._scroll_to(banner)

    def added(self) -> None:
        """Clear and close the form; the table shows the new user with the next `open`."""
        words = f"{self.form.name.text()} added"
        self.message.set_sign(Sign("check-circle-fill", "met", words), tone="muted")
        self.message.show()
        self._collapse()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.message.hide()
            self.form.forget()
            self.own.forget()
            self.own.hide_messages()
            self.new_keys.collapse()
            self._close_person()

    def _scroll_to(self, part: QWidget) -> None:
        # A widget that was just shown gets its position with the next layout.
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(part))

    def removed(self, name: str) -> None:
        """Close the form of a removed user, and suggest replacing the vault keys."""
        self._close_person()
        words = f"{name} removed. Consider replacing the vault keys below."
        self.message.set_sign(Sign("check-circle-fill", "met", words), tone="muted")
        self.message.show()
        self._scroll_to(self.new_keys)

    def _open_person(self, user_id: str) -> None:
        self._collapse()
        self.message.hide()
        self.person.open(self._people[user_id], own=user_id == self._me)
        self.person.show()
        self.person.name.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll_to(self.person.save)

    def _close_person(self) -> None:
        self.person.hide()

    def _expand(self) -> None:
        self._close_person()
        self.message.hide()
        self.add.hide()
        self.form.show()
        self.form.name.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll_to(self.form.save)

    def _collapse(self) -> None:
        self.form.clear()
        self.form.hide()
        self.add.show()
        self.add.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        body = QWidget()
        body.setProperty("role", "scrolled")
        body.setMaximumWidth(COLUMN)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 18, 0, 0)
        column.setSpacing(0)
        column.addWidget(label("Settings", "title", parent=body))
        column.addSpacing(14)
        column.addWidget(self.banner)
        column.addWidget(self.recovery)
        own = QWidget(body)
        self._own = (own,)
        sections = {
            "You": self.own,
            "Appearance": self.scheme,
            "Locking": self.lock_after,
            "Users": self._people_card(),
            "Vault keys": self.new_keys,
            "Backups": self.backups,
            "This vault": self._vault(),
        }
        for title, part in sections.items():
            if title in MANAGED and not self._manages:
                part.hide()
                continue
            section = own if part is self.own else QWidget(body)
            inside = QVBoxLayout(section)
            inside.setContentsMargins(0, 0, 0, 24)
            inside.setSpacing(10)
            inside.addWidget(label(title, "section", parent=section))
            inside.addWidget(part)
            column.addWidget(section)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(body, 1)
        row.addStretch(0)
        self.area = ScrollPage("Settings", home=True, parent=self)
        self.area.column.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    def _people_card(self) -> QWidget:
        card = Card(parent=self)
        card.column.setSpacing(16)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.add)
        foot.addWidget(self.message)
        foot.addStretch(1)
        card.column.addWidget(self.people)
        card.column.addLayout(foot)
        card.column.addWidget(self.form)
        card.column.addWidget(self.person)
        return card

    def _vault(self) -> QWidget:
        vault = QWidget(self)
        column = QVBoxLayout(vault)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label("Folder", "field", parent=vault))
        column.addWidget(self.folder)
        column.addSpacing(8)
        safe = QHBoxLayout()
        safe.setSpacing(8)
        safe.addWidget(Icon("shield-check", "muted", parent=vault))
        safe.addWidget(label("Everything stays on this computer.", parent=vault))
        safe.addStretch(1)
        column.addLayout(safe)
        return vault
