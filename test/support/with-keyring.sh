#!/bin/sh
# Runs a command in a D-Bus session of its own, with its keyring in the folder $KEYRING_HOME: unlocked, or with KEYRING=locked without a password.
export HOME="$KEYRING_HOME" XDG_DATA_HOME="$KEYRING_HOME/data" XDG_RUNTIME_DIR="$KEYRING_HOME/run" XDG_CONFIG_HOME="$KEYRING_HOME/config"
mkdir -p "$XDG_DATA_HOME/keyrings" "$XDG_CONFIG_HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
exec dbus-run-session -- sh -c '
  if [ "$KEYRING" != locked ]; then
    printf "%s" "password of the test" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
  fi
  exec "$@"
' with-keyring "$@"
