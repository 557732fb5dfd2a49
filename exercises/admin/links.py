"""The links in messages."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def link(url: str, words: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, words)


def see_it(url: str) -> SafeString:
    """In a tab of its own, so that the message with the way back stays."""
    words = 'See it on the site<span class="visually-hidden"> (in a new tab)</span>'
    return format_html('<a href="{}" target="_blank">' + words + "</a>", url)


def with_links(words: str, links: Iterable[SafeString]) -> SafeString:
    return format_html("{} {}", words, format_html_join(" · ", "{}", ((each,) for each in links)))
