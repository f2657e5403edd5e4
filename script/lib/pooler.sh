# Sourced by script/test, after venv.sh: the test behind pgbouncer is left out where there is none (tests/support/pooler.py).

# Installed only where that starts no service: whose machine it is decides what runs on it.
ensure_pooler() {
  local command="apt-get install --yes --no-install-recommends pgbouncer"
  PATH="$PATH:/usr/sbin" command -v pgbouncer >/dev/null && return
  if [ "$(id -u)" = 0 ] && [ ! -d /run/systemd/system ] && command -v apt-get >/dev/null; then
    say "Installing pgbouncer …"
    DEBIAN_FRONTEND=noninteractive $command >/dev/null 2>&1 ||
      { apt-get update >/dev/null && DEBIAN_FRONTEND=noninteractive $command >/dev/null; } && return
  fi
  say "There is no pgbouncer: the test behind it is left out. For it: $command"
}
