from collections.abc import Mapping

from django import template

register = template.Library()


@register.inclusion_tag("includes/muscle_map.html")
def muscle_map(levels: Mapping[str, str], label: str) -> dict[str, object]:
    """Hips and legs, read out as `label`; `levels` says for muscle groups (slugs) how each is drawn, the others are
    quiet. A group of which there is no drawing is left out."""
    return {"levels": {slug.replace("-", "_"): level for slug, level in levels.items()}, "label": label}
