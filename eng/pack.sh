#!/usr/bin/env bash
# Makes the packages, with libvips for every platform, in artifacts/packages.
#
#   ./build pack                          each time as a new version: NuGet never looks again at one that it has seen
#   ./build pack -p:Version=1.2.3         anything else goes to `dotnet pack` as it is
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

eng/libvips.sh
rm -rf artifacts/packages
version=0.1.0-local.$(date -u +%Y%m%d%H%M%S)
grep -l '<IsPackable>true' src/*/*.csproj | while read -r project; do
  dotnet pack "$project" -c Release -o artifacts/packages -v quiet -nologo -p:Version="$version" "$@" </dev/null
done
ls -l artifacts/packages
