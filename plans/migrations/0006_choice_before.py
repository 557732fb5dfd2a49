from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0005_what_was_done"),
    ]

    operations = [
        migrations.AddField(
            model_name="exercisechoice",
            name="before",
            field=models.JSONField(null=True),
        ),
    ]
