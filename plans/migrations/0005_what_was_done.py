import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0002_content_editors"),
        ("plans", "0004_week_planned_on"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExerciseChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("take", "Another variation or load"),
                            ("replace", "Another exercise"),
                            ("swap", "Another exercise, once"),
                        ],
                        max_length=7,
                    ),
                ),
                ("date", models.DateField()),
                ("after", models.PositiveSmallIntegerField()),
                ("load_grams", models.PositiveIntegerField(null=True)),
                ("day", models.DateField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="KneeReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField()),
                (
                    "moment",
                    models.CharField(
                        choices=[
                            ("during", "During the session"),
                            ("morning", "The morning after"),
                            ("red", "A warning sign"),
                            ("sharp", "Sharp pain"),
                            ("cleared", "Cleared by a clinician"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "pain",
                    models.PositiveSmallIntegerField(
                        null=True, validators=[django.core.validators.MaxValueValidator(10)]
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="SetLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField()),
                ("number", models.PositiveSmallIntegerField()),
                ("amount", models.PositiveSmallIntegerField()),
                ("right", models.PositiveSmallIntegerField(null=True)),
                ("load_grams", models.PositiveIntegerField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("date", models.DateField()),
                ("deleted_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="prescription",
            name="once",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="prescription",
            name="why",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="session",
            name="effort",
            field=models.PositiveSmallIntegerField(
                null=True,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)],
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="finished_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="started_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="session",
            name="slot",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("effort", None), ("effort__range", (1, 10)), _connector="OR"),
                name="session_effort_1_to_10",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("finished_at", None), ("started_at__isnull", False), _connector="OR"),
                name="session_finished_was_started",
            ),
        ),
        migrations.AddField(
            model_name="exercisechoice",
            name="exercise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="exercises.exercise"
            ),
        ),
        migrations.AddField(
            model_name="exercisechoice",
            name="other",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="exercises.exercise"
            ),
        ),
        migrations.AddField(
            model_name="exercisechoice",
            name="runner",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="plans.runner",
            ),
        ),
        migrations.AddField(
            model_name="exercisechoice",
            name="variation",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="exercises.exercise"
            ),
        ),
        migrations.AddField(
            model_name="kneereport",
            name="exercise",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="exercises.exercise"
            ),
        ),
        migrations.AddField(
            model_name="kneereport",
            name="runner",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="plans.runner",
            ),
        ),
        migrations.AddField(
            model_name="kneereport",
            name="session",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.RESTRICT, related_name="knee_reports", to="plans.session"
            ),
        ),
        migrations.AddField(
            model_name="setlog",
            name="prescription",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="logs", to="plans.prescription"
            ),
        ),
        migrations.AddField(
            model_name="setlog",
            name="runner",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to="plans.runner",
            ),
        ),
        migrations.AddIndex(
            model_name="exercisechoice",
            index=models.Index(fields=["runner", "date"], name="exercise_choice_of_runner"),
        ),
        migrations.AddConstraint(
            model_name="exercisechoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("day", None), ("kind", "take"), ("other", None)),
                    models.Q(("day", None), ("kind", "replace"), ("other__isnull", False)),
                    models.Q(("day__isnull", False), ("kind", "swap"), ("other__isnull", False)),
                    _connector="OR",
                ),
                name="exercise_choice_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="exercisechoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("load_grams", None), ("load_grams__range", (1, 500000)), _connector="OR"),
                name="exercise_choice_load_bounded",
            ),
        ),
        migrations.AddIndex(
            model_name="kneereport",
            index=models.Index(fields=["runner", "date"], name="knee_report_of_runner"),
        ),
        migrations.AddConstraint(
            model_name="kneereport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("exercise", None), ("session__isnull", False)),
                fields=("runner", "session", "moment"),
                name="knee_report_once_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="kneereport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("exercise__isnull", False)),
                fields=("runner", "session", "exercise"),
                name="knee_report_once_an_exercise",
            ),
        ),
        migrations.AddConstraint(
            model_name="kneereport",
            constraint=models.CheckConstraint(
                condition=models.Q(("moment__in", ["during", "morning", "red", "sharp", "cleared"])),
                name="knee_report_moment_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="kneereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("moment__in", ["during", "morning"]), ("pain__range", (0, 10)), ("session__isnull", False)
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
                condition=models.Q(("exercise", None), ("moment", "during"), _connector="OR"),
                name="knee_report_exercise_hurts_during",
            ),
        ),
        migrations.AddConstraint(
            model_name="setlog",
            constraint=models.UniqueConstraint(fields=("runner", "uuid"), name="set_log_uuid_once"),
        ),
        migrations.AddConstraint(
            model_name="setlog",
            constraint=models.UniqueConstraint(
                condition=models.Q(("deleted_at", None)),
                fields=("runner", "prescription", "number"),
                name="set_log_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="setlog",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__range", (1, 20))), name="set_log_counts_from_1"
            ),
        ),
        migrations.AddConstraint(
            model_name="setlog",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__range", (0, 999)), models.Q(("right", None), ("right__range", (0, 999)), _connector="OR")
                ),
                name="set_log_amount_bounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="setlog",
            constraint=models.CheckConstraint(
                condition=models.Q(("load_grams", None), ("load_grams__range", (1, 500000)), _connector="OR"),
                name="set_log_load_bounded",
            ),
        ),
    ]
