from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0006_what_was_done_is_found"),
    ]

    operations = [
        migrations.AddField(
            model_name="exercisechoice",
            name="before",
            field=models.JSONField(null=True),
        ),
    ]
