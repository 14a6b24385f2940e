#!/usr/bin/env bash
# The long suites: crashes, faults, floods. Parts that this machine cannot run are left out, each with its reason.
#
#   ./build soak                     everything that can run here
#   ./build soak --filter KillSoak   classes whose name contains the text
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Each suite says what it counted.
arguments=(-showLiveOutput)
without() {
  echo "Not run: $1, because $2."
  arguments+=(-trait- "Needs=$3")
}

root=$([ "$(id -u)" -eq 0 ] && echo yes || echo no)
here=$(mktemp -d)
trap 'rmdir "$here"' EXIT

if ! command -v npm >/dev/null; then
  without "Next.js behind a rewrite" "npm is not installed" next
else
  eng/setup.sh next
fi

if ! command -v strace >/dev/null; then
  without "failing system calls (F-11)" "strace is not installed" strace
elif ! strace -qq -e trace=fsync -e inject=fsync:error=EIO true 2>/dev/null; then
  without "failing system calls (F-11)" "this machine does not allow tracing" strace
fi

if [ "$root" = no ] || ! mount -t tmpfs -o size=64k none "$here" 2>/dev/null; then
  without "full and read-only disks (F-12, F-13)" "file systems can be mounted by root only" mount
  without "power loss (F-15)" "file systems can be mounted by root only" loop
else
  umount "$here"
  [ -e /dev/loop-control ] || without "power loss (F-15)" "there are no loop devices" loop
  for format in ext4 xfs; do
    command -v "mkfs.$format" >/dev/null || without "power loss on $format (F-15)" "mkfs.$format is not installed" "$format"
  done
fi

rmdir "$here"
trap - EXIT

# The orders of steps that ./build test tries a few of, for minutes; with its own sum.
[ $# -gt 0 ] || RACES_TIMES=20 eng/test.sh --suite Races

# xunit takes either its query language, as ./build test does, or traits and names, as this does.
while [ $# -gt 0 ]; do
  case "$1" in
    --filter) arguments+=(-class "*$2*") && shift ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
TEST_DOOR=soak TEST_TIMEOUT=7200 exec eng/test.sh "${arguments[@]}"
