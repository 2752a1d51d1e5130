# Shared by the scripts beside it. Sourced, never run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export PATH="$root/node_modules/.bin:$PATH"

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
if [ -n "${NO_COLOR:-}" ] || [ ! -t 2 ]; then say() { printf '==> %s\n' "$*" >&2; }; fi

have() { command -v "$1" >/dev/null 2>&1; }

# need COMMAND FIX: stops with the command that mends what is missing.
need() {
  have "$1" && return 0
  printf 'error: %s is missing. Install it with: %s\n' "$1" "$2" >&2
  exit 1
}
