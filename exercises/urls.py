from django.urls import path, re_path

from exercises import views

app_name = "exercises"

urlpatterns = [
    path("exercises/", views.catalogue, name="list"),
    path("exercises/figures/", views.figures, name="figures"),
    path("exercises/<slug:slug>/", views.exercise, name="detail"),
    re_path(r"^pictures/(?P<name>[0-9a-f]{32}-[0-9]{1,4}x[0-9]{1,4})\.webp$", views.picture, name="picture"),
    path("guide/", views.guide, name="guide"),
]
