from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from ur_desktop.storage.disk.folder_kind import FolderKind, Placement, placement, placement_of

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
    assert f"on the network ({by})" in str(found.warning)


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
