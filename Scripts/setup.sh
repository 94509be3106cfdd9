#!/usr/bin/env bash
#
# Makes sure that the libraries behind the trait OpenBLAS are installed.
#
# Exit status: 0 if they are there, 3 if they are not and cannot be installed
# from here, in which case one line on standard error says why; the package
# then builds without them.
set -euo pipefail

packages=(liblapacke-dev libopenblas-dev libopenblas0-pthread)

go_on_portable() {
  echo "setup: $1; going on with the portable build" >&2
  exit 3
}

# Where the dynamic linker finds OpenBLAS. Debian's alternatives choose
# between builds of it, and the serial one gives wrong numbers when two
# threads call it at a time.
linked_libraries() {
  local link
  for link in /usr/lib/*/libopenblas.so.0 /usr/lib/*/lib{blas,lapack}.so.3; do
    if [ -e "$link" ]; then readlink -f "$link"; fi
  done
}

is_serial() {
  [[ "$(linked_libraries)" == *openblas-serial* ]]
}

is_installed() {
  local status
  status=$(dpkg-query -W -f='${db:Status-Status} ' "${packages[@]}" \
    2>/dev/null) || return 1
  [ "$status" = "installed installed installed " ]
}

is_root() {
  [ "$(id -u)" -eq 0 ]
}

# Whether sudo works without a password, or there is somebody to ask.
can_use_sudo() {
  command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }
}

as_root() {
  if is_root; then "$@"; else sudo "$@"; fi
}

apt() {
  # A machine without a network should learn so in seconds, not minutes.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq \
    -o DPkg::Lock::Timeout=300 -o Acquire::Retries=1 \
    -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 \
    "$@" >"$log" 2>&1 </dev/null
}

install_packages() {
  if ! is_root && ! can_use_sudo; then
    go_on_portable "${packages[*]} are missing, and only root installs them"
  fi
  echo "setup: installing ${packages[*]}" >&2
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  # The lists of a fresh machine are missing or old, but often enough neither.
  apt install -y --no-install-recommends "${packages[@]}" && return
  apt update || true
  apt install -y --no-install-recommends "${packages[@]}" && return
  local reason
  reason=$(grep -m1 '^E:' "$log" || true)
  go_on_portable "${packages[*]} cannot be installed (${reason:-apt-get failed})"
}

# Whether the headers can be included, for systems without Debian's tools.
headers_are_found() {
  local flags=""
  if command -v pkg-config >/dev/null; then
    flags=$(pkg-config --cflags openblas 2>/dev/null || true)
  fi
  # shellcheck disable=SC2086 # the flags are several words
  printf '#include <cblas.h>\n#include <lapacke.h>\n' \
    | clang $flags -x c -fsyntax-only - 2>/dev/null
}

case "$(uname -s)" in
  Darwin) exit 0 ;; # Accelerate is part of the system.
  Linux) ;;
  *) go_on_portable "OpenBLAS is used on Linux only" ;;
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  if headers_are_found; then exit 0; fi
  go_on_portable "install OpenBLAS and LAPACKE with their headers (Fedora: \
openblas-devel lapack-devel; Arch: openblas lapacke; Alpine: openblas-dev \
lapack-dev)"
fi

if is_serial; then
  echo "setup: the alternatives point at the serial build of OpenBLAS," \
    "which is not safe with threads" >&2
fi
if ! is_installed; then install_packages; fi
if is_serial; then
  echo "setup: they still do; choose the build with threads by" \
    "'update-alternatives --config' for libopenblas.so.0-*, libblas.so.3-*" \
    "and liblapack.so.3-*" >&2
fi
