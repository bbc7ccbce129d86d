# shellcheck shell=bash disable=SC2034
# What the scripts of this folder share: messages, and the Debian packages they need.

# One line for each argument.
say() { printf '%s\n' "$@"; }

fail() {
  say "$@" >&2
  exit 1
}

# Needs a Rust toolchain; names the way to get one.
require_rust() {
  export PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
  command -v cargo >/dev/null ||
    fail "No Rust toolchain was found." \
      "Install one with rustup (https://rustup.rs), open a new terminal and run this again."
}

# Installs those of the named Debian packages that are missing; says nothing when all are there.
require_packages() {
  local missing=() name as_root=()
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This is not Debian: make sure that you have what these packages hold: $*"
    return 0
  fi
  for name in "$@"; do
    dpkg-query --show --showformat='${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed ||
      missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      fail "These packages are missing, and installing them needs root or sudo:" \
        "apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update --quiet=2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}" ||
    fail "apt-get could not install: ${missing[*]}"
}

# What a build needs beside Rust.
build_packages=(ca-certificates gcc libc6-dev)

# What the window opens while it runs, and fonts for names in any script.
window_packages=(
  libxkbcommon0 libxkbcommon-x11-0 libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrender1
  libgl1 libegl1 libgl1-mesa-dri libwayland-client0 libdbus-1-3 libfontconfig1
  fonts-noto-core fonts-droid-fallback
)
