from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kneecoach.accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from kneecoach.accounts import events, receivers  # noqa: F401 they listen to signals
