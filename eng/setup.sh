#!/usr/bin/env bash
# Installs the programs that it is asked for, when they are missing, from Debian's packages: eng/setup.sh chromium nginx
# Some names are packages of npm: next-env, the real @next/env that .env files are compared with; next, the app that
# ./build parity and soak run; http-cache-tests, the public suite; orchard, the esbuild and
# React of the app whose bundles are tested; site, the esbuild of samples/Site; libvips, which src/Perennial.Imaging carries (without npm the build does
# without it, and the codec looks for the system's). libvips-system is that: Debian's libvips42.
# What must be there already: the .NET SDK (global.json), and Node for the suites that run Next.js.
set -euo pipefail

fail() {
  echo "eng/setup.sh: $1" >&2
  exit 1
}

command -v dotnet >/dev/null || fail "the .NET SDK is missing; install .NET 10: https://dotnet.microsoft.com/download"

# The version is pinned in package.json; a lock file would name the binaries of one platform.
install_npm() {
  command -v npm >/dev/null || fail "'npm' is missing; install Node 20 or later: https://nodejs.org"
  [ "$1/node_modules/.package-lock.json" -nt "$1/package.json" ] && return
  echo "installing the packages of ${1#"$PWD/"}"
  (cd "$1" && npm install --no-audit --no-fund --no-package-lock --loglevel=error)
}

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
packages=()
for program in "$@"; do
  case "$program" in
    next-env) install_npm "$home/tests/DotEnvTests/next"; continue ;;
    orchard) install_npm "$home/tests/Browser/Orchard"; continue ;;
    http-cache-tests) install_npm "$home/tests/HttpCacheTests/engine"; continue ;;
    next) install_npm "$home/tests/Parity/next"; continue ;;
    libvips) install_npm "$home/src/Perennial.Imaging/native"; continue ;;
    libvips-system) compgen -G '/usr/lib/*/libvips.so.42' >/dev/null || packages+=(libvips42); continue ;;
    site) install_npm "$home/samples/Site"; continue ;;
    # Debian keeps these out of the path of who is not root, and PostgreSQL's in a folder for each version.
    pgbouncer) [ -x /usr/sbin/pgbouncer ] || packages+=(pgbouncer); continue ;;
    postgres) compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || packages+=(postgresql); continue ;;
  esac

  command -v "$program" >/dev/null && continue
  case "$program" in
    # A page without a font is a page of empty boxes.
    chromium) packages+=(chromium fonts-liberation) ;;
    node | npm) fail "'$program' is missing; install Node 20 or later: https://nodejs.org" ;;
    *) packages+=("$program") ;;
  esac
done
[ ${#packages[@]} -gt 0 ] || exit 0

command -v apt-get >/dev/null ||
  fail "'${packages[*]}' must be installed, and this system has no apt-get: install them by hand, then run this again"

root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || fail "'${packages[*]}' must be installed, which takes root: sudo apt-get install ${packages[*]}"
  root=(sudo -n)
fi

echo "installing ${packages[*]}"
export DEBIAN_FRONTEND=noninteractive
"${root[@]}" apt-get -qq update
"${root[@]}" apt-get -qq install --yes --no-install-recommends "${packages[@]}" >/dev/null
