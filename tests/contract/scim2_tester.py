"""Runs scim2-tester (PyPI) against a SCIM server: scim2_tester.py BASE_URL TOKEN.

Prints what was checked and exits with 1 on any failure, and also when fewer checks ran than a server with User, Group
and both Verkada extensions has: a wrong token, say, would otherwise pass with the few checks that are left.
"""

import sys
from collections import Counter

# This file has the name of the package it runs: its own folder must not come first.
sys.path.pop(0)

import httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

EXPECTED_CHECKS = 150


def main() -> int:
    base_url, token = sys.argv[1:]
    # No proxy from the environment: the token stays on this machine.
    http = httpx2.Client(
        base_url=base_url,
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
        timeout=30,
    )
    with http:
        results = check_server(SyncSCIMClient(http))
    counts = Counter(result.status for result in results)
    print(f"scim2-tester: {len(results)} checks,", ", ".join(f"{count} {status.name.lower()}" for status, count in counts.items()))
    failures = [result for result in results if result.status not in (Status.SUCCESS, Status.SKIPPED)]
    for failure in failures:
        print(f"{failure.status.name} {failure.title} {failure.resource_type or ''}: {failure.reason}")
    if len(results) < EXPECTED_CHECKS:
        print(f"only {len(results)} checks ran, at least {EXPECTED_CHECKS} were expected")
        return 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
