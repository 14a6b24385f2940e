#!/usr/bin/env bash
# Measures, and writes bench/results/part1.md; `pictures` measures pictures, and writes part3.md. Shortened (--quick, --only hits): written beside the build's output instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[ "$(uname -s)" = Linux ] || { echo "bench: CPU time is read from /proc, so this runs on Linux only" >&2; exit 1; }
for tool in wrk nginx node npm taskset; do
  command -v "$tool" >/dev/null && continue
  package=$([ "$tool" = taskset ] && echo util-linux || { [ "$tool" = node ] && echo nodejs || echo "$tool"; })
  echo "bench: installing $package" >&2
  $([ "$(id -u)" = 0 ] || echo sudo) apt-get install -y --no-install-recommends "$package" >/dev/null
done

if [ "${1:-}" = pictures ]; then
  exec eng/bench-pictures.sh "${@:2}"
fi

report=bench/results/part1.md
[ $# -eq 0 ] || report=artifacts/bench/part1.md

dotnet publish bench/Perennial.Bench -c Release -v quiet -o artifacts/bench/app
dotnet publish bench/Perennial.Bench.Driver -c Release -v quiet -o artifacts/bench/driver
(
  cd bench/next
  [ -d node_modules/next ] || npm install --no-audit --no-fund --no-package-lock
  NEXT_TELEMETRY_DISABLED=1 npm run --silent build >/dev/null
)

pin=()
[ "$(nproc)" -gt 1 ] && pin=(taskset -c 1)
exec "${pin[@]}" artifacts/bench/driver/Perennial.Bench.Driver \
  --app "$PWD/artifacts/bench/app/Perennial.Bench" --next "$PWD/bench/next" --report "$report" "$@"
