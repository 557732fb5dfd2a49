from django.urls import path

from exercises import views

app_name = "exercises"

urlpatterns = [
    path("exercises/", views.catalogue, name="list"),
    path("exercises/figures/", views.figures, name="figures"),
    path("exercises/<slug:slug>/", views.exercise, name="detail"),
    path("guide/", views.guide, name="guide"),
]
