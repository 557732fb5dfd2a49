"""How Mozilla's HTTP Observatory scores an answer: its published tests, and what each result adds or takes.

https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring
"""

import re
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
UNSAFE = {*BROAD, "'unsafe-inline'", "data:"}
SIX_MONTHS = 15_768_000
MODIFIERS = {
    "cookies-secure-with-httponly-sessions-and-samesite": 5,
    "cookies-not-found": 0,
    "cookies-secure-with-httponly-sessions": 0,
    "cookies-without-secure-flag-but-protected-by-hsts": -5,
    "cookies-samesite-flag-invalid": -20,
    "cookies-anticsrf-without-samesite-flag": -20,
    "cookies-session-without-httponly-flag": -30,
    "cross-origin-resource-sharing-not-implemented": 0,
    "cross-origin-resource-sharing-implemented-with-universal-access": -50,
    "csp-implemented-with-no-unsafe-default-src-none": 10,
    "csp-implemented-with-no-unsafe": 5,
    "csp-implemented-with-unsafe-inline-in-style-src-only": 0,
    "csp-implemented-with-insecure-scheme-in-passive-content-only": -10,
    "csp-implemented-with-unsafe-eval": -10,
    "csp-implemented-with-insecure-scheme": -20,
    "csp-implemented-with-unsafe-inline": -20,
    "csp-not-implemented": -25,
    "hsts-implemented-max-age-at-least-six-months": 0,
    "hsts-implemented-max-age-less-than-six-months": -10,
    "hsts-not-implemented": -20,
    "redirection-to-https": 0,
    "redirection-off-host-from-http": -5,
    "redirection-not-to-https-on-initial-redirection": -10,
    "redirection-missing": -20,
    "referrer-policy-private": 5,
    "referrer-policy-not-implemented": 0,
    "referrer-policy-unsafe": -5,
    "sri-not-implemented-but-all-scripts-loaded-from-secure-origin": 0,
    "sri-not-implemented-but-external-scripts-loaded-securely": -5,
    "sri-not-implemented-and-external-scripts-not-loaded-securely": -50,
    "x-content-type-options-nosniff": 0,
    "x-content-type-options-not-implemented": -5,
    "x-frame-options-implemented-via-csp": 5,
    "x-frame-options-sameorigin-or-deny": 0,
    "x-frame-options-not-implemented": -20,
    "corp-implemented-with-same-origin": 10,
    "corp-not-implemented": 0,
    "corp-implemented-with-cross-origin": -20,
}


def score(over_http, answer, host):
    """The points of an answer over HTTPS, of what the same address answers over HTTP, and the results behind them.

    Bonuses count when 90 are left without them.
    """
    results = [
        cookies(answer.cookies, hsts(answer).endswith("at-least-six-months")),
        sharing(answer),
        content_policy(answer),
        hsts(answer),
        redirection(over_http, host),
        referrer(answer),
        scripts(answer),
        "x-content-type-options-" + _either(answer, "X-Content-Type-Options", {"nosniff"}, "nosniff"),
        frames(answer),
        "corp-" + _either(answer, "Cross-Origin-Resource-Policy", {"same-origin"}, "implemented-with-same-origin"),
    ]
    modifiers = [MODIFIERS[result] for result in results]
    points = 100 + sum(modifier for modifier in modifiers if modifier < 0)
    bonus = sum(modifier for modifier in modifiers if modifier > 0)
    return points + bonus if points >= 90 else points, results


def _either(answer, header, good, result):
    told = answer.get(header, "").lower()
    assert told in {*good, ""}, f"{header}: {told}"
    return result if told else "not-implemented"


def cookies(sent: SimpleCookie, by_hsts: bool):
    if not sent:
        return "cookies-not-found"
    result = "cookies-secure-with-httponly-sessions-and-samesite"
    for name, cookie in sent.items():
        if not cookie["secure"]:
            assert by_hsts
            return "cookies-without-secure-flag-but-protected-by-hsts"
        if cookie["samesite"] not in {"Lax", "Strict", ""}:
            return "cookies-samesite-flag-invalid"
        if "csrf" in name and not cookie["samesite"]:
            return "cookies-anticsrf-without-samesite-flag"
        if "sess" in name and not cookie["httponly"]:
            return "cookies-session-without-httponly-flag"
        if not cookie["samesite"]:
            result = "cookies-secure-with-httponly-sessions"
    return result


def sharing(answer):
    shared = answer.has_header("Access-Control-Allow-Origin")
    told = "implemented-with-universal-access" if shared else "not-implemented"
    return f"cross-origin-resource-sharing-{told}"


def policy(answer):
    directives = (each.split() for each in answer.get("Content-Security-Policy", "").split(";"))
    return {name: set(sources) for name, *sources in filter(None, directives)}


def content_policy(answer):
    told = policy(answer)
    if not told:
        return "csp-not-implemented"
    default = told.get("default-src", {"*"})
    script, style, objects = (told.get(name, default) for name in ("script-src", "style-src", "object-src"))
    passive = {source for name in ("img-src", "media-src") for source in told.get(name, default)}
    active = {source for name, sources in told.items() if name not in {"img-src", "media-src"} for source in sources}
    if script & UNSAFE or objects & BROAD:
        return "csp-implemented-with-unsafe-inline"
    if any(source.startswith(("http:", "ftp:")) for source in active):
        return "csp-implemented-with-insecure-scheme"
    if "'unsafe-eval'" in script | style:
        return "csp-implemented-with-unsafe-eval"
    if any(source.startswith(("http:", "ftp:")) for source in passive):
        return "csp-implemented-with-insecure-scheme-in-passive-content-only"
    if style & UNSAFE:
        return "csp-implemented-with-unsafe-inline-in-style-src-only"
    return "csp-implemented-with-no-unsafe" + ("-default-src-none" if default == {"'none'"} else "")


def hsts(answer):
    told = re.search(r"max-age=(\d+)", answer.get("Strict-Transport-Security", ""))
    if not told:
        return "hsts-not-implemented"
    return f"hsts-implemented-max-age-{'at-least' if int(told[1]) >= SIX_MONTHS else 'less-than'}-six-months"


def redirection(over_http, host):
    to = urlsplit(over_http.get("Location", ""))
    if not 300 < over_http.status_code < 400:
        return "redirection-missing"
    if to.scheme != "https":
        return "redirection-not-to-https-on-initial-redirection"
    return "redirection-to-https" if to.hostname == host else "redirection-off-host-from-http"


def referrer(answer):
    told = answer.get("Referrer-Policy", "")
    if not told:
        return "referrer-policy-not-implemented"
    private = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
    return f"referrer-policy-{'private' if told in private else 'unsafe'}"


def scripts(answer):
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    sources = re.findall(r'<script[^>]*\ssrc="([^"]+)"', answer.content.decode()) if html else []
    external = [source for source in sources if re.match(r"(https?:)?//", source)]
    if not external:
        return "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"
    if all(source.startswith("https:") for source in external):
        return "sri-not-implemented-but-external-scripts-loaded-securely"
    return "sri-not-implemented-and-external-scripts-not-loaded-securely"


def frames(answer):
    ancestors = policy(answer).get("frame-ancestors")
    if ancestors and not ancestors & BROAD:
        return "x-frame-options-implemented-via-csp"
    told = answer.get("X-Frame-Options", "")
    return f"x-frame-options-{'sameorigin-or-deny' if told in {'SAMEORIGIN', 'DENY'} else 'not-implemented'}"
