"""The home and the database of a test run, settled before anything reads the settings.

Loaded by name (`-p tests.settle`): pytest-django reads the settings before any conftest is imported.
"""

import os
import tempfile

from tests import cluster, postgres

OWN_HOME = tempfile.TemporaryDirectory(prefix="likely-test-")

os.environ["LIKELY_HOME"] = OWN_HOME.name
os.environ.setdefault("LIKELY_HOSTS", "127.0.0.1,localhost,testserver")
if os.environ.get("LIKELY_TEST_DATABASE") == "postgresql" and "PYTEST_XDIST_WORKER" not in os.environ:
    # The second name is for what starts databases of its own: one server serves all.
    os.environ["LIKELY_DATABASE_URL"] = os.environ["LIKELY_TEST_DATABASE_URL"] = postgres.start()
if engine := os.environ.get("LIKELY_TEST_ENGINE"):  # postgresql, spark, sail
    os.environ["LIKELY_ENGINE_URL"] = cluster.start(engine)
