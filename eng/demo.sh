#!/usr/bin/env bash
# The sample site as it would be deployed: published in Release, its pages rendered by `build`, served by `start`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

demo=artifacts/demo
url=${1:-http://localhost:3000}
export Perennial__SiteUrl=$url

# For the one script of the site and for smaller pictures; without Node the one is left out and the others stay large.
if command -v npm >/dev/null; then eng/setup.sh site libvips; fi

rm -rf "$demo"
dotnet publish samples/Site -c Release -o "$demo" -v quiet
dotnet "$demo/Site.dll" build

cat <<TEXT

  The Perennial is at $url

  1. Open it, and look at the foot of the page: it says when the page was rendered. Reload: the moment stays.
  2. Open $url/search?q=compost and reload: that page is rendered for each request, so its moment moves.
  3. Open $url/editor (the password is: perennial), change an article's title and save.
     The article's own page is new at once; the front page at its second visit.
  4. Stop it with Ctrl+C and start it again:  Perennial__SiteUrl=$url dotnet $demo/Site.dll start --urls $url
     The edit is still there, and so are the kept pages.

TEXT
exec dotnet "$demo/Site.dll" start --urls "$url"
