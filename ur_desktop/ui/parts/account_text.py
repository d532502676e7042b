"""What the sign-in and the settings both ask and say about a user: credentials, user IDs, required fields."""

from __future__ import annotations

import unicodedata

CREDENTIALS = ("RN", "LPN", "LCSW", "LPC", "LMFT", "MD", "DO", "PhD", "PsyD")
LICENSE_NEEDED = "Required to sign a denial."
OWN_NAME_NEEDED = "Type your name as letters show it."
NAME_NEEDED = "Type the name as letters show it."
USER_ID_NEEDED = "Choose a user ID, such as jsample."


def suggested_id(name: str) -> str:
    """Suggest a user ID: first letter and last name, in plain small letters: "María Sample" gives "msample"."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().split()
    letters = ["".join(filter(str.isalnum, part)) for part in bare]
    return letters[0][:1] + letters[-1] if len(letters) > 1 else "".join(letters)
