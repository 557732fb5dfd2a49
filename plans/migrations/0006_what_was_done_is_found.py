import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0002_content_editors"),
        ("plans", "0005_what_was_done"),
    ]

    operations = [
        migrations.AlterField(
            model_name="kneereport",
            name="session",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="knee_reports",
                to="plans.session",
            ),
        ),
        migrations.AlterField(
            model_name="setlog",
            name="prescription",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="logs",
                to="plans.prescription",
            ),
        ),
        migrations.AddIndex(
            model_name="kneereport",
            index=models.Index(fields=["session", "runner"], name="knee_report_of_session"),
        ),
        migrations.AddIndex(
            model_name="kneereport",
            index=models.Index(fields=["runner", "pain"], name="knee_report_by_pain"),
        ),
        migrations.AddIndex(
            model_name="setlog",
            index=models.Index(fields=["prescription", "runner"], name="set_log_of_prescription"),
        ),
    ]
