"""City packs: clear errors, nothing half-loaded, nothing of an editor's overwritten."""

import re
import shutil
from pathlib import Path

import pytest

from acasa.foundation.guard.actor import PACK, SYSTEM
from acasa.foundation.packs import loading as packs
from acasa.foundation.packs import rules
from acasa.foundation.packs.actions import decide_conflict, load_pack
from acasa.foundation.packs.files import PackInvalid
from acasa.foundation.packs.models import PackConflict
from acasa.foundation.texts.models import Fact
from acasa.foundation.web.versions import content_version
from acasa.information.directory.models import Organisation, Service
from acasa.information.guide.models import Edition, GuidePage, Publication
from acasa.information.pathway.models import Step
from tests.tools.databases import PACK as CLUJ

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CLUJ, tmp_path / "cluj"))


def change(path: Path, old: str, new: str) -> int:
    """Replaces the first occurrence in a file; returns its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_loading_again_changes_nothing(pack):
    version, editions = content_version(), Edition.objects.count()
    report = load_pack(pack, actor=PACK)
    assert report.nothing_to_do
    assert (report.kept, report.conflicts, report.gone) == ([], [], [])
    assert (content_version(), Edition.objects.count()) == (version, editions)


FAULTS = [
    ("guide/health/family-doctor.yaml", "kind: procedure", "kind: recipe", "kind", "expected one of 'procedure', 'article'"),
    ("guide/health/family-doctor.yaml", "owner: redactie", "owner: nobody", "owner", "no team “nobody”"),
    ("guide/health/family-doctor.yaml", "{family-doctor-change-term}", "{no-such-fact}", "blocks", "no fact “no-such-fact”"),
    ("guide/health/family-doctor.yaml", "page:emergency/emergency-numbers", "page:emergency/gone", "blocks", "no page “emergency/gone”"),
    ("guide/health/family-doctor.yaml", "organisation: cas-cluj", "organisation: nowhere", "blocks", "no organisation “nowhere”"),
    ("guide/health/family-doctor.yaml", "- term: adeverinta", "- term: nonsense", "blocks", "no word “nonsense”"),
    ("guide/health/family-doctor.yaml", "sensitive: false", "sensible: false", "sensible", "not known here"),
    ("facts/emergency.yaml", "kind: phone", "kind: telephone", "kind", "expected one of"),
    ("directory/igi-cluj.yaml", "Mo,Tu,Th,Fr 10:00-12:00", "Monday morning", "places[1].hours", "opening_hours notation"),
    ("directory/igi-cluj.yaml", "area: cluj-napoca", "area: atlantis", "places[1].area", "no area “atlantis”"),
    ("directory/igi-cluj.yaml", "topics: [stay]", "topics: [sailing]", "services[1].topics", "no topic “sailing”"),
    ("directory/igi-cluj.yaml", "level: 1", "level: 7", "level", "expected"),
    ("city.yaml", "time_zone: Europe/Bucharest", "time_zone: Mars/Base", "time_zone", "expected a time zone"),
    ("city.yaml", "desk: oss", "desk: nowhere", "desk", "no organisation “nowhere”"),
    ("areas.yaml", "kind: commune", "kind: planet", "kind", "expected one of"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "field", "expected"), FAULTS)
def test_a_mistake_names_file_line_field_and_what_was_expected(pack, file, old, new, field, expected):
    line = change(pack / file, old, new)
    before = content_version()
    with pytest.raises(PackInvalid) as caught:
        load_pack(pack, actor=PACK)
    faults = [fault for fault in caught.value.faults if fault.file == file]
    assert faults, caught.value
    fault = faults[0]
    assert field in fault.field
    assert expected in fault.expected
    assert abs(fault.line - line) <= 3, (fault.line, line)
    assert content_version() == before


def test_yaml_that_cannot_be_read_names_its_line(pack):
    path = pack / "areas.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n- {id: broken, name: [\n", encoding="utf-8")
    with pytest.raises(PackInvalid) as caught:
        packs.read_pack(pack)
    assert caught.value.faults[0].file == "areas.yaml"
    assert "not valid YAML" in caught.value.faults[0].expected


def test_all_mistakes_are_listed_at_once(pack):
    change(pack / "city.yaml", "desk: oss", "desk: nowhere")
    change(pack / "directory/igi-cluj.yaml", "level: 1", "level: 7")
    with pytest.raises(PackInvalid) as caught:
        packs.read_pack(pack)
    assert {fault.file for fault in caught.value.faults} >= {"city.yaml", "directory/igi-cluj.yaml"}


def test_a_folder_that_is_no_pack_says_so(tmp_path):
    with pytest.raises(PackInvalid, match=r"city\.yaml: expected"):
        packs.read_pack(tmp_path)


def test_another_city_is_refused(pack):
    change(pack / "city.yaml", "id: cluj", "id: other")
    with pytest.raises(PackInvalid, match="this database serves “cluj”"):
        load_pack(pack, actor=PACK)


def test_a_translation_that_loses_a_fact_is_a_mistake(pack):
    path = pack / "locale/en/guide.po"
    text = path.read_text(encoding="utf-8")
    at = text.index("msgstr", text.index("{family-doctor-change-term}"))
    end = text.index("{family-doctor-change-term}", at)
    path.write_text(
        text[:end] + "some days" + text[end + len("{family-doctor-change-term}") :], encoding="utf-8"
    )
    with pytest.raises(PackInvalid, match="as in the source sentence"):
        packs.read_pack(pack)


def test_a_dry_run_says_what_would_change_and_changes_nothing(pack):
    change(pack / "directory/igi-cluj.yaml", "short_name: IGI Cluj", "short_name: Imigrări")
    report = load_pack(pack, actor=PACK, dry_run=True)
    assert report.changed == [("organisation", "igi-cluj", ("short_name",))]
    assert Organisation.objects.get(slug="igi-cluj").short_name == "IGI Cluj"


def test_a_changed_pack_changes_what_nobody_edited(pack):
    change(pack / "directory/igi-cluj.yaml", "short_name: IGI Cluj", "short_name: Imigrări")
    load_pack(pack, actor=PACK)
    assert Organisation.objects.get(slug="igi-cluj").short_name == "Imigrări"


def test_what_an_editor_changed_is_kept_when_the_pack_says_nothing_new(pack):
    Organisation.objects.filter(slug="igi-cluj").update(website="https://example.org/")
    report = load_pack(pack, actor=PACK)
    assert ("organisation", "igi-cluj") in report.kept
    assert Organisation.objects.get(slug="igi-cluj").website == "https://example.org/"


def test_changes_to_different_fields_are_joined(pack):
    Organisation.objects.filter(slug="igi-cluj").update(website="https://example.org/")
    change(pack / "directory/igi-cluj.yaml", "short_name: IGI Cluj", "short_name: Imigrări")
    report = load_pack(pack, actor=PACK)
    organisation = Organisation.objects.get(slug="igi-cluj")
    assert report.conflicts == []
    assert (organisation.website, organisation.short_name) == ("https://example.org/", "Imigrări")


@pytest.mark.parametrize(("take", "expected"), [("pack", "Din pachet"), ("here", "De aici")])
def test_a_field_changed_on_both_sides_is_a_conflict_to_decide(pack, take, expected):
    Organisation.objects.filter(slug="igi-cluj").update(short_name="De aici")
    change(pack / "directory/igi-cluj.yaml", "short_name: IGI Cluj", "short_name: Din pachet")
    for _again in range(2):
        report = load_pack(pack, actor=PACK)
        assert report.conflicts == [("organisation", "igi-cluj", ("short_name",))]
        assert Organisation.objects.get(slug="igi-cluj").short_name == "De aici"
    decide_conflict(actor=SYSTEM, conflict=PackConflict.objects.get(), take=take)
    assert Organisation.objects.get(slug="igi-cluj").short_name == expected
    report = load_pack(pack, actor=PACK)
    assert report.conflicts == []
    assert Organisation.objects.get(slug="igi-cluj").short_name == expected


def test_a_page_edited_in_the_authoring_room_is_kept(pack):
    page = GuidePage.objects.get(slug="family-doctor")
    page.summary = "Alt rezumat."
    page.save_revision().publish()
    report = load_pack(pack, actor=PACK)
    assert ("guide", "health/family-doctor") in report.kept
    assert Publication.objects.get(slug="family-doctor").edition.content.summary == ("Alt rezumat.",)


def test_what_was_deleted_here_does_not_come_back(pack):
    Fact.objects.create(
        slug="passing", kind="number", amount=1, label="x", source_title="x", as_of="2026", confidence="low",
        owner_id="redactie", review_by="2027-01-01",
    )  # fmt: skip
    facts = pack / "facts/extra.yaml"
    facts.write_text(
        "- {id: extra-fact, kind: number, value: 3, label: X, source: {title: T}, as_of: 2026, confidence: low,"
        " owner: redactie, review_by: 2027-01-01}\n",
        encoding="utf-8",
    )
    load_pack(pack, actor=PACK)
    Fact.objects.get(slug="extra-fact").delete()
    load_pack(pack, actor=PACK)
    assert not Fact.objects.filter(slug="extra-fact").exists()


def test_what_left_the_pack_is_reported_and_left(pack):
    (pack / "pages/about.md").unlink()
    report = load_pack(pack, actor=PACK)
    assert ("plain", "about") in report.gone


def test_merging_by_field():
    assert rules.merge(base=None, here=None, pack={"a": 1}) == ({"a": 1}, set())
    assert rules.merge(base={"a": 1}, here={"a": 1}, pack={"a": 2}) == ({"a": 2}, set())
    assert rules.merge(base={"a": 1}, here={"a": 3}, pack={"a": 1}) == ({"a": 3}, set())
    assert rules.merge(base={"a": 1}, here={"a": 3}, pack={"a": 2}) == ({"a": 3}, {"a"})
    assert rules.merge(base={"a": 1, "b": 1}, here={"a": 1, "b": 1}, pack={"a": 1}) == ({"a": 1}, set())
    assert rules.merge(base={"a": 1}, here=None, pack={"a": 1}) == (None, set())
    assert rules.merge(base={"a": 1}, here=None, pack={"a": 2}) == (None, {"a"})


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "expected"),
    [
        ("city.yaml", "name: Cluj-Napoca", "name: " + "C" * 400, "name", "at most 120 characters"),
        (
            "areas.yaml",
            "population: ",
            "population: 99999999999999 #",
            "",
            "a smaller number",
        ),
        ("facts/emergency.yaml", "kind: phone\n", "kind: number\n", "", "at most twelve digits"),
        ("facts/emergency.yaml", "as_of: 2", "as_of: 2026-02-30 #", "as_of", "of the calendar"),
    ],
)
def test_what_a_table_would_refuse_is_a_fault_of_its_entry(pack, file, old, new, field, expected):
    path = pack / file
    text = path.read_text(encoding="utf-8")
    if "number" in new:
        text = text.replace("value: ", "value: 1e30 #", 1)
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackInvalid) as caught:
        load_pack(pack, actor=PACK)
    faults = [fault for fault in caught.value.faults if fault.file == file and expected in fault.expected]
    assert faults, caught.value
    assert field in faults[0].field
    assert faults[0].line or not field


def test_a_fuzzy_translation_is_not_read_and_an_impossible_day_is_named(pack):
    path = pack / "locale/en/guide.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        '#, fuzzy\nmsgid "Urgențe"\nmsgstr "Guessed"\n\n# checked: 2026-02-30 editor\nmsgid "Nu"\nmsgstr "No"\n',
        encoding="utf-8-sig",
    )
    with pytest.raises(PackInvalid, match="found “2026-02-30”") as caught:
        packs.read_pack(pack)
    assert [fault.line for fault in caught.value.faults if fault.file == "locale/en/guide.po"] == [5]
    path.write_text(
        f'{text}\n#, fuzzy\nmsgid "Ceva ce nu stă nicăieri"\nmsgstr "Guessed"\n', encoding="utf-8"
    )
    read = packs.read_pack(pack).of("translation").values()
    assert "Guessed" not in {entry.data["text"] for entry in read}


def test_a_po_file_whose_content_is_a_path_is_not_opened(pack, tmp_path):
    outside = tmp_path / "outside.po"
    outside.write_text('msgid "Urgențe"\nmsgstr "From outside"\n', encoding="utf-8")
    (pack / "locale/en/extra.po").write_text(str(outside), encoding="utf-8")
    with pytest.raises(PackInvalid, match=r"extra\.po"):
        packs.read_pack(pack)


def test_a_page_with_a_byte_order_mark_is_read(pack):
    page = pack / "pages/about.md"
    page.write_text(page.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert load_pack(pack, actor=PACK).nothing_to_do


def rename_service(pack: Path, old: str, new: str) -> None:
    for path in pack.rglob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(rf"(id|service): {old}$", rf"\1: {new}", text, flags=re.M), "utf-8")


def test_a_service_gets_another_name_wherever_it_stands(pack):
    """What the pack no longer has goes when every part has written: steps and pages load later than services."""
    assert Step.objects.filter(service="112-call").exists()
    rename_service(pack, "112-call", "emergency-call")
    load_pack(pack, actor=PACK)
    assert [service.slug for service in Service.objects.filter(organisation="112")] == ["emergency-call"]
    assert load_pack(pack, actor=PACK).nothing_to_do


def test_what_leads_to_a_service_that_left_the_pack_is_named_with_place_and_cure(pack):
    step = Step.objects.filter(service=None, organisation=None).first()
    Step.objects.filter(pk=step.pk).update(service="112-call")  # as an editor does
    rename_service(pack, "112-call", "emergency-call")
    with pytest.raises(PackInvalid) as caught:
        load_pack(pack, actor=PACK)
    assert [str(fault) for fault in caught.value.faults] == [
        "directory/112.yaml:18: services: “112-call” is no longer in the pack, and these still lead to it: "
        f"{step.title}. Let them lead elsewhere, in the pack or in the authoring room, or put it back."
    ]
    assert Service.objects.filter(slug="112-call").exists()


def test_a_misspelt_file_or_folder_is_not_passed_over(pack):
    (pack / "area.yaml").write_text("- nonsense\n", "utf-8")
    shutil.copytree(pack / "letters", pack / "leters")
    with pytest.raises(PackInvalid) as caught:
        load_pack(pack, actor=PACK)
    assert [str(fault) for fault in caught.value.faults] == [
        "area.yaml: nothing here is read under this name; did you mean “areas.yaml”?",
        "leters/: nothing here is read under this name; did you mean “letters/”?",
    ]


def test_an_unknown_field_of_a_block_is_answered_with_the_fields_of_that_block(pack):
    change(pack / "guide/health/family-doctor.yaml", "- documents:\n    title: ", "- documents:\n    titel: ")
    with pytest.raises(PackInvalid, match="titel: not known here; did you mean “title”"):
        load_pack(pack, actor=PACK)
