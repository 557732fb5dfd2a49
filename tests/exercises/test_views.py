import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateUsed

from exercises.editing import record
from exercises.models import Exercise, Revision
from tests.factories import (
    ArticleFactory,
    EquipmentOptionFactory,
    ExerciseFactory,
    MuscleUseFactory,
    PointFactory,
    StepFactory,
    UserFactory,
    VariationFactory,
)

pytestmark = pytest.mark.django_db
LIST = reverse("exercises:list")
GUIDE = reverse("exercises:guide")
FRAGMENT = {"HX-Request": "true"}


def detail(slug):
    return reverse("exercises:detail", args=[slug])


def fill(number):
    for _ in range(number):
        exercise = ExerciseFactory(needs_nothing=False)
        StepFactory(exercise=exercise)
        MuscleUseFactory(exercise=exercise, muscle__slug="quads", muscle__position=1)
        EquipmentOptionFactory(exercise=exercise, items=["wall", "band"])
        VariationFactory(parent=exercise)
        VariationFactory(parent=exercise, rung=-1)
    return exercise


@pytest.fixture
def shelf():
    """Squat (with a chair squat) trains the quads; bridge the glutes, and needs a band."""
    squat = ExerciseFactory(slug="squat", name="Squat")
    MuscleUseFactory(exercise=squat, muscle__slug="quads", muscle__name="Quads")
    VariationFactory(parent=squat, slug="chair-squat", name="Chair squat", rung=-1)
    bridge = ExerciseFactory(slug="bridge", name="Bridge", needs_nothing=False)
    MuscleUseFactory(exercise=bridge, muscle__slug="glutes", muscle__name="Glutes")
    EquipmentOptionFactory(exercise=bridge, items=["band"])


@pytest.mark.parametrize("number", [1, 3, 100])
@pytest.mark.parametrize("query", ["", "q=do&muscle=quads&have=wall&have=band"])
def test_the_list_costs_as_many_queries_however_long(client, django_assert_num_queries, number, query):
    fill(number)
    with django_assert_num_queries(5):
        client.get(f"{LIST}?{query}")
    with django_assert_num_queries(1):
        client.get(f"{LIST}?{query}")


def test_a_thousand_exercises_cost_as_many_queries_as_ten(client, django_assert_num_queries):
    Exercise.objects.bulk_create(ExerciseFactory.build_batch(1000, first_published_at=timezone.now()))
    with django_assert_num_queries(5):
        assertContains(client.get(f"{LIST}?q=exercise"), "1000 exercises")
    last = Exercise.objects.last()
    with django_assert_num_queries(4):
        client.get(detail(last.slug))


def test_asking_the_same_many_times_costs_no_more_than_once(client, shelf, django_assert_num_queries):
    client.get(f"{LIST}?muscle=quads&have=band")
    with django_assert_num_queries(1):
        client.get(f"{LIST}?{'&'.join(['muscle=quads', 'have=band'] * 150)}")


def test_a_kept_page_never_shows_what_somebody_else_typed(client, shelf):
    assertContains(client.get(f"{LIST}?q=SQUATS"), 'value="SQUATS"')
    assertContains(client.get(f"{LIST}?q=squat"), 'value="squat"')


def test_a_fragment_names_the_address_without_what_was_left_empty(client, shelf):
    answer = client.get(f"{LIST}?q=&have=band", headers=FRAGMENT)
    assert answer["HX-Replace-Url"] == f"{LIST}?have=band"
    assert client.get(f"{LIST}?q=", headers=FRAGMENT)["HX-Replace-Url"] == LIST


def test_the_address_keeps_the_words_that_were_typed(client, shelf):
    answer = client.get(f"{LIST}?q=Step-ups&muscle=quads&muscle=quads", headers=FRAGMENT)
    assert answer["HX-Replace-Url"] == f"{LIST}?q=Step-ups&muscle=quads"


@pytest.mark.parametrize("number", [1, 3, 100])
def test_a_page_costs_as_many_queries_however_many_there_are(client, django_assert_num_queries, number):
    exercise = fill(number)
    with django_assert_num_queries(4):
        client.get(detail(exercise.slug))
    with django_assert_num_queries(1):
        client.get(detail(exercise.slug))


def test_logging_in_adds_session_and_user_only(client, django_assert_num_queries):
    exercise = fill(2)
    client.get(LIST)
    client.get(detail(exercise.slug))
    client.force_login(UserFactory())
    for address in (LIST, detail(exercise.slug)):
        with django_assert_num_queries(3):
            client.get(address)


def test_what_is_kept_is_forgotten_as_soon_as_the_catalogue_changes(client, shelf):
    squat = Exercise.objects.get(slug="squat")
    for address in (LIST, detail("squat"), detail("chair-squat")):
        assertContains(client.get(address), "Squat")
    squat.name = "Deep bend"
    squat.save()
    record(squat, Revision.Action.CHANGED, None)
    for address in (LIST, detail("squat"), detail("chair-squat")):
        assertContains(client.get(address), "eep bend")


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("", ["Squat", "Bridge"], []),
        ("q=chair", ["Squat", "Fits as", "chair squat"], ["Bridge"]),
        ("q=Squats", ["Squat", "Also as", "chair squat"], ["Bridge"]),
        ("q=a-squat", ["Squat"], ["Bridge"]),
        ("muscle=glutes", ["Bridge"], ["Squat"]),
        ("have=nothing", ["Squat"], ["Bridge", "Fits as"]),
        ("have=band&have=nothing", ["Squat", "Bridge"], []),
        ("q=zzz", ["No exercise fits all of that"], ["Squat<", "Bridge<"]),
    ],
)
def test_the_list_shows_what_was_asked_for(client, shelf, query, shown, hidden):
    answer = client.get(f"{LIST}?{query}")
    for words in shown:
        assertContains(answer, words)
    for words in hidden:
        assert words not in answer.content.decode().split('id="results"')[1]


