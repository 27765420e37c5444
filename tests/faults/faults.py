"""The faults: each kills processes with SIGKILL, and brings back what does not come back by itself."""

import random
import time
from collections.abc import Callable

from tests.faults.cluster import Cluster
from tests.faults.installation import Service

AWAY_S = 2
"""How long a database stays away."""

Fault = Callable[[Service, random.Random], None]


def kill_server(service: Service, chance: random.Random) -> None:
    node = chance.choice(service.nodes)
    node.kill()
    node.start()


def kill_worker(service: Service, chance: random.Random) -> None:
    chance.choice(service.nodes).kill_worker(chance)


def restart(cluster: Cluster | None) -> None:
    assert cluster
    cluster.kill()
    time.sleep(AWAY_S)
    cluster.start()


def kill_primary(service: Service, _: random.Random) -> None:
    restart(service.primary)


def kill_standby(service: Service, _: random.Random) -> None:
    restart(service.standby)


ON_SQLITE: dict[str, Fault] = {"server": kill_server, "worker": kill_worker}
ON_POSTGRESQL: dict[str, Fault] = ON_SQLITE | {"primary": kill_primary, "standby": kill_standby}
