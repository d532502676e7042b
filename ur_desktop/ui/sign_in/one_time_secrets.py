"""Keys that are shown once, until somebody says that they are written down; a lock hides them meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ur_desktop.domain.vault.keys import NewKeys
    from ur_desktop.ui.sign_in.sign_in_screen import SignInScreen


@dataclass(frozen=True, slots=True)
class OneTimeSecrets:
    """The recovery key of a new vault, or all replaced keys; only the user ``user_id`` sees them again after a lock.

    ``words`` are said at the sign-in that follows replaced keys, and empty for a new vault. ``is_warned`` once
    closing the window said that they are not written down.
    """

    keys: NewKeys = field(repr=False)
    user_id: str
    words: str = ""
    is_warned: bool = False

    @property
    def locked_words(self) -> str:
        """What a locked window says of them."""
        return f"Locked. Sign in to see the {'new keys' if self.words else 'recovery key'} again."

    def show(self, page: SignInScreen) -> None:
        """Show them on the sign-in screen."""
        if self.words:
            given = self.keys.passwords
            named = tuple((f"{person.name} ({person.user_id})", password) for person, password in given)
            page.show_keys(named, self.keys.recovery_key)
        else:
            page.show_recovery_key(self.keys.recovery_key)
