# Sourced by the scripts beside this folder: makes .venv what a script needs, and does nothing when it is that already.
#
#   ensure_venv run       what a running Tappa needs     (requirements/run.txt)
#   ensure_venv develop   that, and what tests and checks need (requirements/develop.txt)
#
# Safe to repeat, to interrupt and to run twice at once. What was done is remembered in .venv/.tappa, a step at a time.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Container images set it. With it each of Tappa's processes compiles all it imports, at each start: 10 seconds, not 4.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*" >&2; }

fail() { say "$*"; exit 1; }

is_python() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# The Python that TAPPA_PYTHON names, else the first one found from 3.11 on.
find_python() {
  local candidate
  if [ -n "${TAPPA_PYTHON:-}" ]; then
    is_python "$TAPPA_PYTHON" || fail "TAPPA_PYTHON names $TAPPA_PYTHON, which is no Python from 3.11 on."
    command -v "$TAPPA_PYTHON"
    return
  fi
  for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if is_python "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  fail "Tappa needs Python 3.11 or later and found none. Install it (Debian: apt-get install python3 python3-venv), or name one in TAPPA_PYTHON."
}

# Debian parts venv from Python: without ensurepip a venv would come out without pip.
ensure_venv_module() {
  "$1" -c 'import ensurepip, venv' 2>/dev/null && return
  local command="apt-get install --yes python3-venv"
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing python3-venv …"
    # A fresh machine has no package lists yet, which the first try tells.
    DEBIAN_FRONTEND=noninteractive $command >/dev/null 2>&1 ||
      { apt-get update >/dev/null && DEBIAN_FRONTEND=noninteractive $command >/dev/null; } ||
      fail "python3-venv could not be installed. Run: $command"
  else
    fail "Python's venv is missing. Run: sudo $command"
  fi
}

remembered() { [ "$(cat "$root/.venv/.tappa/$1" 2>/dev/null)" = "$2" ]; }

remember() { printf '%s\n' "$2" >"$root/.venv/.tappa/$1"; }

sum_of() { (cd "$root" && cat "$@") | sha256sum | cut -d' ' -f1; }

# Without --no-compile half of the time goes into compiling what is never imported. -qq leaves errors, and takes away
# warnings about package indexes that do not answer.
pip_install() {
  "$root/.venv/bin/python" -m pip install -qq --no-compile --no-input --disable-pip-version-check \
    --root-user-action=ignore "$@"
}

# A venv that was moved, half made, or whose Python is gone is made anew.
make_venv() {
  if remembered made "$root" && "$root/.venv/bin/python" -c '' 2>/dev/null; then return; fi
  local python
  python=$(find_python) || exit 1
  ensure_venv_module "$python"
  say "Making .venv with $("$python" --version) …"
  "$python" -m venv --clear "$root/.venv" || fail "The folder .venv could not be made."
  mkdir -p "$root/.venv/.tappa"
  remember made "$root"
}

install_requirements() {
  local lock="requirements/$1.txt" sum
  sum=$(sum_of "$lock")
  remembered "$1" "$sum" && return
  say "Installing $lock …"
  pip_install --require-hashes -r "$root/$lock" || fail "$lock could not be installed: pip's words stand above. \
\"No matching distribution\" often means that no package index could be reached: check the network, and start again."
  # develop.txt holds all of run.txt (script/check proves it), so that script/server finds nothing left to do.
  [ "$1" = run ] || remember run "$(sum_of requirements/run.txt)"
  remember "$1" "$sum"
}

install_project() {
  local sum
  sum=$(sum_of pyproject.toml requirements/run.in)
  remembered project "$sum" && return
  pip_install --no-deps --no-build-isolation --no-index -e "$root" || fail "Tappa itself could not be installed into .venv."
  remember project "$sum"
}

ensure_venv() {
  mkdir -p "$root/.venv"
  # The lock is on the folder itself, which outlives `venv --clear`, and ends with the subshell.
  (
    ! command -v flock >/dev/null || flock --nonblock 9 || { say "Waiting for another script that fills .venv …"; flock 9; }
    make_venv && install_requirements "$1" && install_project
  ) 9<"$root/.venv" || exit 1
}
