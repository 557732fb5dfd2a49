"""What is sent to any page, before it is looked at."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

MOST = 32 * 1024 * 1024  # bytes; a page that takes files says how large they may be, up to this


class Limited(MemoryFileUploadHandler):
    """Reads nothing of a form with files that is larger than any page takes, instead of filling the disk with it."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803
        if content_length > MOST:
            raise RequestDataTooBig(f"A form with files has at most {MOST} bytes.")
        super().handle_raw_input(input_data, META, content_length, *args, **kwargs)
