#!/usr/bin/env bash
# Measures pictures, and writes bench/results/part3.md: the codec beside sharp, a crowd beside sharp and Next.js, a kept picture beside Next.js.
# Shortened (--quick): written beside the build's output instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

report=bench/results/part3.md
[ $# -eq 0 ] || report=artifacts/bench/part3.md
here=$PWD/artifacts/bench
mkdir -p "$here"

eng/setup.sh libvips
dotnet publish bench/Perennial.Bench -c Release -v quiet -o "$here/app"
dotnet publish bench/Perennial.Bench.Driver -c Release -v quiet -o "$here/driver"
(cd bench/sharp && npm install --no-audit --no-fund --no-package-lock --loglevel=error)

# A copy: the photographs become its public folder, which must be there before it starts.
[ -e "$here/next/.next/BUILD_ID" ] || (
  rm -rf "$here/next" && cp -r bench/next "$here/next" && cd "$here/next"
  npm install --no-audit --no-fund --no-package-lock --loglevel=error
  NEXT_TELEMETRY_DISABLED=1 npm run --silent build >/dev/null
)
rm -rf "$here/next/.next/cache/images" "$here"/photographs/cache-*
mkdir -p "$here/photographs" && rm -f "$here/next/public" && ln -s "$here/photographs" "$here/next/public"

exec "$here/driver/Perennial.Bench.Driver" pictures --app "$here/app/Perennial.Bench" --sharp "$PWD/bench/sharp" \
  --next "$here/next" --photographs "$here/photographs" --report "$report" "$@"
