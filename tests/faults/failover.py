"""Three PostgreSQL under Patroni, one of them a synchronous standby; the leader is lost with its Patroni."""

import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from scripts import debian, postgres
from tests.faults.load import Load
from tests.faults.site import environment_for, kill_all, people, prepare, serving
from tests.faults.table import Line, line_of

FAULT = "the leader is lost, Patroni"
PROGRAMS = {"etcd": "etcd-server", "patroni": "patroni"}  # and Debian's packages of them
NODES = 3
WRITERS = 10
SETS = 60  # acknowledged before the leader is lost, and again once another leads
PASSWORD = "known-to-everybody"
SECONDS_TO_BEGIN = 120
# As short as Patroni lets it be: so long after its last word a leader counts as lost.
SECONDS_TO_LIVE = 20


@dataclass(slots=True)
class Node:
    name: str
    folder: Path
    api: int
    port: int
    process: "subprocess.Popen[bytes]"

    def lose(self) -> None:
        """Its Patroni and its PostgreSQL end without a word, as if the machine had been switched off."""
        server = self.server()
        kill_all(self.process.pid)
        if server:
            kill_all(server)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.lose()

    def server(self) -> int | None:
        """The process of its PostgreSQL."""
        file = self.folder / "data" / "postmaster.pid"
        return int(file.read_text().split("\n", 1)[0]) if file.exists() else None


def lines(folder: Path) -> Iterator[Line]:
    if missing := missing_packages():
        debian.install(missing, "about a minute")
    if missing := missing_packages():
        yield Line(FAULT, "NOT RUN", f"{' and '.join(missing)} could not be installed")
        return
    with cluster(folder / "cluster") as nodes:
        hosts, ports = ",".join(["127.0.0.1"] * NODES), ",".join(str(node.port) for node in nodes)
        database = f"kneecoach:{PASSWORD}@/kneecoach?host={hosts}&port={ports}&target_session_attrs=read-write"
        environment = environment_for(folder / "site", f"postgres://{database}")
        prepare(environment)
        taps = people(environment, WRITERS)
        with serving(environment) as site, Load(site, taps) as load:
            load.wait_for(SETS)
            leader = wait_for_roles(nodes)
            leader.lose()
            load.wait_for(SETS)
        now = wait_for_leader([node for node in nodes if node is not leader])
        more = f"{now.name} leads instead of {leader.name}, which may be silent for {SECONDS_TO_LIVE} s"
        yield line_of(FAULT, load, environment, more=more)


def missing_packages() -> list[str]:
    return [package for program, package in PROGRAMS.items() if not shutil.which(program)]


@contextmanager
def cluster(folder: Path) -> Iterator[list[Node]]:
    """The nodes, one of them the leader and one its synchronous standby, with a database of Kneecoach's."""
    folder.mkdir()
    if owner := postgres.unprivileged_owner():
        shutil.chown(folder, owner)
    with ExitStack() as started:
        client, peer = free_port(), free_port()
        store = start_store(folder, client, peer)
        started.callback(store.wait)
        started.callback(store.terminate)
        nodes: list[Node] = []
        for number in range(NODES):
            node = start_node(folder / f"node{number}", client)
            started.callback(node.stop)
            nodes.append(node)
            wait_for_leader(nodes)  # before the next one starts, which copies it
        make_database(wait_for_roles(nodes))
        yield nodes


def start_store(folder: Path, client: int, peer: int) -> "subprocess.Popen[bytes]":
    """etcd, in which Patroni keeps who leads."""
    at, among = f"http://127.0.0.1:{client}", f"http://127.0.0.1:{peer}"
    command = [str(shutil.which("etcd")), "--name=store", f"--data-dir={folder}/etcd"]
    command += [f"--listen-client-urls={at}", f"--advertise-client-urls={at}"]
    command += [f"--listen-peer-urls={among}", f"--initial-advertise-peer-urls={among}"]
    command += [f"--initial-cluster=store={among}"]
    return postgres.run_as_owner(command, folder / "etcd.log")


