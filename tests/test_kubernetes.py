"""The Kubernetes manifests: valid, restricted, and pods that are replaced without a gap."""

from typing import Any

import kubernetes_validate
import pytest

from tests.deployment_files import DEPLOY, containers, manifests, pod_specs

pytestmark = pytest.mark.database_independent

OLDEST_VERSION, NEWEST_VERSION = "1.31", "1.37"


def named(kind: str) -> Any:
    return next(manifest for manifest in manifests() if manifest["kind"] == kind)


@pytest.mark.parametrize("version", [OLDEST_VERSION, NEWEST_VERSION])
def test_each_manifest_is_valid(version: str) -> None:
    found = manifests()
    assert len(found) == 11
    for manifest in found:
        kubernetes_validate.validate(manifest, version, strict=True)


def test_no_manifest_names_a_namespace() -> None:
    assert [manifest for manifest in manifests() if "namespace" in manifest["metadata"]] == []


@pytest.mark.parametrize("kind", ["Job", "Deployment", "CronJob"])
def test_pods_meet_the_restricted_standard(kind: str) -> None:
    spec = pod_specs()[kind]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert (spec["automountServiceAccountToken"], spec["enableServiceLinks"]) == (False, False)
    [container] = spec["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert set(container["resources"]["requests"]) == {"cpu", "memory"}
    assert "memory" in container["resources"]["limits"]


def test_a_new_version_replaces_the_pods_without_a_gap() -> None:
    deployment = named("Deployment")["spec"]
    assert deployment["replicas"] == 3
    assert deployment["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    assert deployment["template"]["spec"]["terminationGracePeriodSeconds"] > 5 + 8  # preStop, then the server's end
    assert named("PodDisruptionBudget")["spec"]["minAvailable"] == 2


def test_probes_ask_the_operations_port() -> None:
    api, settings = containers()["api"], named("ConfigMap")
    settings = next(manifest for manifest in manifests() if manifest["metadata"]["name"] == "ankang-settings")["data"]
    ports = {port["name"]: port["containerPort"] for port in api["ports"]}
    assert ports == {"http": 8000, "operations": 8001}
    assert (settings["OPERATIONS_HOST"], settings["OPERATIONS_PORT"]) == ("0.0.0.0", "8001")
    probes = {name: api[name]["httpGet"] for name in api if name.endswith("Probe")}
    assert probes == {
        "startupProbe": {"path": "/livez", "port": "operations"},
        "livenessProbe": {"path": "/livez", "port": "operations"},
        "readinessProbe": {"path": "/readyz", "port": "operations"},
    }


def test_names_lead_from_the_ingress_to_the_pods() -> None:
    [rule] = named("Ingress")["spec"]["rules"]
    [path] = rule["http"]["paths"]
    service, deployment = named("Service"), named("Deployment")["spec"]
    assert path["backend"]["service"] == {"name": service["metadata"]["name"], "port": {"name": "http"}}
    assert service["spec"]["ports"] == [{"name": "http", "port": 80, "targetPort": "http"}]
    labels = deployment["template"]["metadata"]["labels"]
    assert service["spec"]["selector"] == deployment["selector"]["matchLabels"] == labels
    assert named("PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == labels


def test_pods_refer_to_configurations_and_secrets_that_exist() -> None:
    names = {manifest["metadata"]["name"] for manifest in manifests()}
    for container in containers().values():
        sources = [next(iter(source.values()))["name"] for source in container["envFrom"]]
        assert set(sources) <= names


def test_the_backup_runs_the_published_script() -> None:
    script = next(manifest for manifest in manifests() if manifest["metadata"]["name"] == "ankang-backup-script")
    assert script["data"] == {"backup.sh": (DEPLOY / "backup.sh").read_text()}
