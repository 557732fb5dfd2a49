"""While machines are changed over, a newer version may have added to the tables that this one still serves from."""

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from plans.services.catalogue import planned_catalogue
from tests.conftest import nothing_kept
from tests.plans.lives.living import Services
from tests.plans.views.conftest import MONDAY, at

pytestmark = pytest.mark.usefixtures("delivered")

UNTIL_PLANS_ARE_KEPT = 6  # times that PostgreSQL is asked the same


def test_pages_go_on_when_columns_are_added(row, client):
    hands = Services(row, planned_catalogue())
    hands.wakes_on(MONDAY)
    session = hands.start(MONDAY)
    client.force_login(row.user)
    pages = ("/today/", "/plan/", "/progress/", "/history/", f"/sessions/{session}/")

    def look():
        nothing_kept()
        assert [client.get(page).status_code for page in pages] == [200] * len(pages)

    with time_machine.travel(at(0), tick=False):
        for _ in range(UNTIL_PLANS_ARE_KEPT):
            look()
        add_a_column_to_every_table()
        look()


def add_a_column_to_every_table():
    """As another machine does it: a connection that alters a table itself forgets what it kept."""
    unseen = "DO 'BEGIN {}; END'" if connection.vendor == "postgresql" else "{}"
    connection.check_constraints()  # nothing is to wait for its end while a table is altered
    with connection.cursor() as cursor:
        for model in apps.get_app_config("plans").get_models():
            cursor.execute(unseen.format(f"ALTER TABLE {model._meta.db_table} ADD COLUMN newer integer"))
