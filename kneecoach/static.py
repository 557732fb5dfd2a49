from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Scripts that import each other do so by the names that their contents give them, like everything else."""

    support_js_module_import_aggregation = True
