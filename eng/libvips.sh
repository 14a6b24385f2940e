#!/usr/bin/env bash
# Fetches libvips for every platform, beside the one of this machine that eng/setup.sh has fetched: for the package
# Perennial.Imaging, which carries them all. npm itself installs only those that fit the machine, so each is unpacked here.
# The versions are those of src/Perennial.Imaging/native/package.json; npm checks each against its registry's hash.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../src/Perennial.Imaging/native"

command -v npm >/dev/null || { echo "eng/libvips.sh: 'npm' is missing; install Node 20 or later: https://nodejs.org" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sed -nE 's/^ *"(@img\/[^"]+)": "([^"]+)".*/\1 \2/p' package.json | while read -r name version; do
  [ -e "node_modules/$name/package.json" ] && grep -q "\"version\": \"$version\"" "node_modules/$name/package.json" && continue
  echo "fetching $name $version"
  archive=$(npm pack --silent --pack-destination "$work" "$name@$version" </dev/null)
  rm -rf "node_modules/$name" && mkdir -p "node_modules/$name"
  tar -xzf "$work/$archive" -C "node_modules/$name" --strip-components=1
done
