"""The restored text is what the received text, the rules and the emendations give, and nothing else."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from ankang_api.loading.text_restoration import restore

pytestmark = pytest.mark.database_independent

FOLDER = Path(__file__).parent.parent / "fixtures" / "ankang-report"
RECEIVED = "da62875d0c12c3657f4ff047d4d75c3cb7faf683ab5f85d46c8decc9315ddb35"
RESTORED = "d964ea8306f04f308e21b706f23b17ff3e857019c6e2dce120b2a2a43832d857"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "report"))


def restore_text(*arguments: str) -> str:
    output = StringIO()
    call_command("restore_text", *arguments, stdout=output)
    return output.getvalue()


def test_the_committed_text_is_exactly_what_the_command_derives(folder: Path) -> None:
    (folder / "restored.txt").unlink()
    assert restore_text(str(folder)) == f"sha256_received: {RECEIVED}\nsha256_restored: {RESTORED}\n"
    assert (folder / "restored.txt").read_bytes() == (FOLDER / "restored.txt").read_bytes()
    assert restore_text("--check", str(FOLDER)).endswith(f"sha256_restored: {RESTORED}\n")


@pytest.mark.django_db
def test_the_document_has_both_texts_and_both_sums(client: Client) -> None:
    body = client.get("/api/v1/documents/ankang-report").json()
    assert (body["sha256_received"], body["sha256_restored"]) == (RECEIVED, RESTORED)
    for field, name in (("text_received", "received.txt"), ("text_restored", "restored.txt")):
        assert body[field] == (FOLDER / name).read_bytes().decode()


@pytest.mark.parametrize(
    ("received", "restored"),
    [
        ("秦巴山集中連片特困地區(qū),全市", "秦巴山集中连片特困地区，全市"),
        ("村(社區(qū))黨支部", "村（社区）党支部"),
        ("女兒(nǚ);綠(lǜ)色", "女儿；绿色"),
        ("耕地3畝(ha)", "耕地3亩（ha）"),
        ("群眾看著,增收22.96萬人,占31%", "群众看着，增收22.96万人，占31%"),
        ("(安康市脫貧辦提供)", "（安康市脱贫办提供）"),
        ("乾縣的乾旱地區,發電1,236.5萬度", "乾县的干旱地区，发电1,236.5万度"),
        ("2018,2019兩年累計1,236,500元", "2018，2019两年累计1,236,500元"),
        ("乾县显著改善，名著云集,著作1,236种", "乾县显著改善，名著云集，著作1,236种"),
        ("脱贫攻坚著书立说\n貧困發生率看著下降", "脱贫攻坚著书立说\n贫困发生率看着下降"),
    ],
)
def test_the_rules_mend_what_the_conversion_did(received: str, restored: str) -> None:
    assert restore(received, []) == restored


def test_each_emendation_is_a_place_with_its_reason() -> None:
    [document] = json.loads((FOLDER / "documents.json").read_text())
    received = (FOLDER / "received.txt").read_text()
    for place in document["emendations"]:
        assert received.count(place["received"]) == 1
        assert place["reason_zh"]
        assert place["reason_en"]
    assert restore("以承接?xùn)|部產(chǎn)業(yè)", document["emendations"]) == "以承接东部产业"


def test_an_emendation_that_does_not_match_exactly_once_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="'没有', occurs 0 times in the received text"):
        restore("安康", [{"received": "没有", "restored": "有"}])
    with pytest.raises(ValueError, match="'康', occurs 2 times in the received text"):
        restore("安康康", [{"received": "康", "restored": "有"}])
    (folder / "received.txt").write_text("安康")
    with pytest.raises(CommandError, match="occurs 0 times"):
        restore_text(str(folder))


@pytest.mark.parametrize(
    ("damaged", "warning"),
    [
        ("接?部", "Line 2 contains '?' in “安康接?部”. Mend it with an emendation in documents.json.\n"),
        ("接|部", "Line 2 contains '|' in “安康接|部”. Mend it with an emendation in documents.json.\n"),
        ("接\ufffd部", "Line 2 contains '\ufffd' in “安康接\ufffd部”. Mend it with an emendation in documents.json.\n"),
        ("真的？", ""),
    ],
)
def test_characters_that_a_failed_conversion_leaves_are_warned_of(tmp_path: Path, damaged: str, warning: str) -> None:
    (tmp_path / "documents.json").write_text("[]")
    (tmp_path / "received.txt").write_text(f"安康\n安康{damaged}")
    errors = StringIO()
    call_command("restore_text", str(tmp_path), stdout=StringIO(), stderr=errors)
    assert errors.getvalue() == warning


def test_a_text_that_was_changed_by_hand_is_found(folder: Path) -> None:
    (folder / "restored.txt").write_text((folder / "restored.txt").read_text().replace("安康", "安庆"))
    with pytest.raises(CommandError, match=r"restored\.txt is not what its received text and its emendations give"):
        restore_text("--check", str(folder))


def test_a_folder_without_a_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"documents\.json: cannot be read"):
        restore_text(str(tmp_path))
