# Sourced by ../smartpick and ../check: finds a Python, makes the environment, keeps it up to date.

# The newest Python from 3.11 on that is on the PATH; PYTHON names another one.
find_python() {
    for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3.14 python3 python; do
        [ -n "$candidate" ] || continue
        command -v "$candidate" >/dev/null 2>&1 || continue
        if "$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    cat >&2 <<'MESSAGE'
SmartPick needs Python 3.11 or newer (with its venv module), and none was found on the PATH.
Install it from https://www.python.org/downloads/ or with your system's package manager
(Debian and Ubuntu: apt install python3 python3-venv; macOS: brew install python), then try again.
If it is installed elsewhere, name it: PYTHON=/path/to/python3.12 ./smartpick
MESSAGE
    return 1
}

# prepare_environment ROOT VENV LOCKFILE: a no-op when the environment fits the lock, the project file and the facts.
prepare_environment() {
    root=$1 venv=$2 lock=$root/$3
    stamp=$venv/.ready
    if [ -f "$stamp" ] && cmp -s "$lock" "$venv/.lock" && [ -f "$root/src/smartpick/facts/compiled.sqlite" ] &&
        [ -z "$(find "$root/facts" "$root/pyproject.toml" "$root/hatch_build.py" -newer "$stamp" -print -quit 2>/dev/null)" ]; then
        return 0
    fi
    python=$(find_python) || exit 2
    if ! cmp -s "$lock" "$venv/.lock"; then
        printf 'Preparing SmartPick (once): a Python environment in %s …\n' "${venv##*/}" >&2
        "$python" -m venv --clear "$venv" || {
            echo "The environment could not be made. On Debian and Ubuntu: apt install python3-venv" >&2
            exit 2
        }
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$lock" || {
            echo "The libraries could not be installed. The first call needs the network; is it there?" >&2
            rm -f "$venv/.lock"
            exit 2
        }
    fi
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable "$root" || {
        echo "SmartPick itself could not be installed; the lines above say why." >&2
        exit 2
    }
    cp "$lock" "$venv/.lock"
    : > "$stamp"
}
