"""Tell whether a folder is on this computer, synced, or on the network.

A database in a synced or network folder can be damaged by programs that copy it during a write, and by locks
that the network does not honor (https://www.sqlite.org/howtocorrupt.html, 2.1 and 2.2).
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path, PurePath

from ur_desktop.domain.errors import StorageError


class FolderKind(StrEnum):
    """The kind of place that a folder is in."""

    LOCAL = "local"
    SYNCED = "synced"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Placement:
    """A folder's kind, and the name of the sync program or network file system: "OneDrive", "nfs4"."""

    kind: FolderKind
    by: str = ""

    @property
    def warning(self) -> StorageError | None:
        """The warning about a vault in this folder; None for a folder on this computer."""
        if self.kind is FolderKind.SYNCED:
            return StorageError(
                f"The vault folder is synced by {self.by}, which can damage it and "
                "copies records off this computer.",
                "Move it to a folder that is not synced.",
            )
        if self.kind is FolderKind.NETWORK:
            return StorageError(
                f"The vault’s folder is on the network ({self.by}): a vault there is damaged when the connection "
                "breaks or two computers open it.",
                "Keep the vault on this computer, and backups on the network.",
            )
        return None


LOCAL = Placement(FolderKind.LOCAL)

_SYNCED = (
    (r"onedrive", "OneDrive"),
    (r"dropbox", "Dropbox"),
    (r"google ?drive|drivefs", "Google Drive"),
    (r"icloud ?drive|iclouddrive|com~apple~clouddocs|mobile documents", "iCloud"),
    (r"box(?: sync)?", "Box"),
    (r"nextcloud", "Nextcloud"),
    (r"owncloud", "ownCloud"),
    (r"syncthing", "Syncthing"),
    (r"creative cloud files", "Creative Cloud"),
    (r"sharepoint", "SharePoint"),
)
_SYNCED_FOLDERS = tuple(
    # such as OneDrive - Example Health, or Dropbox (Personal)
    (re.compile(rf"(?:{pattern})(?: - .*| \(.*\))?", re.IGNORECASE), name)
    for pattern, name in _SYNCED
)
_NETWORK_TYPES = frozenset({
    "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "9p",
    "davfs", "fuse.davfs", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.gvfsd-fuse", "fuse.smbnetfs",
    "fuse.curlftpfs", "lustre", "gpfs", "beegfs", "ocfs2", "gfs2", "afpfs", "webdav",
})  # fmt: skip
_SYNCED_TYPES = {
    "fuse.rclone": "rclone",
    "fuse.google-drive-ocamlfuse": "Google Drive",
    "fuse.onedriver": "OneDrive",
}


def placement(folder: PurePath, mounts: str = "") -> Placement:
    """Return the kind of an absolute folder, from its path and ``mounts``, the text of /proc/mounts."""
    if str(folder).replace("/", "\\").startswith("\\\\"):
        return Placement(FolderKind.NETWORK, folder.drive.strip("\\") or "a network share")
    kind = _type_of(folder, mounts)
    if kind in _NETWORK_TYPES:
        return Placement(FolderKind.NETWORK, kind.removeprefix("fuse."))
    if kind in _SYNCED_TYPES:
        return Placement(FolderKind.SYNCED, _SYNCED_TYPES[kind])
    for above, part in pairwise(("", *folder.parts)):
        # macOS has every such folder in one place, as "OneDrive-Personal".
        known = part.partition("-")[0] if above == "CloudStorage" else part
        for pattern, name in _SYNCED_FOLDERS:
            if pattern.fullmatch(known):
                return Placement(FolderKind.SYNCED, name)
    return LOCAL


def placement_of(folder: Path) -> Placement:
    """Return the kind of a folder; recognizes mapped network drives on Windows."""
    whole = folder.expanduser().resolve()
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415, only Windows has windll

        remote = 4
        if ctypes.windll.kernel32.GetDriveTypeW(f"{whole.drive}\\") == remote:
            return Placement(FolderKind.NETWORK, whole.drive)
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        mounts = ""
    return placement(whole, mounts)


def _type_of(folder: PurePath, mounts: str) -> str:
    """Return the file system type of the innermost mount of a folder; of two at the same path, the later one."""
    found, depth = "", -1
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = PurePath(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), parts[1]))
        if folder.is_relative_to(point) and len(point.parts) >= depth:
            found, depth = parts[2], len(point.parts)
    return found
