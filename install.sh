#!/bin/sh
# Installs cloacina for one user, without root. What it downloads is used only if SHA256SUMS lists it as it is, and, where
# there is OpenSSL 3, only if the release key signed that list.
set -eu

version='@VERSION@'
releases='@RELEASES@'
release_key='@RELEASE_KEY@'

usage() {
  cat <<'END'
usage: sh install.sh [options]

Installs cloacina into ~/.local/bin, with completions for bash, fish and zsh and the pages for man.

  --version VERSION   install this version
  --offline-edition   install cloacina-offline, which has no access to a network
  --dir DIR           install into this directory
  --from DIR|URL      take the files of the release from here
  --help              print this text
END
}

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

main() {
  name=cloacina
  dir=${HOME:-}/.local/bin
  from=
  read_options "$@"
  [ -n "$from" ] || from=$releases/download/v$version
  case $from in
    https://* | http://127.0.0.1[:/]* | http://localhost[:/]*) ;;
    *://*) die "Cannot install from $from: it is not https" ;;
    *) [ -d "$from" ] || die "Cannot install from $from: there is no such directory" ;;
  esac
  target=$(find_target)
  make_work_folder
  find_openssl
  check_list
  fetch "$name-$target"
  chmod 755 "$work/$name-$target"
  try_it
  mv -f "$work/$name-$target" "$dir/$name"
  say "installed $dir/$name"
  [ "$name" != cloacina ] || install_data_files
  advise_path
}

