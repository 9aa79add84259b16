"""Bring the front-end files: install by package-lock.json, copy the few files that pages load.

Run by ``make assets`` with the Python of the virtual environment; standard library only. Nothing is done when
the lock file and this list are those of the last run. Where the machine has no Node.js, the one from PyPI
(requirements-node.txt) is installed into the virtual environment and used.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "webapp" / "static" / "vendor"
STAMP = ROOT / "node_modules" / ".creditcase-stamp"

#: Folder or file inside node_modules → place under webapp/static/vendor.
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap/bootstrap.bundle.min.js",
    "bootstrap/LICENSE": "bootstrap/LICENSE",
    "bootstrap-icons/font/bootstrap-icons.min.css": "bootstrap-icons/bootstrap-icons.min.css",
    "bootstrap-icons/font/fonts": "bootstrap-icons/fonts",
    "bootstrap-icons/LICENSE": "bootstrap-icons/LICENSE",
    "bpmn-js/dist/bpmn-navigated-viewer.production.min.js": "bpmn-js/bpmn-navigated-viewer.production.min.js",
    "bpmn-js/dist/assets": "bpmn-js/assets",
    "bpmn-js/LICENSE": "bpmn-js/LICENSE",
    "echarts/dist/echarts.min.js": "echarts/echarts.min.js",
    "echarts/LICENSE": "echarts/LICENSE",
    "echarts/NOTICE": "echarts/NOTICE",
}


def fingerprint() -> str:
    """Return the hash of all that decides what the assets are."""
    parts = [ROOT / "package.json", ROOT / "package-lock.json", Path(__file__)]
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()


def environment_bin() -> Path:
    """Return the folder of the running environment's programs."""
    return Path(sys.executable).parent


def has_working_npm(path: str) -> bool:
    """Say whether ``node`` and ``npm`` are found on ``path`` and run."""
    if not shutil.which("node", path=path) or not (npm := shutil.which("npm", path=path)):
        return False
    return subprocess.run([npm, "--version"], env={**os.environ, "PATH": path}, capture_output=True).returncode == 0


def path_with_node() -> str:
    """Return a PATH on which Node.js is found: the machine's own, or else one from PyPI.

    Raises:
        subprocess.CalledProcessError: Node.js could not be installed.
    """
    path = os.environ.get("PATH", os.defpath)
    if has_working_npm(path):
        return path
    path = f"{environment_bin()}{os.pathsep}{path}"
    if not has_working_npm(path):
        subprocess.run(["bash", str(ROOT / "tools/setup/venv.sh"), "requirements-node.txt"], check=True)
    return path


def install(path: str) -> None:
    """Install exactly what package-lock.json names; no install script of a package is run."""
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise SystemExit("npm was installed but is not found")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, check=True)


def copy() -> None:
    """Lay the files of ``FILES`` anew under webapp/static/vendor."""
    shutil.rmtree(TARGET, ignore_errors=True)
    for source, place in FILES.items():
        origin, target = ROOT / "node_modules" / source, TARGET / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, target)
        else:
            shutil.copyfile(origin, target)


def is_current(wanted: str) -> bool:
    """Say whether the last run left exactly the ``wanted`` assets in place."""
    in_place = all((TARGET / place).exists() for place in FILES.values())
    return in_place and STAMP.is_file() and STAMP.read_text() == wanted


def main() -> None:
    """Install and copy unless everything is already there."""
    wanted = fingerprint()
    if is_current(wanted):
        return
    print("installing front-end assets", flush=True)
    install(path_with_node())
    copy()
    STAMP.write_text(wanted)


if __name__ == "__main__":
    main()