def start_node(folder: Path, store: int) -> Node:
    folder.mkdir()
    if owner := postgres.unprivileged_owner():
        shutil.chown(folder, owner)
    api, port = free_port(), free_port()
    settings = folder / "patroni.json"  # which is YAML as well
    settings.write_text(json.dumps(patroni_settings(folder, store, api, port)))
    process = postgres.run_as_owner([str(shutil.which("patroni")), str(settings)], folder / "log")
    return Node(folder.name, folder, api, port, process)


def patroni_settings(folder: Path, store: int, api: int, port: int) -> dict[str, Any]:
    """What docs/hosting.md advises, but for the passwords and the quickest timing that Patroni takes."""
    return {
        "scope": "kneecoach",
        "name": folder.name,
        "restapi": {"listen": f"127.0.0.1:{api}", "connect_address": f"127.0.0.1:{api}"},
        "etcd3": {"host": f"127.0.0.1:{store}"},
        "bootstrap": {
            "dcs": {
                "ttl": SECONDS_TO_LIVE,
                "loop_wait": 2,
                "retry_timeout": 5,
                "synchronous_mode": True,
                "synchronous_mode_strict": True,
            },
            "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}],
        },
        "postgresql": {
            "listen": f"127.0.0.1:{port}",
            "connect_address": f"127.0.0.1:{port}",
            "data_dir": f"{folder}/data",
            "bin_dir": str(postgres.binaries()),
            "pgpass": f"{folder}/pgpass",
            "authentication": {
                "superuser": {"username": "postgres", "password": PASSWORD},
                "replication": {"username": "replicator", "password": PASSWORD},
            },
            "parameters": {"unix_socket_directories": str(folder), "shared_buffers": "16MB"},
            "pg_hba": [
                "local all all scram-sha-256",
                "host all all 127.0.0.1/32 scram-sha-256",
                "host replication replicator 127.0.0.1/32 scram-sha-256",
            ],
        },
    }


def make_database(leader: Node) -> None:
    superuser = f"host=127.0.0.1 port={leader.port} user=postgres password={PASSWORD} dbname=postgres"
    with psycopg.connect(superuser, autocommit=True) as server:
        server.execute(f"CREATE ROLE kneecoach LOGIN PASSWORD '{PASSWORD}'")
        server.execute("CREATE DATABASE kneecoach OWNER kneecoach")


def wait_for_leader(nodes: list[Node]) -> Node:
    """The node that leads, once all have joined."""
    return waited(lambda: _leader(nodes, standby=False), nodes)


def wait_for_roles(nodes: list[Node]) -> Node:
    """The node that leads, once it has a synchronous standby."""
    return waited(lambda: _leader(nodes, standby=True), nodes)


def waited(look: Callable[[], Node | None], nodes: list[Node]) -> Node:
    deadline = time.monotonic() + SECONDS_TO_BEGIN
    while time.monotonic() < deadline:
        with suppress(OSError, ValueError):
            if found := look():
                return found
        time.sleep(0.2)
    logs = "\n".join((node.folder / "log").read_text(errors="replace")[-2000:] for node in nodes)
    raise TimeoutError(f"Patroni did not agree on a leader in {SECONDS_TO_BEGIN} seconds:\n{logs}")


def _leader(nodes: list[Node], *, standby: bool) -> Node | None:
    with urllib.request.urlopen(f"http://127.0.0.1:{nodes[0].api}/cluster", timeout=2) as answer:
        members = {each["name"]: each for each in json.load(answer)["members"]}
    joined = all(members.get(node.name, {}).get("state") in ("running", "streaming") for node in nodes)
    if not joined or (standby and not any(each["role"] == "sync_standby" for each in members.values())):
        return None
    return next((node for node in nodes if members[node.name]["role"] == "leader"), None)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
