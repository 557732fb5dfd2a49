"""Why targets are missed where they are, and what would be needed: by how the name of the target begins."""

REASONS: dict[str, str] = {}
