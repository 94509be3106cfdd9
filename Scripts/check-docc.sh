#!/usr/bin/env bash
#
# Builds the documentation of each layer. A warning, such as a link to a
# symbol that does not exist, is an error.
#
# Usage: Scripts/check-docc.sh [flags for swift package]
set -euo pipefail

cd "$(dirname "$0")/.."

for catalog in Sources/*/*.docc; do
  target=$(basename "$(dirname "$catalog")")
  echo "documenting $target"
  swift package --package-path Docs "$@" \
    generate-documentation --target "$target" --warnings-as-errors
done
echo "the documentation is free of warnings"
