#!/usr/bin/env bash
# Asks a Next.js app and its twin the same questions, and writes tests/Parity/results.md. With a text: only the questions
# that contain it, and the table goes beside the build's output.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

eng/setup.sh node npm next

report=tests/Parity/results.md
[ $# -eq 0 ] || report=artifacts/parity/results.md
rm -rf artifacts/parity && mkdir -p artifacts/parity

for file in tests/Parity/Environment/env*.txt; do
  name=$(basename "$file" .txt)
  cp "$file" "tests/Parity/next/.$name"
done
dotnet publish tests/Parity/Twin --configuration Release --verbosity quiet --output artifacts/parity/twin
dotnet build tests/Parity/Parity.csproj --configuration Release --verbosity quiet

exec artifacts/bin/Parity/release/Perennial.Parity \
  tests/Parity/next artifacts/parity/twin artifacts/parity/logs "$report" "$@"
