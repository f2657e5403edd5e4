# Sourced by script/check for --audit, after venv.sh: asks of every locked package whether a vulnerability of it is known.
#
# pip-audit brings some thirty packages along, which nothing else needs: they stand in build/audit, made when first asked.
# Exit codes: 0 nothing is known, 1 something is, 3 it could not be asked of all.

tools="$root/build/audit"

ensure_tools() {
  local python sum
  sum=$(sum_of requirements/audit.txt)
  [ "$(cat "$tools/made" 2>/dev/null)" = "$sum" ] && return
  python=$(find_python) || exit 1
  ensure_venv_module "$python"
  say "Installing requirements/audit.txt …"
  mkdir -p "$root/build"
  "$python" -m venv --clear "$tools" || fail "The folder build/audit could not be made."
  "$tools/bin/python" -m pip install -qq --no-compile --no-input --disable-pip-version-check --root-user-action=ignore \
    --require-hashes -r "$root/requirements/audit.txt" ||
    fail "requirements/audit.txt could not be installed: pip's words stand above."
  printf '%s\n' "$sum" >"$tools/made"
}

# OSV and not a package index, for a mirror of one knows no vulnerabilities; --strict, or what was passed over would be fine.
ask_python() {
  "$tools/bin/pip-audit" --strict --progress-spinner off --vulnerability-service osv --disable-pip --require-hashes -r "$1"
}

# Set to be offline, npm finds nothing and calls it good.
ask_npm() { npm audit --package-lock-only --offline=false --audit=true; }

# verdict NAME COMMAND…: both exit with 1 for what they found and for what they could not ask: only findings are answers.
verdict() {
  local name=$1
  shift
  if "$@" >"$found/answer" 2>"$found/errors"; then
    printf 'ok         %s\n' "$name"
  elif grep -q '[^[:space:]]' "$found/answer"; then
    printf 'FAILED     %s\n' "$name"
    cat "$found/answer"
    known=1
  else
    printf 'not asked  %s\n' "$name"
    grep -v 'complete log' "$found/errors" | tail -n 1 | cut -c -200
    unasked=1
  fi
}

audit() {
  local lock known=0 unasked=0
  ensure_tools
  for lock in requirements/*.txt; do
    verdict "$lock" ask_python "$lock"
  done
  if command -v npm >/dev/null; then
    verdict package-lock.json ask_npm
  else
    printf 'not asked  package-lock.json, for there is no npm\n'
    unasked=1
  fi
  [ $unasked = 0 ] || say "The audit is not whole: what was not asked says why above. Check the network, or install npm, and ask again."
  [ $known = 0 ] || return 1
  [ $unasked = 0 ] || return 3
}
