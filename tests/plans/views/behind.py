"""What is behind a runner, as the tests of the history read it."""

from plans.models import SetLog
from tests.plans.views.reading import text

FRIDAY, SUNDAY = 4, 6


def words(response):
    page = response.content.decode()
    return text(page[page.index("<main") : page.index("</main>")])


def first_set(session, slug="squat"):
    found = SetLog.objects.filter(prescription__session=session, prescription__exercise__slug=slug, deleted_at=None)
    return found.order_by("number")[0]
