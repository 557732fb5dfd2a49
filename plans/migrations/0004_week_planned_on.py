from django.db import migrations, models
from django.db.models import F


def from_the_first_day(apps, _schema_editor):
    apps.get_model("plans", "PlannedWeek").objects.update(planned_on=F("first_day"))


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0003_plan_change_asked"),
    ]

    operations = [
        migrations.AddField(
            model_name="plannedweek",
            name="planned_on",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(from_the_first_day, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="plannedweek",
            name="planned_on",
            field=models.DateField(),
        ),
    ]
