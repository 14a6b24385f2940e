#!/usr/bin/env bash
# The sample site as it would be deployed: published in Release, its pages rendered by `build`, served by `start`.
#
#   ./build demo                              on http://localhost:3000
#   ./build demo http://127.0.0.1:8080        or at another address
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

demo=artifacts/demo
url=${1:-http://localhost:3000}
export Perennial__SiteUrl=$url

fail() {
  echo "demo: $1" >&2
  exit 1
}

# Said at once, and not after the minutes that the rest takes.
[[ $url =~ ^http://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:([0-9]{1,5}))?$ ]] ||
  fail "'$url' is no address to listen on. Give one as http://localhost:3001"
host=${BASH_REMATCH[1]//[\[\]]/} port=${BASH_REMATCH[3]:-80}
[ "$((10#$port))" -gt 0 ] && [ "$((10#$port))" -le 65535 ] || fail "'$port' is no port. Give one from 1 to 65535"
if (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; then
  fail "something listens on $url already. Give another address: ./build demo http://localhost:$((10#$port % 65535 + 1))"
fi
command -v dotnet >/dev/null || fail "the .NET SDK is missing; install .NET 10: https://dotnet.microsoft.com/download"

# For the one script of the site and for smaller pictures; without Node the one is left out and the others stay large.
if command -v npm >/dev/null; then
  echo "1/3 Getting esbuild and libvips by npm"
  eng/setup.sh site libvips
else
  echo "1/3 There is no npm: the site goes without its script, and its pictures stay large"
fi

echo "2/3 Publishing the site in Release to $demo; this takes a minute or two, and each part that is ready has a line"
rm -rf "$demo"
dotnet publish samples/Site -c Release -o "$demo" -v minimal -tl:off

echo "3/3 Rendering its pages"
dotnet "$demo/Site.dll" build

cat <<TEXT

  The Perennial is at $url

  1. Open it, and look at the foot of the page: it says when the page was rendered. Reload: the moment stays.
  2. Open $url/search?q=compost and reload: that page is rendered for each request, so its moment moves.
  3. Open $url/editor (the password is: perennial), change the title of the article
     that stands first on the front page, and save.
     The article's own page is new at once; the front page at its second visit.
  4. Stop it with Ctrl+C and start it again:  Perennial__SiteUrl=$url dotnet $demo/Site.dll start --urls $url
     The edit is still there, and so are the kept pages.

TEXT
exec dotnet "$demo/Site.dll" start --urls "$url"
