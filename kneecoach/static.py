from whitenoise.storage import CompressedManifestStaticFilesStorage

# import { rest } from "./timers.js";
_IMPORT = (r"""(?P<matched>from "(?P<url>\./[a-z]+\.js)";)""", """from "%(url)s";""")


class Storage(CompressedManifestStaticFilesStorage):
    """Our scripts import each other by the names that their contents give them, like everything else. Django’s own way
    to do that looks into those of others as well, and stumbles over some."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", (_IMPORT,)))
