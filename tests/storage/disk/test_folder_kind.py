from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from ur_desktop.storage.disk.folder_kind import (
    FolderKind,
    Placement,
    is_in_icloud,
    linux_mounts,
    placement,
    placement_of,
)

MOUNTS = r"""sysfs /sys sysfs rw 0 0
/dev/sda2 / ext4 rw,relatime 0 0
server:/homes /home/shared nfs4 rw,vers=4.2 0 0
//server/records /mnt/case\040records cifs rw 0 0
/dev/sdb1 /home/shared/local ext4 rw 0 0
cloud: /home/sample/cloud fuse.rclone rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "by"),
    [
        ("/home/sample/Dropbox/vault", "Dropbox"),
        ("/home/sample/Dropbox (Personal)/vault", "Dropbox"),
        ("/Users/sample/Library/Mobile Documents/com~apple~CloudDocs/vault", "iCloud"),
        ("/Users/sample/Library/CloudStorage/GoogleDrive-sample@example.com/vault", "Google Drive"),
        ("/Users/sample/Library/CloudStorage/OneDrive-Personal/vault", "OneDrive"),
        ("/home/sample/Google Drive/vault", "Google Drive"),
        ("/home/sample/Nextcloud/vault", "Nextcloud"),
        ("/home/sample/cloud/vault", "rclone"),
        ("/Users/sample/Library/CloudStorage/Newcomer-sample@example.com/vault", "Newcomer"),
        ("/home/sample/Egnyte/vault", "Egnyte"),
        ("/home/sample/ShareFile/vault", "ShareFile"),
        ("/home/sample/pCloudDrive/vault", "pCloud"),
        ("/home/sample/MEGAsync/vault", "MEGA"),
        ("/home/sample/Proton Drive/vault", "Proton Drive"),
    ],
)
def test_a_synced_folder_is_known_by_its_name(path: str, by: str) -> None:
    found = placement(PurePosixPath(path), MOUNTS)
    assert found == Placement(FolderKind.SYNCED, by)
    assert f"synced by {by}" in str(found.warning)


@pytest.mark.parametrize(
    "path",
    [
        r"C:\Users\sample\OneDrive - Example Health\vault",
        r"C:\Users\sample\OneDrive\vault",
        r"D:\iCloudDrive\vault",
        r"G:\My Drive\vault",
        r"G:\Shared drives\Reviews\vault",
        r"C:\Users\sample\Example Health\Reviews - Documents\vault",
        r"C:\Users\sample\ProtonDrive\vault",
        r"Z:\Egnyte Drive\vault",
    ],
)
def test_a_synced_folder_of_windows_is_known_too(path: str) -> None:
    assert placement(PureWindowsPath(path)).kind is FolderKind.SYNCED


@pytest.mark.parametrize(
    ("path", "by"),
    [("/home/shared/vault", "nfs4"), ("/mnt/case records/vault", "cifs")],
)
def test_a_network_folder_is_known_by_its_mount(path: str, by: str) -> None:
    found = placement(PurePosixPath(path), MOUNTS)
    assert found == Placement(FolderKind.NETWORK, by)
    assert f"on the network or shared ({by})" in str(found.warning)


@pytest.mark.parametrize(
    "kind",
    ["vboxsf", "fuse.vmhgfs-fuse", "vmhgfs", "prl_fs", "virtiofs", "drvfs", "9p", "fuse.s3fs", "smbfs"],
)
def test_a_folder_shared_with_other_computers_is_known_by_its_mount(kind: str) -> None:
    found = placement(PurePosixPath("/mnt/share/vault"), f"share /mnt/share {kind} rw 0 0\n")
    assert found.kind is FolderKind.NETWORK
    assert "others may read it" in found.file_warning


def test_a_drive_of_windows_is_known_by_its_label() -> None:
    assert placement(PureWindowsPath(r"P:\vault"), label="pCloud Drive") == Placement(
        FolderKind.SYNCED, "pCloud"
    )
    assert placement(PureWindowsPath(r"D:\vault"), label="Data").kind is FolderKind.LOCAL


def test_the_mounts_of_macos_are_read() -> None:
    shown = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//sample@server/records on /Volumes/Case records (smbfs, nodev, nosuid, mounted by sample)\n"
    )
    mounts = linux_mounts(shown)
    assert placement(PurePosixPath("/Volumes/Case records/vault"), mounts) == Placement(
        FolderKind.NETWORK, "smbfs"
    )
    assert placement(PurePosixPath("/Users/sample/vault"), mounts).kind is FolderKind.LOCAL


def test_documents_that_macos_keeps_in_icloud_are_known(tmp_path: Path) -> None:
    assert not is_in_icloud(tmp_path / "Documents" / "letters", tmp_path)
    (tmp_path / "Library" / "Mobile Documents" / "com~apple~CloudDocs" / "Documents").mkdir(parents=True)
    assert is_in_icloud(tmp_path / "Documents" / "letters", tmp_path)
    assert not is_in_icloud(tmp_path / "Desktop", tmp_path)


def test_a_file_saved_in_a_synced_folder_is_warned_of() -> None:
    found = placement(PurePosixPath("/home/sample/Dropbox/Documents"))
    assert found.file_warning == "Dropbox copies this folder off this computer."
    assert placement(PurePosixPath("/home/sample/Documents")).file_warning == ""


def test_a_share_of_windows_is_on_the_network() -> None:
    found = placement(PureWindowsPath(r"\\server\records\vault"))
    assert found == Placement(FolderKind.NETWORK, r"server\records")


@pytest.mark.parametrize(
    "path",
    [
        "/home/sample/.local/share/ur-desktop/vault",
        "/home/shared/local/vault",  # a disk inside the network folder
        "/home/sample/dropbox-notes/vault",
        "/home/sharedly/vault",
    ],
)
def test_a_folder_on_this_computer_gets_no_warning(path: str) -> None:
    assert placement(PurePosixPath(path), MOUNTS).warning is None


@pytest.mark.parametrize("mounts", ["", "\n\n", "one two", "/dev/sda1 /\\999 ext4"])
def test_unreadable_mounts_give_no_warning(mounts: str) -> None:
    assert placement(PurePosixPath("/home/sample/vault"), mounts).kind is FolderKind.LOCAL


def test_a_link_into_a_synced_folder_counts(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "records").symlink_to(tmp_path / "Dropbox")
    assert placement_of(tmp_path / "records" / "vault").by == "Dropbox"
