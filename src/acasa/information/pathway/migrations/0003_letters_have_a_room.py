from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('pathway', '0002_letters_to_fill_in'),
        ('letters', '0001_initial'),
    ]

    operations = [
        migrations.DeleteModel(name='Letter'),
    ]
