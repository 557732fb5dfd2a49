from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, for how long, and whom to ask. No query but two for who is logged in."""
    return render(request, "plans/privacy.html", {"contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1]})
