#!/usr/bin/env bash
# Checks everything there is to check, in the order in which a mistake is found soonest; stops at the first failure.
# Installs what it needs on a bare Debian machine with a Rust toolchain.
#
#   SCIM_DESK_CACHE        where tools and peers are kept between runs (default: the user's cache folder)
#   SCIM_DESK_ADVISORIES   a folder with RustSec's advisory database; without it advisories are not checked
#   SCIM_DESK_NASTY_INPUTS another file of the form of tests/data/nasty-inputs.json, read beside it
set -euo pipefail
cd "$(dirname "$0")/.."
. dist/lib.sh

cargo_deny=0.20.2
cache=${SCIM_DESK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/scim-desk}
export SCIM_DESK_PEERS=$cache/peers
export PATH=$cache/tools/bin:$PATH
if [ -n "${CI:-}" ]; then
  # Each CI run is a fresh clone: only a folder outside of it keeps the dependencies built.
  export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
fi
target=${CARGO_TARGET_DIR:-target}
scratch=$(mktemp -d)
current='' since=0

# Says where it stopped, and leaves nothing of this clone's own crate in a target folder that clones share.
finish() {
  local status=$?
  [ "$status" -eq 0 ] || say "" "Failed: $current, after $((SECONDS - since)) s"
  rm -rf "$scratch"
  [ -z "${CI:-}" ] || cargo clean --quiet --package scim-desk || true
  exit "$status"
}
trap finish EXIT

step() {
  current=$1 since=$SECONDS
  shift
  say "" "== $current"
  "$@"
  say "-- $current took $((SECONDS - since)) s"
}

install_packages() {
  require_packages "${build_packages[@]}" "${window_packages[@]}" \
    git xvfb x11-utils xdotool xclip imagemagick gnome-keyring dbus libsecret-tools
  python3 -c 'import ensurepip, venv' 2>/dev/null || require_packages python3-venv
  command -v npm >/dev/null || require_packages nodejs npm
}

install_tools() {
  [ "$(cargo deny --version 2>/dev/null)" = "cargo-deny $cargo_deny" ] ||
    cargo install --debug --locked --quiet --root "$cache/tools" "cargo-deny@$cargo_deny"
}

# Real SCIM software that the client and the sandbox are tried against, in the versions pinned beside the tests.
install_peers() {
  local wanted
  mkdir -p "$SCIM_DESK_PEERS"
  wanted=$(sha256sum tests/contract/requirements.txt tests/contract/scimmy/package-lock.json)
  [ "$wanted" != "$(cat "$SCIM_DESK_PEERS/installed" 2>/dev/null)" ] || return 0
  rm -rf "$SCIM_DESK_PEERS/installed" "$SCIM_DESK_PEERS/venv" "$SCIM_DESK_PEERS/scimmy"
  python3 -m venv "$SCIM_DESK_PEERS/venv"
  "$SCIM_DESK_PEERS/venv/bin/pip" install --quiet --disable-pip-version-check -r tests/contract/requirements.txt
  cp -R tests/contract/scimmy "$SCIM_DESK_PEERS/scimmy"
  (cd "$SCIM_DESK_PEERS/scimmy" && npm ci --silent --no-fund --no-audit)
  printf '%s\n' "$wanted" >"$SCIM_DESK_PEERS/installed"
}

check_dependencies() {
  cargo deny --log-level error check bans licenses sources
  if [ -z "${SCIM_DESK_ADVISORIES:-}" ]; then
    say "Advisories were not checked: SCIM_DESK_ADVISORIES names no checkout of the advisory database."
    return 0
  fi
  # cargo-deny looks for a clone under a name of its own; this makes it one that needs no network.
  local database=$scratch/advisories
  mkdir -p "$database"
  cp -R "$SCIM_DESK_ADVISORIES" "$database/advisory-db-3157b0e258782691"
  touch "$database/advisory-db-3157b0e258782691/.git/FETCH_HEAD"
  sed "s|^\[advisories\]|&\ndb-path = \"$database\"|" .deny.toml >"$scratch/deny.toml"
  cargo deny --offline --config "$scratch/deny.toml" --log-level error check advisories
}

run_tests() {
  bash dist/desktop.sh cargo test --locked --no-fail-fast 2>&1 | tee "$scratch/tests"
}

# scim2-tester, which nobody here wrote, against an empty organisation of the built program.
run_scim2_tester() {
  local folder=$scratch/sandbox base token sandbox status=0
  mkdir -p "$folder"
  "$target/debug/scim-desk" sandbox --ephemeral --json --people 0 --any-domain >"$folder/out" 2>"$folder/err" &
  sandbox=$!
  for _ in $(seq 100); do
    [ ! -s "$folder/out" ] || break
    sleep 0.1
  done
  base=$(python3 -c 'import json,sys; print(json.loads(sys.stdin.readline())["base_url"])' <"$folder/out") &&
    token=$(python3 -c 'import json,sys; print(json.loads(sys.stdin.readline())["token"])' <"$folder/out") &&
    "$SCIM_DESK_PEERS/venv/bin/python" tests/contract/scim2_tester.py "$base" "$token" || status=$?
  kill "$sandbox" || true
  wait "$sandbox" 2>/dev/null || true
  [ "$status" -eq 0 ] || cat "$folder/err" >&2
  return "$status"
}

require_rust
step "Packages" install_packages
step "Format" cargo fmt --check
step "Tools" install_tools
step "Dependencies" check_dependencies
step "Lints" cargo clippy --locked --all-targets -- -D warnings
step "Documentation" env RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items
step "Peers" install_peers
step "Tests" run_tests
step "scim2-tester" run_scim2_tester

say "" "All of it took $SECONDS s"
awk '/^test result:/ { passed += $4; failed += $6 } END { printf "%d passed, %d failed\n", passed, failed }' "$scratch/tests"
