# Sourced by script/test, after venv.sh: the tests in a browser need Chromium, and find it by these names or in
# TAPPA_TEST_CHROMIUM (tests/support/browser.py).

ensure_chromium() {
  local name command="apt-get install --yes --no-install-recommends chromium"
  if [ -n "${TAPPA_TEST_CHROMIUM:-}" ]; then
    command -v "$TAPPA_TEST_CHROMIUM" >/dev/null || fail "TAPPA_TEST_CHROMIUM names $TAPPA_TEST_CHROMIUM, which is no program."
    return
  fi
  for name in chromium chromium-browser google-chrome-stable google-chrome; do
    ! command -v "$name" >/dev/null || return 0
  done
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "Installing chromium …"
    # A fresh machine has no package lists yet, which the first try tells.
    DEBIAN_FRONTEND=noninteractive $command >/dev/null 2>&1 ||
      { apt-get update >/dev/null && DEBIAN_FRONTEND=noninteractive $command >/dev/null; } ||
      fail "The tests in a browser need Chromium, which could not be installed. Run: $command"
  else
    fail "The tests in a browser need Chromium. Run: sudo $command, or name one in TAPPA_TEST_CHROMIUM."
  fi
}
