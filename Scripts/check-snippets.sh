#!/usr/bin/env bash
#
# Compiles and runs the Swift code in the documentation.
#
# The fences of a Markdown file that open with ```swift are one program, in
# their order. A fence that opens with more than that, as in
# ```swift fragment, is left out, and named.
#
# Usage: Scripts/check-snippets.sh [flags for swift build]
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work="$root/.build-snippets"
cd "$root"

# Only what changed may be written, or each run would build everything anew.
write_if_changed() {
  local path="$1" new="$1.new"
  mkdir -p "$(dirname "$path")"
  cat >"$new"
  if cmp -s "$new" "$path"; then rm "$new"; else mv "$new" "$path"; fi
}

# The program of a Markdown file, whose lines know where they come from.
program() {
  awk -v file="$1" '
    inside && /^```/ { inside = 0; next }
    inside { print; next }
    /^```swift$/ {
      inside = 1
      printf "#sourceLocation(file: \"%s\", line: %d)\n", file, NR + 1
      next
    }
    /^```swift/ { print file ":" NR ": left out: " $0 >"/dev/stderr" }
  ' "$1"
}

documents() {
  find README.md -maxdepth 0 2>/dev/null || true
  find Docs -name '*.md' -not -path '*/.build*' 2>/dev/null || true
  find Sources -path '*.docc/*' -name '*.md'
}

names=()
while IFS= read -r document; do
  text=$(program "$document")
  if [ -z "$text" ]; then continue; fi
  name="Snippet_$(printf '%s' "${document%.md}" | tr -c 'A-Za-z0-9' '_')"
  printf '%s\n' "$text" | write_if_changed "$work/Sources/$name/main.swift"
  names+=("$name")
done < <(documents | sort)

if [ ${#names[@]} -eq 0 ]; then
  echo "no Swift code in the documentation"
  exit
fi

{
  cat <<'MANIFEST'
// swift-tools-version: 6.2
import PackageDescription

let products: [Target.Dependency] = [
  "DxMeta", "DxLinearAlgebra", "DxSpecialFunctions", "DxDistributions",
  "DxOptimization", "DxMixedModels", "DxAccuracy", "DxPlots",
].map { .product(name: $0, package: "swift-dxmeta") }

let package = Package(
  name: "Snippets",
  platforms: [.macOS(.v14)],
  traits: ["OpenBLAS", .default(enabledTraits: ["OpenBLAS"])],
  dependencies: [
    .package(
      name: "swift-dxmeta", path: "..",
      traits: [
        .trait(name: "OpenBLAS", condition: .when(traits: ["OpenBLAS"]))
      ])
  ],
  targets: [
MANIFEST
  for name in "${names[@]}"; do
    echo "    .executableTarget(name: \"$name\", dependencies: products),"
  done
  printf '  ],\n  swiftLanguageModes: [.v6]\n)\n'
} | write_if_changed "$work/Package.swift"

swift build --package-path "$work" "$@"
binaries=$(swift build --package-path "$work" "$@" --show-bin-path)
for name in "${names[@]}"; do
  echo "running $name"
  "$binaries/$name"
done
echo "all Swift code in the documentation compiles and runs"
