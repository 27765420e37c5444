"""Headers that every answer of the API carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ankang_api.exceptions import is_api


def open_to_all(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Any page may read the API from a browser; constant headers, so that no cache keeps copies by origin."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_api(request):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "Link"
        return response

    return respond
