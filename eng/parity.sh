#!/usr/bin/env bash
set -euo pipefail
echo "not built yet" >&2
exit 1
