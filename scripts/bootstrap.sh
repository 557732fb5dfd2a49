# shellcheck shell=sh
# Sourced by ./run and ./test at the top of the project: sets $python to one that can build the virtual environment.

# A relative DATA_DIR is meant from where the command was typed.
case ${DATA_DIR-} in
    '' | /*) ;;
    *) export DATA_DIR="$OLDPWD/$DATA_DIR" ;;
esac

# Readable by any Python, however old.
probe='
import sys
version = "%d.%d" % sys.version_info[:2]
if sys.version_info < (3, 11):
    print("old " + version)
else:
    from importlib.util import find_spec
    print(("ready " if find_spec("venv") and find_spec("ensurepip") else "bare ") + version)
'
python='' old='' bare=''
for candidate in python3 python3.13 python3.12 python3.11 python3.14 python; do
    command -v "$candidate" >/dev/null || continue
    answer=$("$candidate" -c "$probe" 2>/dev/null)
    case $answer in
        ready*) python=$candidate && break ;;
        bare*) bare=${bare:-${answer#bare }} ;;
        old*) old=${old:-${answer#old }} ;;
    esac
done

if [ -z "$python" ]; then
    if [ -n "$bare" ]; then
        echo "Python $bare lacks its venv module; on Debian and Ubuntu: apt install python$bare-venv" >&2
    elif [ -n "$old" ]; then
        echo "Kneecoach needs Python 3.11 or newer; only Python $old was found." >&2
    else
        echo "Kneecoach needs Python 3.11 or newer; none was found." >&2
    fi
    exit 1
fi
