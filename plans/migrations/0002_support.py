from django.db import migrations

GROUP = "Support"


def make_group(apps, schema_editor):
    """Gives the group exactly what it needs: to see runners. The permission is made here, since Django makes its own
    only after the last migration, and does not mind those that exist."""
    database = schema_editor.connection.alias
    content_type, _ = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(database)
        .get_or_create(app_label="plans", model="runner")
    )
    may_view, _ = (
        apps.get_model("auth", "Permission")
        .objects.using(database)
        .get_or_create(content_type=content_type, codename="view_runner", defaults={"name": "Can view runner"})
    )
    group, _ = apps.get_model("auth", "Group").objects.using(database).get_or_create(name=GROUP)
    group.permissions.set([may_view])


def drop_group(apps, schema_editor):
    """The permission stays: it is Django's as much as the group's."""
    apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias).filter(name=GROUP).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_runners"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="runner", options={"permissions": [("view_health", "May see what concerns health")]}
        ),
        migrations.RunPython(make_group, drop_group),
    ]
