#!/usr/bin/env bash
# Builds everything, runs every suite of eng/suites.txt, and closes with one line over all of them.
#
#   ./build test                      everything
#   ./build test --filter Freshness   tests whose class or method contains the text (just the text will do, too)
#   ./build test --suite EndToEnd     one suite
#   ./build test -trait Proves=S-15   anything else goes to xunit as it is
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NO_COLOR=1

passed=0 failed=0 finished=no unsteady=() no_proof=(-trait- 'Proves=S-*' -trait- 'Proves=F-*' -trait- 'Proves=H-*')
logs=artifacts/test-logs
rm -rf "$logs" && mkdir -p "$logs"

# Whatever happens, the last line is the sum; a script that broke before its end counts as one failure.
close() {
  [ "$finished" = yes ] || failed=$((failed + 1))
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && exit 0 || exit 1
}
trap close EXIT

door=${TEST_DOOR:-test} only='' filtered=no arguments=()
while [ $# -gt 0 ]; do
  case "$1" in
    --suite) only=$2 && shift ;;
    --filter) arguments+=(-filter "/*/*/*$2*/*" -filter "/*/*/*/*$2*") && filtered=yes && shift ;;
    -*)
      arguments+=("$1") && filtered=yes
      case "${2--}" in -*) ;; *) arguments+=("$2") && shift ;; esac
      ;;
    *) arguments+=(-filter "/*/*/*$1*/*" -filter "/*/*/*/*$1*") && filtered=yes ;;
  esac
  shift
done

eng/setup.sh chromium nginx postgres pgbouncer redis-server next-env http-cache-tests orchard site libvips libvips-system 2>&1

build=(dotnet build Perennial.slnx --configuration Debug --verbosity quiet -nologo --tl:off)
if [ "${CI:-}" = true ]; then
  # Exactly the packages of the lock files, and no build server that outlives the run and holds its output open.
  build+=(-p:RestoreLockedMode=true -nodeReuse:false)
fi
"${build[@]}" 2>&1 || { echo "The build is broken: no test was run."; exit 1; }

# Sums the given columns of xunit's summary line.
count() {
  local sum=0 column number
  for column in "${@:2}"; do
    number=$(grep -oE "Total: [0-9]+, Errors: .*" "$1" | tail -1 | grep -oE "$column: [0-9]+" | grep -oE '[0-9]+$' || echo 0)
    sum=$((sum + number))
  done
  echo "$sum"
}

# A few failures of a suite that drives browsers and processes are run once more, by themselves: on two busy cores some of
# them are the machine's doing. Each is counted and named in the run's last lines. What proves a threat, a fault or an
# invariant (S-, F-, H-) has no second run: a lost invalidation that shows once in fifty runs is lost all the same.
holds_again() {
  local project=$1 program=artifacts/bin/$1/debug/Perennial.${1#Perennial.} log=$logs/$1.log again=$logs/$1.again.log
  local failed=() methods=() method
  mapfile -t failed < <(grep -E '\[FAIL\]' "$log" | grep -oE 'Perennial\.[A-Za-z0-9_.+]+' | sort -u)
  [ ${#failed[@]} -gt 0 ] && [ ${#failed[@]} -le 3 ] || return 1
  for method in "${failed[@]}"; do methods+=(-method "$method"); done
  [ "$("$program" -list methods "${no_proof[@]}" "${methods[@]}" | grep -c '^Perennial\.')" -eq ${#failed[@]} ] || return 1

  echo "--- $project: once more, what failed"
  timeout --kill-after=10 600 "$program" -noLogo -noColor -failSkips "${methods[@]}" 2>&1 | tee "$again"
  [ "${PIPESTATUS[0]}" -eq 0 ] && [ "$(count "$again" Total)" -gt 0 ] && [ "$(count "$again" Failed Errors Skipped 'Not Run')" -eq 0 ] || return 1
  unsteady+=("${failed[@]}")
}

run() {
  local project=$1 again=$2 name=${1#Perennial.} log=$logs/$1.log status=0 total bad
  echo "=== $project"
  timeout --kill-after=10 "${TEST_TIMEOUT:-1800}" "artifacts/bin/$project/debug/Perennial.$name" \
    -noLogo -noColor -failSkips "${arguments[@]}" 2>&1 | tee "$log" || status=${PIPESTATUS[0]}
  total=$(count "$log" Total)
  bad=$(count "$log" Failed Errors Skipped 'Not Run')
  if [ "$status" -eq 124 ]; then
    echo "$project [FAIL] took longer than ${TEST_TIMEOUT:-1800} seconds" | tee -a "$log"
    bad=$((bad + 1)) total=$((total + 1))
  elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && { [ "$total" -gt 0 ] || [ "$filtered" = no ] || [ "$status" -gt 4 ]; }; then
    echo "$project [FAIL] ended with exit code $status" | tee -a "$log"
    bad=1 total=$((total + 1))
  elif [ "$total" -eq 0 ] && [ "$filtered" = no ]; then
    echo "$project [FAIL] ran no test" | tee -a "$log"
    bad=1 total=1
  elif [ "$bad" -gt 0 ] && [ "$again" = again ] && [ "$filtered" = no ] && holds_again "$project"; then
    sed -i 's/\[FAIL\]/[failed once]/' "$log"
    bad=0
  fi

  passed=$((passed + total - bad)) failed=$((failed + bad))
}

while read -r project task again; do
  case "$project" in '' | '#'*) continue ;; esac
  [ "$task" = "$door" ] || continue
  [ -z "$only" ] || [ "$only" = "$project" ] || [ "Perennial.$only" = "$project" ] || continue
  run "$project" "$again" </dev/null
done <eng/suites.txt

if [ $((passed + failed)) -eq 0 ]; then
  echo "No test was run: nothing fits '${only}${arguments[*]}'."
  exit 1
fi

if [ ${#unsteady[@]} -gt 0 ]; then
  echo
  echo "Failed once, and held when run again by themselves (each is still to be made steady):"
  printf '  %s\n' "${unsteady[@]}"
fi

if [ "$failed" -gt 0 ]; then
  echo
  echo "Failed (the whole report is in $logs):"
  grep -hE '\[(FAIL|SKIP)\]' "$logs"/*.log | sed -E 's/^ +/  /' || true
fi
echo "Second runs: ${#unsteady[@]}"
finished=yes
