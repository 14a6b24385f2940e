#!/usr/bin/env bash
# Makes the packages, with libvips for every platform, in artifacts/packages.
#
#   ./build pack                          each time as a new version: NuGet never looks again at one that it has seen
#   ./build pack --without-imaging        all but Perennial.Imaging, which is the one that needs npm and the time to fetch libvips
#   ./build pack -p:Version=1.2.3         anything else goes to `dotnet pack` as it is
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mapfile -t projects < <(grep -l '<IsPackable>true' src/*/*.csproj)
if [ "${1:-}" = --without-imaging ]; then
  shift
  mapfile -t projects < <(printf '%s\n' "${projects[@]}" | grep -v '/Perennial.Imaging.csproj$')
else
  echo "Getting libvips for every platform"
  eng/libvips.sh
fi
rm -rf artifacts/packages
version=0.1.0-local.$(date -u +%Y%m%d%H%M%S)
for i in "${!projects[@]}"; do
  echo "$((i + 1))/${#projects[@]} Packing $(basename "${projects[i]}" .csproj)"
  dotnet pack "${projects[i]}" -c Release -o artifacts/packages -v quiet -nologo -p:Version="$version" "$@" </dev/null
done
ls -l artifacts/packages
