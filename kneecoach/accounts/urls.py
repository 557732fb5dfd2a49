from django.urls import include, path
from django.views.generic import RedirectView

from kneecoach.accounts import views

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path("delete/", views.delete, name="account_delete"),
    path("signup/code/", views.signup_by_code, name="account_signup_by_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("confirm-email/", views.confirm_email, name="account_email_verification_sent"),
    path("logout/everywhere/", views.log_out_everywhere, name="account_logout_everywhere"),
    path("sessions/<int:pk>/end/", views.end_session, name="account_end_session"),
    # allauth's own index of second factors, to which its pages return
    path("2fa/", RedirectView.as_view(pattern_name="account_overview")),
    path("", include("allauth.urls")),
]
