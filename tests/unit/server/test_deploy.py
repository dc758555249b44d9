"""What stands in deploy/, docker-compose.yml and docs/operations.md agrees with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from meldpunt.headers import HSTS, POLICY
from meldpunt.site.proxy import REFUSALS, Proxy, config
from tests.compose import VARIABLE, command_of_image, compose

ROOT: Path = settings.BASE_DIR
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "meldpunt" / "settings.py").read_text(encoding="utf-8")
READ = set(re.findall(r"\benv\(\s*\"([A-Z0-9_]+)\"", SETTINGS)) | set(re.findall(r"env\('([A-Z0-9_]+)'", SETTINGS))
APPLICATION = ("prepare", "web", "worker", "beat")


def test_every_variable_has_its_row() -> None:
    table = PAGE.split("## Environment variables\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)} == READ


def test_every_command_on_the_page_exists() -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", PAGE))
    files = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    files |= {path.stem for path in ROOT.glob("*/*/management/commands/*.py")}
    assert named - files - {"migrate", "createcachetable"} == set()


def made(**changed: str) -> str:
    places = {name: Path(f"/{name}") for name in ("site", "certificate", "key", "temp")}
    return config(Proxy(web="web:8000", **places, **changed))


def test_the_proxy_has_the_policy_of_the_code() -> None:
    text = made()
    for name, value in {**POLICY, "Strict-Transport-Security": HSTS}.items():
        told = set(re.findall(rf"add_header {name} (.*);", text))
        assert told == {f'"{value}" always'}
    template = (ROOT / "deploy" / "nginx.conf.template").read_text(encoding="utf-8")
    assert "add_header" not in template
    assert "@" not in re.sub(r"@web\b", "", text)
    # A place that sets one header of its own loses all of those above it.
    for block in re.findall(r"\{[^{}]*add_header[^{}]*\}", text):
        assert all(f"add_header {name} " in block for name in POLICY)


def test_the_proxy_keeps_no_log_and_passes_no_address() -> None:
    text = made()
    assert re.findall(r"^\s*(?:access|error)_log .*$", text, re.MULTILINE) == [
        "error_log /dev/null emerg;",
        "    access_log off;",
    ]
    assert "$remote_addr" not in text
    assert "$proxy_add_x_forwarded_for" not in text
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "User-Agent", "Referer"):
        assert f'proxy_set_header {name} "";' in text
    assert all(f"/refused/problem/{status} " in text for status in REFUSALS)


def test_the_proxy_refuses_a_line_before_gunicorn_does() -> None:
    gunicorn = (ROOT / "deploy" / "gunicorn.py").read_text(encoding="utf-8")
    found = re.search(r"^limit_request_line = (\d+)$", gunicorn, re.MULTILINE)
    assert found
    assert int(found[1]) >= 2048
    assert "large_client_header_buffers 8 2k;" in made()


def test_the_command_writes_it(tmp_path: Path) -> None:
    call_command("proxy_config", out=tmp_path / "nginx.conf", resolver="127.0.0.11")
    text = (tmp_path / "nginx.conf").read_text(encoding="utf-8")
    assert "resolver 127.0.0.11 valid=10s;" in text
    assert [path.name for path in tmp_path.iterdir()] == ["nginx.conf"]


def test_no_part_of_compose_can_more_than_it_needs() -> None:
    file = compose()
    for name, service in file["services"].items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["read_only"] is True
        assert service["logging"] == {"driver": "local", "options": {"max-size": "1m", "max-file": "1"}}
        assert name == "proxy" or "ports" not in service
        assert name == "prepare" or {"healthcheck"} <= set(service)
        assert set(service["secrets"]) <= set(file["secrets"])
        assert set(service["networks"]) <= set(file["networks"])
        assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(file["volumes"])
        assert set(service.get("depends_on", {})) <= set(file["services"])
    assert {name for name, network in file["networks"].items() if network.get("internal")} == {"front", "inside"}
    assert "inside" not in file["services"]["proxy"]["networks"]


def test_compose_gives_what_the_application_reads() -> None:
    services = compose()["services"]
    for name in APPLICATION:
        told = {variable.removesuffix("_FILE") for variable in services[name]["environment"]}
        assert told <= READ
        assert services[name]["image"] == "meldpunt"
        secrets = {str(value) for key, value in services[name]["environment"].items() if key.endswith("_FILE")}
        assert secrets == {f"/run/secrets/{secret}" for secret in services[name]["secrets"]}
    for service in services.values():
        taken = VARIABLE.findall(str(service.get("environment", {})))
        assert all(f"`{variable}`" in PAGE for variable, _ in taken)
    assert command_of_image()[0] == "gunicorn"


def test_make_secrets_makes_every_secret() -> None:
    script = (ROOT / "deploy" / "make-secrets").read_text(encoding="utf-8")
    for secret in compose()["secrets"].values():
        assert Path(secret["file"]).parent == Path("deploy/secrets")
        assert re.search(rf"\b{re.escape(Path(secret['file']).name)}\b", script), secret


@pytest.mark.parametrize("unit", ["meldpunt-web", "meldpunt-worker"])
def test_a_unit_starts_what_is_there(unit: str) -> None:
    text = (ROOT / "deploy" / "systemd" / f"{unit}.service").read_text(encoding="utf-8")
    assert "EnvironmentFile=/etc/meldpunt/environment" in text
    assert "NoNewPrivileges=true" in text
    assert re.search(r"^ExecStart=/srv/meldpunt/\.venv/bin/(gunicorn|celery) ", text, re.MULTILINE)
