"""Tell whether a folder is on this computer, synced, or on the network.

A database in a synced or network folder can be damaged by programs that copy it during a write, and by locks
that the network does not honor (https://www.sqlite.org/howtocorrupt.html, 2.1 and 2.2).
"""

from __future__ import annotations

import re
import subprocess
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
                f"The vault’s folder is on the network or shared ({self.by}): a vault there is "
                "damaged when the connection breaks or two computers open it.",
                "Keep the vault on this computer, and backups on the network.",
            )
        return None

    @property
    def file_warning(self) -> str:
        """What to know of a file saved in this folder; empty for a folder on this computer."""
        if self.kind is FolderKind.SYNCED:
            return f"{self.by} copies this folder off this computer."
        if self.kind is FolderKind.NETWORK:
            return f"This folder is on the network or shared ({self.by}): others may read it."
        return ""


LOCAL = Placement(FolderKind.LOCAL)

_SYNCED = (
    (r"onedrive", "OneDrive"),
    (r"dropbox", "Dropbox"),
    (r"google ?drive|drivefs|my drive|shared drives", "Google Drive"),
    (r"icloud ?drive|iclouddrive|com~apple~clouddocs|mobile documents", "iCloud"),
    (r"box(?: (?:sync|drive))?", "Box"),
    (r"nextcloud", "Nextcloud"),
    (r"owncloud", "ownCloud"),
    (r"syncthing", "Syncthing"),
    (r"creative cloud files", "Creative Cloud"),
    (r"sharepoint|.+ - documents", "SharePoint"),  # the second is a library of Teams
    (r"egnyte(?: ?(?:drive|connect))?", "Egnyte"),
    (r"(?:citrix )?sharefile|citrix files", "ShareFile"),
    (r"pcloud(?: ?(?:drive|sync))?", "pCloud"),
    (r"mega(?:sync)?(?: (?:downloads|uploads))?", "MEGA"),
    (r"proton ?drive", "Proton Drive"),
    (r"tresorit(?: ?drive)?|tresors", "Tresorit"),
    (r"seafile|seadrive", "Seafile"),
    (r"(?:resilio|bittorrent) sync", "Resilio Sync"),
    (r"spideroak hive", "SpiderOak"),
    (r"idrive-sync|idrive cloud drive", "IDrive"),
    (r"amazon drive", "Amazon Drive"),
    (r"yandex\.?disk", "Yandex Disk"),
    (r"hidrive", "HiDrive"),
    (r"jottacloud", "Jottacloud"),
    (r"kdrive", "kDrive"),
    (r"filen", "Filen"),
    (r"lucidlink", "LucidLink"),
)
_SYNCED_FOLDERS = tuple(
    # such as OneDrive - Example Health, or Dropbox (Personal)
    (re.compile(rf"(?:{pattern})(?: - .*| \(.*\))?", re.IGNORECASE), name)
    for pattern, name in _SYNCED
)
_MACOS_MOUNT = re.compile(r"^(?P<what>.*?) on (?P<point>/.*?) \((?P<type>[^,)]+)[^)]*\)$", re.MULTILINE)
_NETWORK_TYPES = frozenset({
    "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "9p",
    "davfs", "fuse.davfs", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.gvfsd-fuse", "fuse.smbnetfs",
    "fuse.curlftpfs", "lustre", "gpfs", "beegfs", "ocfs2", "gfs2", "afpfs", "webdav",
    # Folders that a virtual machine shares with the computer it runs on.
    "vboxsf", "vmhgfs", "fuse.vmhgfs-fuse", "prl_fs", "virtiofs", "drvfs", "fuse.grpcfuse", "osxfs",
    # Storage of a cloud as a file system.
    "s3fs", "fuse.s3fs", "fuse.goofys", "fuse.mount-s3", "fuse.gcsfuse", "fuse.blobfuse", "fuse.blobfuse2",
    "fuse.juicefs", "fuse.davfs2", "fuse.gvfs-fuse-daemon", "fuse.expandrive",
})  # fmt: skip
_SYNCED_TYPES = {
    "fuse.rclone": "rclone",
    "fuse.google-drive-ocamlfuse": "Google Drive",
    "fuse.onedriver": "OneDrive",
    "fuse.seadrive": "Seafile",
    "dfsfuse_dfs": "Google Drive",
}


def placement(folder: PurePath, mounts: str = "", label: str = "") -> Placement:
    """Return the kind of an absolute folder.

    It follows from its path, ``mounts``, the text of /proc/mounts, and ``label``, the name of its Windows volume.
    """
    if str(folder).replace("/", "\\").startswith("\\\\"):
        return Placement(FolderKind.NETWORK, folder.drive.strip("\\") or "a network share")
    kind = _type_of(folder, mounts).lower()
    if kind in _NETWORK_TYPES:
        return Placement(FolderKind.NETWORK, kind.removeprefix("fuse."))
    if kind in _SYNCED_TYPES:
        return Placement(FolderKind.SYNCED, _SYNCED_TYPES[kind])
    for above, part in pairwise(("", label, *folder.parts)):
        # macOS has every such folder in one place, as "OneDrive-Personal".
        known = part.partition("-")[0] if above == "CloudStorage" else part
        for pattern, name in _SYNCED_FOLDERS:
            if pattern.fullmatch(known):
                return Placement(FolderKind.SYNCED, name)
        if above == "CloudStorage":
            return Placement(FolderKind.SYNCED, known)
    return LOCAL


def placement_of(folder: Path) -> Placement:
    """Return the kind of a folder, from what this computer's system says of its drive."""
    whole = folder.expanduser().resolve()
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415, only Windows has windll

        remote, system = 4, ctypes.windll.kernel32
        if system.GetDriveTypeW(f"{whole.drive}\\") == remote:
            return Placement(FolderKind.NETWORK, whole.drive)
        label = ctypes.create_unicode_buffer(261)
        system.GetVolumeInformationW(f"{whole.drive}\\", label, len(label), None, None, None, None, 0)
        return placement(whole, label=label.value)
    if sys.platform == "darwin" and is_in_icloud(whole, Path.home()):
        return Placement(FolderKind.SYNCED, "iCloud")
    return placement(whole, _mounts())


def is_in_icloud(folder: Path, home: Path) -> bool:
    """Whether a folder is below a Desktop or Documents folder that macOS keeps in iCloud Drive."""
    drive = home / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
    return any(
        folder.is_relative_to(home / name) and (drive / name).exists() for name in ("Desktop", "Documents")
    )


def linux_mounts(text: str) -> str:
    """The output of macOS' mount command as lines of /proc/mounts."""
    found = _MACOS_MOUNT.finditer(text)
    return "\n".join(
        " ".join((_octal(line["what"]), _octal(line["point"]), line["type"], "rw 0 0")) for line in found
    )


def _octal(text: str) -> str:
    return text.replace("\\", r"\134").replace(" ", r"\040")


def _mounts() -> str:
    try:
        if sys.platform == "darwin":
            shown = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False)
            return linux_mounts(shown.stdout)
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except (OSError, subprocess.TimeoutExpired):
        return ""


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
