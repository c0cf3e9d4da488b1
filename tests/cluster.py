"""Another engine for the tests of analyses: PostgreSQL, Spark (standalone on loopback), or Sail."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests import postgres

SPARK_HOME = Path(os.environ.get("SPARK_HOME", Path(__file__).parents[1] / ".spark" / "pyspark"))
HOST = "127.0.0.1"
SECONDS_TO_START = 900  # on a machine that does much else
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
SMALL = {  # tables of a few rows: making classes for them takes longer than asking them
    "spark.ui.enabled": "false",
    "spark.log.level": "WARN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.ui.retainedExecutions": "5",
    "spark.connect.grpc.binding.address": HOST,
    "spark.executor.memory": "700m",
    "spark.sql.shuffle.partitions": "2",
}


def start(engine: str) -> str:
    """The address of a server that is up; it ends with this process. engine: postgresql, spark or sail."""
    if engine == "postgresql":
        return postgres.empty_database()
    folder = Path(tempfile.mkdtemp(prefix="likely-cluster-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    port = _free_port()
    started = (_sail if engine == "sail" else _spark)(folder, port)
    _wait(port, started, folder)
    return f"sc://{HOST}:{port}"


def _sail(folder: Path, port: int) -> list[subprocess.Popen[bytes]]:
    sail = Path(sys.executable).parent / "sail"
    return [_run(folder, "server", [str(sail), "spark", "server", "--ip", HOST, "--port", str(port)])]


def _spark(folder: Path, port: int) -> list[subprocess.Popen[bytes]]:
    """A master, two workers of one core each, and the server whose driver they work for."""
    if not SPARK_HOME.is_dir():
        raise RuntimeError(f"There is no Spark at {SPARK_HOME}: make test-spark puts it there.")
    master, deploy = f"spark://{HOST}:{(at := _free_port())}", "org.apache.spark.deploy"
    run = str(SPARK_HOME / "bin" / "spark-class")
    alone = ["--host", HOST, "--webui-port", "0"]
    started = [_run(folder, "master", [run, f"{deploy}.master.Master", *alone, "--port", str(at)])]
    _wait(at, started, folder)
    for name in ("worker-1", "worker-2"):
        sized = ["--cores", "1", "--memory", "800m", "--work-dir", str(folder / name)]
        started.append(_run(folder, name, [run, f"{deploy}.worker.Worker", *alone, *sized, master]))
    settings = SMALL | {
        "spark.connect.grpc.binding.port": str(port),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    told = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    submit = [str(SPARK_HOME / "bin" / "spark-submit"), "--class", SERVER, "--master", master, *told]
    return [*started, _run(folder, "server", [*submit, "spark-internal"])]


def _run(folder: Path, name: str, command: list[str]) -> subprocess.Popen[bytes]:
    own = {
        "SPARK_HOME": str(SPARK_HOME),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_HOSTNAME": HOST,
        "SPARK_LOCAL_DIRS": str(folder / "scratch"),
        "PYSPARK_PYTHON": sys.executable,
    }
    with open(folder / f"{name}.log", "wb") as log:
        started = subprocess.Popen(command, cwd=folder, env=os.environ | own, stdout=log, stderr=log)
    atexit.register(_stop, started)
    return started


def _stop(started: subprocess.Popen[bytes]) -> None:
    started.terminate()
    try:
        started.wait(20)
    except subprocess.TimeoutExpired:
        started.kill()


def _wait(port: int, started: list[subprocess.Popen[bytes]], folder: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and all(one.poll() is None for one in started):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.2)
    logs = "\n".join(log.read_text(errors="replace")[-2000:] for log in sorted(folder.glob("*.log")))
    raise RuntimeError(f"The cluster did not start.\n{logs}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def ask_sealed_rows_there(monkeypatch: Any) -> None:
    """As outside of tests, again."""
    from likely.store.remote_engine import RemoteEngine

    monkeypatch.setattr(RemoteEngine, "holds", KEPT[0])


KEPT: list[Any] = []  # the method as it is outside of tests


def ask_everything_there(monkeypatch: Any) -> None:
    """Rows in memory are laid on the cluster too, which otherwise are asked in the process."""
    import ibis.expr.operations as ops

    from likely.store.remote_engine import RemoteEngine

    def holds(self: RemoteEngine, asked: Any) -> bool:
        homes = {op.source for op in asked.op().find((ops.SQLQueryResult, ops.DatabaseTable))}
        return homes <= {self.backend}

    KEPT[:] = KEPT or [RemoteEngine.holds]
    monkeypatch.setattr(RemoteEngine, "holds", holds)
