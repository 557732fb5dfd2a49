from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model


class Backend(AuthenticationBackend):
    """Who is logged in comes with what is coached, since nearly every page of theirs begins with it."""

    def get_user(self, user_id: Any) -> Any:
        user = get_user_model()._default_manager.select_related("runner").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
