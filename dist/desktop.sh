#!/usr/bin/env bash
# Runs a command in a desktop of its own: an X server without a screen, a session bus, an unlocked keyring and empty
# XDG folders, so that nothing of the person who runs it is seen or changed.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: bash dist/desktop.sh COMMAND..." >&2; exit 2; }

if [ "$1" = --inside ]; then
  shift
  exec 2>&9 9>&-
  gnome-keyring-daemon --foreground --unlock --components=secrets <<<"desktop" >/dev/null 2>&1 &
  keyring=$!
  trap 'kill "$keyring" 2>/dev/null || true' EXIT
  # The keyring owns its name on the bus once it is ready.
  tries=100
  until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
    string:org.freedesktop.secrets | grep -q 'boolean true'; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { echo "gnome-keyring-daemon did not start" >&2; exit 1; }
    sleep 0.1
  done
  "$@"
  exit
fi

folder=$(mktemp -d)
mkdir -m 700 "$folder/run" "$folder/data" "$folder/config" "$folder/state"
mkfifo "$folder/display"
# Without -noreset it begins anew whenever its last client leaves, and drops whoever connects at that moment.
Xvfb -displayfd 3 -noreset -screen 0 1280x800x24 -nolisten tcp 3>"$folder/display" >/dev/null 2>&1 &
screen=$!
trap 'kill "$screen" 2>/dev/null || true; rm -rf "$folder"' EXIT
read -r display <"$folder/display" || { echo "Xvfb did not start" >&2; exit 1; }
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
export DISPLAY=":$display" XDG_RUNTIME_DIR="$folder/run" XDG_DATA_HOME="$folder/data" \
  XDG_CONFIG_HOME="$folder/config" XDG_STATE_HOME="$folder/state"
# The bus tells of every service that it starts; what the command says stays.
dbus-run-session -- bash "$0" --inside "$@" 9>&2 2>/dev/null
