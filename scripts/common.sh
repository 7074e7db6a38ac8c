# What the other scripts share; they source it. It finds the project, sets up .venv and reads the
# samples into the demo library. Nothing here writes to standard output: that belongs to the answer.

set -euo pipefail

root=$(cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
venv=$root/.venv

# Knows dependency groups (since 25.1), and is what this project was tested with.
pip_version=26.2.1

say() { # say JAPANESE ENGLISH
    case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
        ja*) printf '%s\n' "$1" ;;
        *) printf '%s\n' "$2" ;;
    esac >&2
}

# set_up [dev]: have everything installed in .venv; with dev also what tests and checks need.
set_up() {
    local wanted held=
    wanted=$(cd "$root" && cksum pyproject.toml constraints.txt scripts/common.sh)
    [[ ! -r $venv/.set-up ]] || held=$(<"$venv/.set-up")
    [[ $held != "$wanted dev" && ($held != "$wanted run" || ${1:-} == dev) ]] || return 0
    [[ $held != *dev ]] || set -- dev
    (
        # One set-up at a time, where the system has flock; the second finds the work done.
        if command -v flock >/dev/null; then
            exec 9>"$root/.venv.lock"
            flock 9
            [[ ! -r $venv/.set-up || $(<"$venv/.set-up") != "$wanted ${1:-run}" ]] || exit 0
        fi
        install "${1:-run}" "$wanted"
    )
}

install() { # install run|dev STAMP
    local python interpreter=$venv/bin/python
    # A set-up that was interrupted may have left half of a package behind: start from nothing.
    if [[ -e $venv/.set-up-unfinished ]] || ! "$interpreter" -m pip --version >/dev/null 2>&1; then
        python=$(find_python)
        say "Python の環境を .venv に作っています" "making a Python environment in .venv"
        rm -rf "$venv"
        mkdir "$venv"
        touch "$venv/.set-up-unfinished"
        "$python" -m venv "$venv"
    fi
    rm -f "$venv/.set-up"
    touch "$venv/.set-up-unfinished"
    quietly "$interpreter" -m pip install "pip==$pip_version"
    say "PyTorch を入れています（数分かかることがあります）" "installing PyTorch (this may take minutes)"
    # First and alone: with a CPU build of it installed, nothing else asks for the build with CUDA.
    quietly "$interpreter" -m pip install torch==2.13.0
    say "ほかのパッケージを入れています" "installing the other packages"
    local group=()
    [[ $1 != dev ]] || group=(--group dev)
    (cd "$root" && quietly "$interpreter" -m pip install -c constraints.txt -e . ${group[@]+"${group[@]}"})
    printf '%s %s\n' "$2" "$1" >"$venv/.set-up"
    rm "$venv/.set-up-unfinished"
    say "準備ができました" "set-up is done"
}

quietly() {
    local status=0
    PIP_ROOT_USER_ACTION=ignore "$@" -qq --no-input --disable-pip-version-check >&2 || status=$?
    [[ $status != 0 ]] || return 0
    # With status 1 pip has put back what it had changed: what is installed may be built upon.
    [[ $status != 1 ]] || rm -f "$venv/.set-up-unfinished"
    say "準備に失敗しました。ネットワークを確かめて、もう一度実行してください。" \
        "The set-up failed. Check the network and run this again."
    exit 1
}

find_python() {
    local candidate
    for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    say "Python 3.11 以上（venv を含む）が必要です。入れてから、もう一度実行してください（別の場所にある場合は PYTHON=… で指定できます）。" \
        "Python 3.11 or later with venv is needed. Install it and run this again, or name it: PYTHON=…"
    exit 1
}

# use_library: the library that RAG_LIBRARY names, else the demo library with the samples in it.
use_library() {
    [[ -z ${RAG_LIBRARY:-} ]] || return 0
    export RAG_LIBRARY=$root/library
    local wanted held= stamp=$RAG_LIBRARY/.samples
    # A new version of the program reads the samples again: it may understand more of them.
    [[ $(<"$root/pyproject.toml") =~ $'\nversion = "'([^\"]+) ]]
    wanted="version ${BASH_REMATCH[1]}"$'\n'$(cd "$root/samples/minutes" && cksum ./*)
    [[ ! -r $stamp ]] || held=$(<"$stamp")
    [[ $held != "$wanted" ]] || return 0
    say "見本の会議録を読み込んでいます" "reading the sample minutes"
    "$venv/bin/rag" index --rebuild "$root/samples/minutes" >&2
    printf '%s\n' "$wanted" >"$stamp"
}
