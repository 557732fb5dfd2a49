from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def around(name: str, user: object = None, view: str = "") -> SafeString:
    """A part of what stands around every page, rendered once for all who are shown the same: of the `user` it may know
    who is logged in and who is staff, and of the page its `view`."""
    logged_in, staff = (bool(getattr(user, state, False)) for state in ("is_authenticated", "is_staff"))
    return _rendered(name, logged_in, staff, view, get_script_prefix())


@lru_cache(maxsize=1024)
def _rendered(name: str, logged_in: bool, staff: bool, view: str, prefix: str) -> SafeString:  # noqa: ARG001 - of links
    user = {"is_authenticated": logged_in, "is_staff": staff}
    return render_to_string(f"includes/{name}.html", {"user": user, "view": view})
