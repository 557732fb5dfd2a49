from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "kneecoach.admin.AdminSite"


class ProjectConfig(AppConfig):
    """For its commands."""

    name = "kneecoach"
