from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0003_pictures"),
        ("plans", "0007_choice_before"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="kneereport",
            name="knee_report_once_a_moment",
        ),
        migrations.RemoveConstraint(
            model_name="kneereport",
            name="knee_report_once_an_exercise",
        ),
        migrations.RemoveConstraint(
            model_name="kneereport",
            name="knee_report_pain_of_a_session",
        ),
        migrations.RemoveConstraint(
            model_name="setlog",
            name="set_log_amount_bounded",
        ),
        migrations.AddField(
            model_name="kneereport",
            name="deleted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="deleted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="setlog",
            name="corrects",
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name="setlog",
            name="amount",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="kneereport",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["runner", "deleted_at"],
                name="knee_report_deleted",
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", False)),
                fields=["runner", "deleted_at"],
                name="session_deleted",
            ),
        ),
        migrations.AddIndex(
            model_name="setlog",
            index=models.Index(
                condition=models.Q(("amount__isnull", False), ("deleted_at__isnull", False)),
                fields=["runner", "deleted_at"],
                name="set_log_deleted",
            ),
        ),
        migrations.AddConstraint(
            model_name="setlog",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", False)),
                fields=("runner", "corrects"),
                name="set_log_corrected_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="kneereport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None), ("exercise", None), ("session__isnull", False)),
                fields=("runner", "session", "moment"),
                name="knee_report_once_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="kneereport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None), ("exercise__isnull", False)),
                fields=("runner", "session", "exercise"),
                name="knee_report_once_an_exercise",
            ),
        ),
        migrations.AddConstraint(
            model_name="kneereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("moment__in", ["during", "morning"]),
                        ("pain__isnull", False),
                        ("pain__range", (0, 10)),
                        ("session__isnull", False),
                    ),
                    models.Q(("moment__in", ["red", "sharp", "cleared"]), ("pain", None)),
                    _connector="OR",
                ),
                name="knee_report_pain_of_a_session",
            ),
        ),
        migrations.AddConstraint(
            model_name="kneereport",
            constraint=models.CheckConstraint(
                condition=models.Q(("deleted_at", None), ("session__isnull", False), _connector="OR"),
                name="knee_report_deleted_of_a_session",
            ),
        ),
        migrations.AddConstraint(
            model_name="setlog",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", None), ("amount__range", (0, 999)), _connector="OR"),
                    models.Q(("right", None), ("right__range", (0, 999)), _connector="OR"),
                ),
                name="set_log_amount_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="setlog",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", False),
                    models.Q(("deleted_at__isnull", False), ("load_grams", None), ("right", None)),
                    _connector="OR",
                ),
                name="set_log_empty_was_deleted",
            ),
        ),
        migrations.AddConstraint(
            model_name="setlog",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects", None), models.Q(("corrects", models.F("uuid")), _negated=True), _connector="OR"
                ),
                name="set_log_corrects_another",
            ),
        ),
    ]
