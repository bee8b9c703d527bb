"""The review by two editors is one in which nobody approves their own page."""

from django.db import migrations

NAME = "Another editor reads it"


def let_somebody_else_read(apps, schema_editor):
    Steps = apps.get_model("wagtailcore", "WorkflowTask")
    Old = apps.get_model("wagtailcore", "GroupApprovalTask")
    New = apps.get_model("guide", "SecondPerson")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for old in Old.objects.filter(name=NAME):
        kind, _created = ContentType.objects.get_or_create(app_label="guide", model="secondperson")
        new = New.objects.create(name=NAME, active=old.active, content_type=kind)
        new.groups.set(old.groups.all())
        Steps.objects.filter(task_id=old.pk).update(task_id=new.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0006_withdrawals_and_second_person"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(let_somebody_else_read, migrations.RunPython.noop)]
