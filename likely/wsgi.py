"""The WSGI application: what the server runs. The gate takes answers in; Django does everything else."""

import atexit
import os
from functools import partial

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "likely.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

behind = get_wsgi_application()

# Rows can be imported only now that Django is loaded.
from likely.collect.group_commit import GroupCommit  # noqa: E402
from likely.collect.intake import take_in_all  # noqa: E402
from likely.collect.known import RecentSurveys  # noqa: E402
from likely.collect.sharing import share  # noqa: E402
from likely.public.gate import Gate, gate_settings  # noqa: E402

commits = share(GroupCommit(partial(take_in_all, surveys_of=RecentSurveys())))
atexit.register(commits.stop)
application = Gate(behind, commits.take_in, gate_settings(settings))
