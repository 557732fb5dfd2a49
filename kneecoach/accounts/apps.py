from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kneecoach.accounts"
    verbose_name = "People"
