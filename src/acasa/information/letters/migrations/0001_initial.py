from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('slug', models.SlugField(max_length=60, primary_key=True, serialize=False, verbose_name='Permanent name')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='Order')),
                ('title', models.CharField(max_length=120, verbose_name='Title')),
                ('summary', models.CharField(max_length=300, verbose_name='Summary')),
                ('content', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'Letter',
                'verbose_name_plural': 'Letters to fill in',
                'ordering': ['position', 'slug'],
            },
        ),
    ]
