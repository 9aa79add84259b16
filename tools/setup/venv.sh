#!/usr/bin/env bash
# Makes .venv and installs into it the requirements files named as arguments.
#
# A file whose content was installed before is skipped, so that a second run takes no time: the stamp
# .venv/.installed-<file> holds the hash of the file and of constraints.txt.
set -euo pipefail
cd "$(dirname "$0")/../.."

# Prints the first Python that is new enough and can make an environment with pip. That of the system comes first: it is
# built with profiles of real programs, and the office takes a fifth less of the processor on it than on one built plainly.
find_python() {
    local candidate
    for candidate in ${PYTHON:-} /usr/bin/python3.1{3,2,1} python3.1{3,2,1} /usr/bin/python3 python3; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer with venv and pip is needed (Debian: apt-get install python3-venv)." >&2
    return 1
}

# The programs in .venv/bin name its place, so a checkout that was moved needs a new one.
if [ "$(cat .venv/.place 2>/dev/null || true)" != "$PWD" ] || ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    python="$(find_python)"
    echo "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
    echo "$PWD" >.venv/.place
fi

HASH='import hashlib, sys; print(hashlib.sha256(b"".join(open(file, "rb").read() for file in sys.argv[1:])).hexdigest())'

for file in "$@"; do
    hash="$(.venv/bin/python -c "$HASH" "$file" constraints.txt)"
    stamp=".venv/.installed-$file"
    if [ "$(cat "$stamp" 2>/dev/null || true)" != "$hash" ]; then
        echo "installing $file"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$file" -c constraints.txt
        echo "$hash" >"$stamp"
    fi
done
