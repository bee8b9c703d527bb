"""Addresses with marked letters were listed and answered 404: they become plain ones, which readers can open."""

from uuid import UUID

from django.db import migrations
from django.utils.text import slugify


def make_plain(apps, schema_editor):
    publications = apps.get_model("guide", "Publication").objects
    pages = apps.get_model("wagtailcore", "Page").objects
    for publication in publications.all():
        plain = slugify(publication.slug).replace("_", "-") or f"page-{publication.pk}"
        if plain == publication.slug:
            continue
        if publications.filter(topic=publication.topic, slug=plain).exists():
            plain = f"{plain}-{publication.pk}"
        publications.filter(pk=publication.pk).update(slug=plain)
        pages.filter(translation_key=UUID(publication.page_key)).update(slug=plain)


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0004_positions_and_words_to_avoid"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]
    operations = [migrations.RunPython(make_plain, migrations.RunPython.noop)]
