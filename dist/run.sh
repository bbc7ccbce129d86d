#!/usr/bin/env bash
# Builds SCIM Desk, with what it needs on a bare Debian machine, and opens its window on the sandbox.
# Arguments go to the program.
set -euo pipefail
cd "$(dirname "$0")/.."
. dist/lib.sh

require_rust
if [ "$(uname -s)" = Linux ]; then
  if [ $# -eq 0 ] && [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then
    fail "There is no display to open a window on: DISPLAY and WAYLAND_DISPLAY are both empty." \
      "Run this in a terminal of a desktop session, or over SSH with X forwarding (ssh -X)." \
      "The sandbox alone needs no display: bash dist/run.sh sandbox"
  fi
  require_packages "${build_packages[@]}" "${window_packages[@]}"
fi

program=${CARGO_TARGET_DIR:-target}/release/scim-desk
quiet=--quiet
if [ ! -x "$program" ]; then
  say "Building SCIM Desk; the first build takes some minutes."
  quiet=
fi
cargo build --release --locked ${quiet:+"$quiet"}
exec "$program" "$@"
