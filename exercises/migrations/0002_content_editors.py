from django.db import migrations

GROUP = "Content editors"
EDITED = ["musclegroup", "equipment", "exercise", "step", "mistake", "source", "muscleuse", "equipmentoption", "point"]
MAY = {model: ["add", "change", "delete", "view"] for model in EDITED} | {
    "article": ["change", "view"],
    "revision": ["view"],
}


def make_group(apps, schema_editor):
    """Gives the group exactly what it needs. Permissions are made here, since Django makes its own only after the last
    migration, and does not mind those that exist."""
    database = schema_editor.connection.alias
    group, _ = apps.get_model("auth", "Group").objects.using(database).get_or_create(name=GROUP)
    group.permissions.set(
        _permission(apps, database, model, action) for model, actions in MAY.items() for action in actions
    )


def _permission(apps, database, model, action):
    content_type, _ = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(database)
        .get_or_create(app_label="exercises", model=model)
    )
    words = apps.get_model("exercises", model)._meta.verbose_name
    permission, _ = (
        apps.get_model("auth", "Permission")
        .objects.using(database)
        .get_or_create(
            content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {words}"}
        )
    )
    return permission


def drop_group(apps, schema_editor):
    """The permissions stay: they are Django's as much as the group's."""
    apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias).filter(name=GROUP).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_group, drop_group)]