def test_a_search_answers_htmx_with_the_results_alone(client, shelf):
    whole = client.get(f"{LIST}?q=squat")
    fragment = client.get(f"{LIST}?q=squat", headers=FRAGMENT)

    assertTemplateUsed(whole, "base.html")
    assertNotContains(fragment, "<html")
    assertContains(fragment, 'id="results"')
    assertContains(fragment, "1 exercise found.")
    assert whole["Vary"] == fragment["Vary"]
    assert "HX-Request" in fragment["Vary"]


def test_going_back_in_history_gets_the_whole_page(client, shelf):
    answer = client.get(LIST, headers=FRAGMENT | {"HX-History-Restore-Request": "true"})
    assertContains(answer, "<html")


def test_what_was_asked_stays_in_the_form(client, shelf):
    answer = client.get(f"{LIST}?q=<b>&muscle=quads&have=band")
    assertContains(answer, 'value="&lt;b&gt;"')
    assertContains(answer, 'name="muscle" value="quads" checked')
    assertContains(answer, 'name="have" value="band" checked')


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("muscle=arms", "“arms” is not a muscle group of the catalogue"),
        ("have=boat", "“boat” is not equipment of the catalogue"),
        ("q=" + "x" * 10_000, "Search for at most 60 characters; this is 10000."),
        ("q=one+two+three+four+five+six+seven", "Search for at most 6 words; these are 7."),
        ("q=%00", "Null characters are not allowed"),
        ("muscle=%00", "is not a muscle group of the catalogue"),
        ("page=two", "The page is a whole number, such as 2."),
        ("page=0", "The first page is page 1."),
        ("page=" + "9" * 20, "There is no page after 1000."),
    ],
)
@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_a_question_that_cannot_be_answered_is_explained(client, shelf, query, message, headers):
    answer = client.get(f"{LIST}?{query}", headers=headers)
    assertContains(answer, message, status_code=400)
    assertContains(answer, "Show all exercises", status_code=400)


def test_a_long_list_is_cut_into_pages(client):
    for number in range(1, 31):
        ExerciseFactory(position=number, slug=f"number-{number}", name=f"Number {number}")

    first, second = client.get(f"{LIST}?q=number"), client.get(f"{LIST}?q=number&page=2")

    assertContains(first, "30 exercises")
    assertContains(first, "?q=number&amp;page=2")
    assertNotContains(first, "Number 25<")
    assertContains(second, "Number 25<")
    assertContains(second, 'rel="prev" href="?q=number"')
    assertNotContains(second, "page=3")
    assert client.get(f"{LIST}?page=3").status_code == 404


def test_an_exercise_is_shown_with_what_is_known(client, shelf):
    answer = client.get(detail("chair-squat"))
    assertContains(answer, "Chair squat · Kneecoach")
    assertContains(answer, f'A variation of the <a href="{detail("squat")}">squat</a>', html=False)
    assertContains(answer, f'rel="next" href="{detail("bridge")}"')


@pytest.mark.parametrize("state", ["draft", None])
def test_drafts_and_unknown_exercises_are_not_found(client, state):
    if state:
        ExerciseFactory(slug="secret", state=state)
    answer = client.get(detail("secret"))
    assertContains(answer, "Search", status_code=404)


def test_the_guide_shows_its_articles_with_their_sources(client, django_assert_num_queries):
    for _ in range(3):
        PointFactory(article=ArticleFactory(), text="Twice a week.", citation="Somebody 2019")
    ArticleFactory(title="Not for the guide", in_guide=False)
    with django_assert_num_queries(3):
        answer = client.get(GUIDE)
    with django_assert_num_queries(1):
        client.get(GUIDE)
    assertContains(answer, "Twice a week.", count=3)
    assertContains(answer, "Somebody 2019", count=3)
    assertNotContains(answer, "Not for the guide")


@pytest.mark.parametrize("address", [LIST, GUIDE, detail("squat"), reverse("plans:landing")])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_that_only_show_refuse_other_methods_in_words(client, shelf, address, method):
    answer = getattr(client, method)(address)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assertTemplateUsed(answer, "405.html")


@pytest.mark.parametrize("address", [LIST, GUIDE, detail("squat"), reverse("plans:landing")])
def test_head_is_answered_like_get_without_a_body(client, shelf, address):
    answer = client.head(address)
    assert answer.status_code == 200
    assert answer.content == b""


def test_markup_in_the_catalogue_is_text(client):
    squat = ExerciseFactory(slug="squat", name="<script>x</script>", summary="<img src=x>")
    StepFactory(exercise=squat, text="<b>Sit</b>")
    for address in (LIST, detail("squat")):
        assertNotContains(client.get(address), "<script>x")
        assertNotContains(client.get(address), "<img src=x")
        assertNotContains(client.get(address), "<b>Sit</b>")
