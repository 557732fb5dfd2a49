"""Rows for tests. Every factory makes something that the site could really hold; tests say only what they are about."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from exercises.models import (
    Article,
    Equipment,
    EquipmentOption,
    Exercise,
    Mistake,
    MuscleGroup,
    MuscleUse,
    Point,
    Step,
)
from kneecoach.accounts.models import User
from plans.core.types import WEEKDAYS
from plans.models import Runner, WeeklyRun


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"runner{n}@example.org")
    password = factory.django.Password("a long enough password")


class MuscleGroupFactory(DjangoModelFactory):
    class Meta:
        model = MuscleGroup
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"muscle-{n}")
    name = factory.LazyAttribute(lambda group: group.slug.replace("-", " ").capitalize())
    position = factory.Sequence(lambda n: n + 1)


class EquipmentFactory(DjangoModelFactory):
    class Meta:
        model = Equipment
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"equipment-{n}")
    name = factory.LazyAttribute(lambda thing: thing.slug.replace("-", " ").capitalize())
    position = factory.Sequence(lambda n: n + 1)


class ExerciseFactory(DjangoModelFactory):
    """A published exercise of its own, knee-dominant, in reps, without equipment; it has no parts yet."""

    class Meta:
        model = Exercise

    slug = factory.Sequence(lambda n: f"exercise-{n}")
    name = factory.LazyAttribute(lambda exercise: exercise.slug.replace("-", " ").capitalize())
    position = factory.Sequence(lambda n: n + 1)
    summary = "Bend and rise."
    pattern = Exercise.Pattern.KNEE
    measure = Exercise.Measure.REPS
    one_sided = False
    loaded = False
    seconds_per_rep = 4
    rest_seconds = 45
    needs_nothing = True
    state = Exercise.State.PUBLISHED


class VariationFactory(DjangoModelFactory):
    """A published variation that states no fact of its own."""

    class Meta:
        model = Exercise

    parent = factory.SubFactory(ExerciseFactory)
    slug = factory.Sequence(lambda n: f"variation-{n}")
    name = factory.LazyAttribute(lambda exercise: exercise.slug.replace("-", " ").capitalize())
    position = factory.Sequence(lambda n: n + 1)
    rung = 1
    summary = "The same, but harder."
    state = Exercise.State.PUBLISHED


class StepFactory(DjangoModelFactory):
    class Meta:
        model = Step

    exercise = factory.SubFactory(ExerciseFactory)
    position = factory.LazyAttribute(lambda step: step.exercise.steps.count() + 1)
    text = factory.LazyAttribute(lambda step: f"Do part {step.position}.")


class MistakeFactory(DjangoModelFactory):
    class Meta:
        model = Mistake

    exercise = factory.SubFactory(ExerciseFactory)
    position = factory.LazyAttribute(lambda mistake: mistake.exercise.mistakes.count() + 1)
    text = "Knees falling in."
    cue = "Push them out."


class MuscleUseFactory(DjangoModelFactory):
    class Meta:
        model = MuscleUse

    exercise = factory.SubFactory(ExerciseFactory)
    muscle = factory.SubFactory(MuscleGroupFactory)
    role = MuscleUse.Role.PRIMARY


class EquipmentOptionFactory(DjangoModelFactory):
    """`items` are slugs of equipment, made when they do not exist."""

    class Meta:
        model = EquipmentOption
        skip_postgeneration_save = True

    exercise = factory.SubFactory(ExerciseFactory, needs_nothing=False)
    position = factory.LazyAttribute(lambda option: option.exercise.equipmentoptions.count() + 1)

    @factory.post_generation
    def items(self, _create, slugs, **_kwargs):
        self.items.set(EquipmentFactory(slug=slug) for slug in slugs or [])


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article

    slug = factory.Sequence(lambda n: f"article-{n}")
    title = factory.LazyAttribute(lambda article: article.slug.replace("-", " ").capitalize())
    lead = "What it is about."
    position = factory.Sequence(lambda n: n + 1)


class PointFactory(DjangoModelFactory):
    class Meta:
        model = Point

    article = factory.SubFactory(ArticleFactory)
    position = factory.LazyAttribute(lambda point: point.article.points.count() + 1)
    text = "A claim."
    citation = "Somebody 2019"


class RunnerFactory(DjangoModelFactory):
    """Somebody with a beginner's answers and a wall, who has said everything and not started yet.

    `runs` are kinds by weekday, `owns` slugs of equipment that exists.
    """

    class Meta:
        model = Runner
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    baseline = 0
    agreed_at = datetime(2026, 11, 20, 12, tzinfo=UTC)

    @factory.post_generation
    def runs(self, _create, kinds, **_kwargs):
        WeeklyRun.objects.bulk_create(
            WeeklyRun(runner=self, weekday=WEEKDAYS.index(day), kind=kind) for day, kind in (kinds or {}).items()
        )

    @factory.post_generation
    def owns(self, _create, slugs, **_kwargs):
        self.equipment.set(Equipment.objects.filter(slug__in=slugs if slugs is not None else ["wall", "step"]))
