#!/bin/sh
# Installs cloacina for one user, without root. What it downloads is used only if SHA256SUMS lists it as it is, and, where
# there is OpenSSL 3, only if the release key signed that list.
set -eu
# What is installed is for its owner to change. A stricter mask stays.
umask go-w

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
  require_source
  target=$(find_target)
  make_work_folder
  find_openssl
  check_list
  fetch "$name-$target"
  chmod 755 "$work/$name-$target"
  try_it
  find_data_folder
  [ -z "$data" ] || stage_data_files
  # From here on nothing is fetched, checked or written, only renamed.
  replace "$work/$name-$target" "$dir/$name"
  say "installed $dir/$name"
  [ -z "$data" ] || install_data_files
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

# A name before the host, as in http://localhost:80@h.example, would make another one of it.
require_source() {
  case $from in
    *://*) ;;
    *)
      [ -d "$from" ] || die "Cannot install from $from: there is no such directory"
      return 0
      ;;
  esac
  authority=${from#*://}
  authority=${authority%%/*}
  host=${authority%%:*}
  port=${authority#"$host"}
  case ${from%%://*}://$host:${port#:} in
    *@*) die "Cannot install from $from: there is an @ before its host" ;;
    https://*) ;;
    http://*:*[!0-9]*) die "Cannot install from $from: its port is no number" ;;
    http://127.0.0.1:* | http://localhost:*) ;;
    *) die "Cannot install from $from: it is not https" ;;
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
  dir=$(own_directory "$dir")
  refuse_directory "$dir/$name"
  staged=
  work=$(mktemp -d "$dir/.cloacina-install.XXXXXX" 2>/dev/null) ||
    die "Cannot install into $dir: it cannot be written to; pass --dir"
  trap 'rm -rf "$work" ${staged:+"$staged"}' EXIT
  trap 'exit 1' HUP INT TERM
}

# own_directory DIR: prints where it is, through no link, which could be made to lead elsewhere. Whoever else may rename
# what is in it, or in one above, could put another file in place of what is checked here. Above the home of a user it
# is the system that decides.
own_directory() {
  home=$(cd "${HOME:-/}" 2>/dev/null && pwd -P) || home=/
  own=$(cd "$1" 2>/dev/null && pwd -P) || die "Cannot install into $1: it cannot be read"
  folder=$own
  while :; do
    fault=$(fault_of "$folder")
    [ -z "$fault" ] || die "Cannot install into $1: $fault $folder"
    case $folder in / | "$home") break ;; esac
    folder=${folder%/*}
    folder=${folder:-/}
  done
  printf '%s\n' "$own"
}

# fault_of DIR: who may change it besides this user and root. Many systems give each user a group of the same name, and
# let that group write. In a directory with the sticky bit, each renames only what is theirs.
fault_of() {
  group=0
  [ "$(id -gn 2>/dev/null)" != "$(id -un 2>/dev/null)" ] || group=$(id -g)
  # stat has other options on each system.
  # shellcheck disable=SC2012
  ls -ldn "$1" | awk -v user="$(id -u)" -v group="$group" '
    NR > 1 { next }
    $3 != user && $3 != 0 { print "somebody else owns"; next }
    substr($1, 10, 1) ~ /[tT]/ { next }
    substr($1, 9, 1) == "w" || (substr($1, 6, 1) == "w" && $4 != group && $4 != 0) { print "others can write to" }'
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
    # The wget of busybox asks no server for its certificate, and that of GNU follows https to http.
    [ "$has_openssl" = yes ] ||
      die "Cannot download: wget cannot be held to https, and without OpenSSL 3 no signature is checked; install curl"
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
  # The same key signs other files, and a text among them could have a line that reads like one of a list.
  ! LC_ALL=C grep -qvE '^[0-9a-f]{64}  [^/]+$' "$work/SHA256SUMS" ||
    die "Cannot install from $from: its SHA256SUMS is no list of checksums"
}

check_signature() {
  get SHA256SUMS.sig
  { printf '%s\n' "$release_key" >"$work/key" &&
    openssl dgst -sha256 -binary -out "$work/hash" "$work/SHA256SUMS"; } 2>/dev/null ||
    die "Cannot write to $dir"
  sed -n 's|^ *"signature": "\([A-Za-z0-9+/=]*\)",*$|\1|p' "$work/SHA256SUMS.sig" |
    openssl base64 -d -A -out "$work/signature" 2>/dev/null ||
    die "Cannot read the signature of SHA256SUMS, or write it to $dir"
  openssl pkeyutl -verify -pubin -inkey "$work/key" -rawin -in "$work/hash" \
    -sigfile "$work/signature" >/dev/null 2>&1 ||
    die "Cannot install from $from: the release key did not sign its SHA256SUMS"
}

# fetch NAME: one file of the release, as it is listed.
fetch() {
  listed=$(awk -v name="$1" 'substr($0, 67) == name { print $1 }' "$work/SHA256SUMS")
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

# Completions and pages are for the edition with all commands. Where they go must be an absolute path, or it is ignored.
find_data_folder() {
  data=
  [ "$name" = cloacina ] || return 0
  case ${HOME:-} in /*) data=$HOME/.local/share ;; esac
  case ${XDG_DATA_HOME:-} in /*) data=$XDG_DATA_HOME ;; esac
}

# Beside their targets as well, which may be on another disk than the program.
stage_data_files() {
  for place in bash-completion/completions fish/vendor_completions.d zsh/site-functions man/man1; do
    mkdir -p "$data/$place" 2>/dev/null || die "Cannot install into $data/$place: it cannot be created"
    own_directory "$data/$place" >/dev/null
  done
  data=$(own_directory "$data")
  staged=$(mktemp -d "$data/.cloacina-install.XXXXXX" 2>/dev/null) ||
    die "Cannot install into $data: it cannot be written to"
  stage cloacina.bash bash-completion/completions/cloacina
  stage cloacina.fish fish/vendor_completions.d/cloacina.fish
  stage cloacina.zsh zsh/site-functions/_cloacina
  "$work/$name-$target" man --quiet --output-dir "$staged/man/man1" >/dev/null ||
    die "Cannot write $staged/man/man1"
  for page in "$staged"/man/man1/*; do refuse_directory "$data/man/man1/${page##*/}"; done
}

# stage NAME PATH: one file of the release, to become this one below the folder for data.
stage() {
  refuse_directory "$data/$2"
  fetch "$1"
  { mkdir -p "$staged/${2%/*}" && cp "$work/$1" "$staged/$2"; } 2>/dev/null || die "Cannot write $staged/$2"
}

# A rename would put the file into it; a link to one is no better.
refuse_directory() {
  [ ! -d "$1" ] || die "Cannot install $1: it is a directory"
}

replace() {
  mv -f "$1" "$2" 2>/dev/null || die "Cannot replace $2"
}

install_data_files() {
  for file in "$staged"/*/*/*; do
    [ ! -f "$file" ] || replace "$file" "$data/${file#"$staged"/}"
  done
  say "installed completions and pages for man below $data; for zsh, put $data/zsh/site-functions into fpath"
}

advise_path() {
  case :$PATH: in
    *:"$dir":*) ;;
    *) say "put it into PATH, here and in the profile of your shell:  export PATH=$(quote "$dir"):\"\$PATH\"" ;;
  esac
}

# quote TEXT: as one word of a shell that stands for itself.
quote() {
  printf '%s\n' "$1" | sed -e "s/'/'\\\\''/g" -e "1s/^/'/" -e "\$s/\$/'/"
}

# Nothing runs before the whole script is there.
main "$@"
