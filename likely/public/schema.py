"""/schema/survey-1.json: what a survey's definition may say, for whoever writes or checks one."""

from hashlib import sha256
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from likely.ask.schema import survey_schema_bytes

KEPT_SECONDS: Final = 24 * 3600


def _etag(_request: HttpRequest) -> str:
    return f'"{sha256(survey_schema_bytes()).hexdigest()[:32]}"'


@require_safe
@gzip_page
@condition(etag_func=_etag)
def survey_schema_file(_request: HttpRequest) -> HttpResponse:
    """The same for everybody, so that any page and editor may read it."""
    answer = HttpResponse(survey_schema_bytes(), content_type="application/schema+json")
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