read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --offline-edition) name=cloacina-offline ;;
      --help) usage; exit 0 ;;
      --version | --dir | --from)
        [ -n "${2:-}" ] || die "Cannot read the options: $1 needs a value"
        case $1 in
          --version) version=${2#v} ;;
          --dir) dir=$2 ;;
          --from) from=${2%/} ;;
        esac
        shift
        ;;
      *) usage >&2; die "Cannot read the options: $1 is not one" ;;
    esac
    shift
  done
  case $release_key in
    -----BEGIN*) ;;
    *) die "Cannot install with this file: take the install.sh of a release" ;;
  esac
  case $dir in
    /.local/bin) die "Cannot choose where to install: HOME is not set; pass --dir" ;;
    /*) ;;
    *) dir=$PWD/$dir ;;
  esac
}

find_target() {
  system=$(uname -s)
  machine=$(uname -m)
  case $machine in
    x86_64 | amd64) machine=x86_64 ;;
    aarch64 | arm64) machine=aarch64 ;;
    *) die "Cannot install on $machine: cloacina is made for x86_64 and aarch64" ;;
  esac
  case $system in
    Darwin) echo "$machine-apple-darwin" ;;
    Linux)
      require_64_bits
      require_glibc
      echo "$machine-unknown-linux-gnu"
      ;;
    *) die "Cannot install on $system: this script is for Linux and macOS, install.ps1 for Windows" ;;
  esac
}

# A 64-bit kernel may have programs of 32 bits alone.
require_64_bits() {
  bits=$(getconf LONG_BIT 2>/dev/null) || return 0
  [ "$bits" = 64 ] || die "Cannot install here: the programs of this system have $bits bits, and cloacina has 64"
}

require_glibc() {
  libc=$(getconf GNU_LIBC_VERSION 2>/dev/null) || libc=$(ldd --version 2>&1 | head -n 1) || libc=
  case $libc in
    *musl*) die "Cannot install here: the C library is musl, and cloacina needs glibc 2.27 or later" ;;
    *[0-9].[0-9]*) ;;
    *) return 0 ;;
  esac
  found=${libc##* }
  major=${found%%.*}
  minor=${found#*.}
  minor=${minor%%[!0-9]*}
  case $major$minor in *[!0-9]*) return 0 ;; esac
  if [ "$major" -lt 2 ] || { [ "$major" -eq 2 ] && [ "$minor" -lt 27 ]; }; then
    die "Cannot install here: the C library is glibc $found, and cloacina needs 2.27 or later"
  fi
}

# Beside the target, so that the last step is a rename: whoever starts the program gets the old one or the new one.
make_work_folder() {
  mkdir -p "$dir" 2>/dev/null || die "Cannot install into $dir: it cannot be created; pass --dir"
  [ ! -d "$dir/$name" ] || die "Cannot install $dir/$name: it is a directory"
  work=$(mktemp -d "$dir/.cloacina-install.XXXXXX" 2>/dev/null) ||
    die "Cannot install into $dir: it cannot be written to; pass --dir"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
}

# get NAME: one file of the release, unchecked.
get() {
  case $from in
    *://*) download "$from/$1" "$work/$1" || die "Cannot download $from/$1" ;;
    *) cp "$from/$1" "$work/$1" 2>/dev/null || die "Cannot read $from/$1" ;;
  esac
}

download() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --retry 3 --proto '=https,http' --proto-redir '=https' -o "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    # The wget of busybox asks no server for its certificate.
    [ "$has_openssl" = yes ] || wget --version 2>&1 | grep -q '^GNU Wget' ||
      die "Cannot download: this wget checks no certificates, and without OpenSSL 3 no signature is checked"
    wget -q -O "$2" "$1"
  else
    die "Cannot download: there is neither curl nor wget"
  fi
}

# OpenSSL 3 is the first whose command line verifies Ed25519.
find_openssl() {
  case $(openssl version 2>/dev/null) in
    "OpenSSL "[3-9]*) has_openssl=yes ;;
    *)
      has_openssl=no
      say "note: there is no OpenSSL 3 here, so only the checksums are checked, and not the signature"
      ;;
  esac
}

# The list has the names as well, so that no file of the release can stand for another.
check_list() {
  get SHA256SUMS
  [ "$has_openssl" = no ] || check_signature
}

check_signature() {
  get SHA256SUMS.sig
  printf '%s\n' "$release_key" >"$work/key"
  openssl dgst -sha256 -binary -out "$work/hash" "$work/SHA256SUMS"
  sed -n 's|^ *"signature": "\([A-Za-z0-9+/=]*\)",*$|\1|p' "$work/SHA256SUMS.sig" |
    openssl base64 -d -A -out "$work/signature"
  openssl pkeyutl -verify -pubin -inkey "$work/key" -rawin -in "$work/hash" \
    -sigfile "$work/signature" >/dev/null 2>&1 ||
    die "Cannot install from $from: the release key did not sign its SHA256SUMS"
}

# fetch NAME: one file of the release, as it is listed.
fetch() {
  listed=$(awk -v name="$1" '$2 == name { print $1 }' "$work/SHA256SUMS")
  [ -n "$listed" ] || die "Cannot install $1: SHA256SUMS of $from does not list it"
  get "$1"
  [ "$(sha256_of "$work/$1")" = "$listed" ] || die "Cannot install $1: it is not the file that SHA256SUMS lists"
}

sha256_of() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum <"$1" | cut -d ' ' -f 1
  else
    shasum -a 256 <"$1" | cut -d ' ' -f 1
  fi
}

# A signed list of an older release must not pass for this one, and a program that does not start must replace none.
try_it() {
  says=$("$work/$name-$target" --version) || die "Cannot install $name: it does not start on this machine"
  says=$(printf '%s\n' "$says" | head -n 1)
  [ "$says" = "cloacina $version" ] || die "Cannot install $name $version: $from has $says"
}

install_data_files() {
  data=${XDG_DATA_HOME:-${HOME:-}/.local/share}
  case $data in /.local/share) return 0 ;; esac
  install_data cloacina.bash "$data/bash-completion/completions/cloacina"
  install_data cloacina.fish "$data/fish/vendor_completions.d/cloacina.fish"
  install_data cloacina.zsh "$data/zsh/site-functions/_cloacina"
  "$dir/$name" man --quiet --output-dir "$data/man/man1" || die "Cannot write $data/man/man1"
  say "installed completions and pages for man below $data; for zsh, put $data/zsh/site-functions into fpath"
}

install_data() {
  fetch "$1"
  { mkdir -p "${2%/*}" && cp "$work/$1" "$2.$$" && mv -f "$2.$$" "$2"; } || die "Cannot write $2"
}

advise_path() {
  case :$PATH: in
    *:"$dir":*) ;;
    *) say "put it into PATH, here and in the profile of your shell:  export PATH=\"$dir:\$PATH\"" ;;
  esac
}

# Nothing runs before the whole script is there.
main "$@"
