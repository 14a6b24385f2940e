#!/usr/bin/env bash
# ./build format rewrites; ./build format --verify only tells, and fails when something would change.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ "${1:-}" = --verify ] && set -- --verify-no-changes "${@:2}"
exec dotnet format Perennial.slnx "$@"
