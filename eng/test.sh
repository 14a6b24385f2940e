#!/usr/bin/env bash
# Builds everything, runs every suite, and closes with one line over all of them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dotnet build Perennial.slnx -c Debug -v quiet

passed=0 failed=0 broken=0
for suite in Perennial.Tests EndToEnd; do
  report=$(mktemp)
  status=0
  "artifacts/bin/$suite/debug/$(ls "artifacts/bin/$suite/debug" | grep -E '^Perennial\.[A-Za-z]+$' | head -1)" -noLogo "$@" | tee "$report" || status=$?
  total=$(grep -oE 'Total: [0-9]+' "$report" | tail -1 | grep -oE '[0-9]+' || echo 0)
  bad=$(grep -oE '(Failed|Errors|Skipped|Not Run): [0-9]+' "$report" | grep -oE '[0-9]+$' | paste -sd+ | sed 's/^$/0/' | bc)
  [ "$total" -gt 0 ] || broken=1
  [ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || broken=1
  passed=$((passed + total - bad)) failed=$((failed + bad))
  rm -f "$report"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$broken" -eq 0 ]
