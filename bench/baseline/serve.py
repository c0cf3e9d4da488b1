"""The plain view under the very server that `likely serve` runs: `python -m bench.baseline.serve PORT`."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.baseline.settings"

import django

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402

from likely.cli.server import web_server  # noqa: E402

if __name__ == "__main__":
    web_server("127.0.0.1", int(sys.argv[1]), 1).serve(target_loader=get_wsgi_application, wrap_loader=False)
