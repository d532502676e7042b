"""Pictures of a new vault: created, its recovery key, empty, and its first request half typed."""

from __future__ import annotations

from ur_desktop.casework import samples
from ur_desktop.demo.camera import Camera
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.ui.kit.fields.field import ChoiceField
from ur_desktop.ui.sign_in.sign_in_pages import CreatePage

RECOVERY_KEY = "TEST-4K7M-9QWX-2HNB-6PRD-8FGS-3JYC"


def photograph_first_day(camera: Camera) -> None:
    """Create a vault with a mistake, show a recovery key, then an empty worklist and a new case."""
    home = camera.home / "first"
    window = camera.open(home)
    camera.shot("create-vault")
    camera.hand.type("Nora Sample")
    camera.hand.reach(camera.hand.visible(CreatePage).password)
    camera.hand.type("sample vault")
    camera.hand.press("Return")
    camera.shot("create-vault-fault")
    window.sign_in_screen.show_recovery_key(RECOVERY_KEY)
    camera.shot("recovery-key")
    camera.close()
    vault.create(home / "vault", samples.NURSE, samples.PASSWORD, camera.now, LEAST)[0].close()
    camera.open(home)
    camera.sign_in(samples.NURSE)
    camera.shot("worklist-empty")
    camera.hand.press("N")
    camera.shot("new-case")
    _half_a_case(camera)
    camera.shot("new-case-half")


def _half_a_case(camera: Camera) -> None:
    fields = camera.hand.main.intake.form.fields
    for key, text in {
        "member_id": "TEST-00501",
        "last_name": "Sampleton",
        "first_name": "Robin",
        "born": "02/30/1990",
    }.items():
        camera.hand.reach(fields[key])
        camera.hand.type(text)
    for key, words in {"plan": "Example Plan NC", "review": "Admission", "urgency": "Urgent"}.items():
        field = fields[key]
        if isinstance(field, ChoiceField):
            camera.hand.choose(field.combo, words)
