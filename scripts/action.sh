#!/bin/sh
# What action.yml runs: signs or verifies, and tells the runner. File names are anybody's, so that none of them may become
# a command to the runner, a further output, or markup.
set -eu

# Of a summary that is larger than 1 MiB the runner shows nothing.
MOST_ROWS=1000
# The runner shows no more of one step.
MOST_ERRORS=10

main() {
  mask "$(secrets_in_key "$INPUT_KEY")"
  mask "$INPUT_PASSPHRASE"
  mask "$INPUT_API_KEY"
  case $INPUT_COMMAND in
    sign | verify) ;;
    *) refuse "the input command is neither sign nor verify" ;;
  esac
  find_cloacina
  [ -z "$INPUT_PASSPHRASE" ] || export CLOACINA_PASSPHRASE="$INPUT_PASSPHRASE"
  [ -z "$INPUT_API_KEY" ] || export CLOACINA_API_KEY="$INPUT_API_KEY"
  # With "=", no value is taken for a flag.
  set -- package "$INPUT_COMMAND" --json
  if [ -n "$INPUT_KEY" ]; then
    export CLOACINA_ACTION_KEY="$INPUT_KEY"
    set -- "$@" --key=env:CLOACINA_ACTION_KEY
  fi
  [ -z "$INPUT_KEY_ID" ] || set -- "$@" "--key-id=$INPUT_KEY_ID"
  [ -z "$INPUT_API_URL" ] || set -- "$@" "--api-url=$INPUT_API_URL"
  [ -z "$INPUT_ORG" ] || set -- "$@" "--org=$INPUT_ORG"
  [ -z "$INPUT_OUTPUT_DIR" ] || set -- "$@" "--output-dir=$INPUT_OUTPUT_DIR"
  [ -z "$INPUT_SIGNATURE_DIR" ] || set -- "$@" "--signature-dir=$INPUT_SIGNATURE_DIR"
  IFS='
'
  set -f
  for key in $INPUT_TRUST_KEY; do set -- "$@" "--trust-key=$key"; done
  set +f
  set -- "$@" --
  for path in $INPUT_PATHS; do
    # A file may be called "-", which is standard input.
    case $path in -*) path=./$path ;; esac
    set -- "$@" "$path"
  done
  unset IFS

  report=$(mktemp "$RUNNER_TEMP/cloacina-report-XXXXXX")
  token=$(random)
  code=0
  echo "::stop-commands::$token"
  # Errors in the same stream: of two, the runner might read the last line here first.
  { cloacina "$@" >"$report"; } 2>&1 || code=$?
  [ "$INPUT_JSON" != true ] || cat "$report"
  rows | print_rows
  echo "::$token::"
  rows | print_errors
  rows | summarise >>"$GITHUB_STEP_SUMMARY"
  set_output report "$report"
  set_output signatures "$(rows | signature_files)"
  exit "$code"
}

# mask TEXT: hides each line of a secret in the log.
mask() {
  printf '%s\n' "$1" | tr -d '\r' | sed -e '/^$/d' -e 's/%/%25/g' -e 's/^/::add-mask::/'
}

# secrets_in_key TEXT: its lines, but for those that begin and end a PEM block, which are no secret. Where a line has a
# block or a written line break in it, also the pieces between them, which a program could print alone.
secrets_in_key() {
  printf '%s\n' "$1" | tr -d '\r' | awk '
    /^-----(BEGIN|END) [A-Z ]+-----$/ { next }
    { print }
    gsub(/-----(BEGIN|END) [A-Z ]+-----/, "\n") + gsub(/\\[rn]/, "\n") { gsub(/[ \t"'\'']+/, "\n"); print }'
}

# The release that is asked for; else what is on the PATH; else the release of this very commit.
find_cloacina() {
  version=${INPUT_VERSION#v}
  if [ -n "$version" ]; then
    [ "$(cloacina --version 2>/dev/null | head -n 1)" != "cloacina $version" ] || return 0
  elif command -v cloacina >/dev/null; then
    return 0
  else
    version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' "$GITHUB_ACTION_PATH/deno.json")
  fi
  case $version in *[!0-9A-Za-z.+-]*) refuse "the input version is no version" ;; esac
  install_release
}

# By the installer of this commit, which checks what it downloads. Later steps find it on the PATH.
install_release() {
  release_key=$GITHUB_ACTION_PATH/release-key.pub
  [ -f "$release_key" ] || refuse "cloacina $version is not on the PATH, and this commit has no release key by which \
a release could be checked: build cloacina in a step before"
  case $(openssl version 2>/dev/null) in
    "OpenSSL "[3-9]*) ;;
    *) refuse "cloacina $version is not on the PATH, and without OpenSSL 3 the signature of a release cannot be checked" ;;
  esac
  releases=$GITHUB_SERVER_URL/$ACTION_REPOSITORY/releases
  case $ACTION_REPOSITORY:$releases in
    :* | *[!0-9A-Za-z._:/-]*) refuse "the repository of the action, which has its releases, is unknown" ;;
  esac
  folder=$(mktemp -d "$RUNNER_TEMP/cloacina-XXXXXX")
  fill_installer >"$folder/install.sh"
  XDG_DATA_HOME=$folder/share sh "$folder/install.sh" --dir "$folder/bin" 2>&1 ||
    refuse "cloacina $version was not installed"
  PATH=$folder/bin:$PATH
  echo "$folder/bin" >>"$GITHUB_PATH"
}

# install.sh with what that of a release has in it.
fill_installer() {
  RELEASE_KEY=$(cat "$release_key") RELEASES=$releases VERSION=$version awk '
    function fill(name, mark, at) {
      mark = "@" name "@"
      if (at = index($0, mark)) $0 = substr($0, 1, at - 1) ENVIRON[name] substr($0, at + length(mark))
    }
    { fill("VERSION"); fill("RELEASES"); fill("RELEASE_KEY"); print }' "$GITHUB_ACTION_PATH/install.sh"
}

refuse() {
  echo "::error title=cloacina::Cannot run the action: $1"
  exit 1
}

random() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

# set_output NAME VALUE
set_output() {
  delimiter=$(random)
  printf '%s<<%s\n%s\n%s\n' "$1" "$delimiter" "$2" "$delimiter" >>"$GITHUB_OUTPUT"
}

# A line for each package in the report: its path, what came of it, who signed it and its signature file, with a tab
# between. cloacina prints a field a line, and texts as JSON has them: there is no control character in any of them.
rows() {
  awk -v done="$INPUT_COMMAND" '
    function value(line) { sub(/^ *"[a-z_]*": "/, "", line); sub(/",?$/, "", line); return line }
    /^  \{$/ { path = code = signer = file = "" }
    /^    "package": "/ { path = value($0) }
    /^    "code": "/ { code = value($0) }
    /^    (  )?"key_fingerprint": "/ { signer = value($0) }
    /^    "signature_file": "/ { file = value($0) }
    /^  \},?$/ {
      result = code != "" ? code : done == "sign" ? "signed" : "verified"
      print path "\t" result "\t" signer "\t" file
    }' "$report"
}

print_rows() {
  awk -F '\t' '{ print $2 "\t" $1 }'
}

print_errors() {
  awk -F '\t' -v most="$MOST_ERRORS" '
    $2 == "signed" || $2 == "verified" || ++count > most { next }
    { text = $1; gsub(/%/, "%25", text); print "::error title=cloacina " $2 "::" text }'
}

# Markdown, in which every character that could be markup is an entity. What failed comes first.
summarise() {
  LC_ALL=C awk -F '\t' -v most="$MOST_ROWS" -v title="$INPUT_COMMAND" '
    BEGIN { for (code = 33; code < 127; code++) entity[sprintf("%c", code)] = "&#" code ";" }
    function cell(text, escaped, at, character) {
      if (text == "") return ""
      escaped = ""
      for (at = 1; at <= length(text); at++) {
        character = substr(text, at, 1)
        escaped = escaped (character ~ /[A-Za-z0-9\/-]/ || !(character in entity) ? character : entity[character])
      }
      return "<code>" escaped "</code>"
    }
    function row(first, second, third, fourth) {
      return "| " first " | " second " | " third " | " fourth " |"
    }
    {
      line = row(cell($1), $2, cell($3), cell($4))
      if ($2 == "signed" || $2 == "verified") fine[++fines] = line
      else failed[++failures] = line
    }
    END {
      print "### cloacina package " title ": " fines + 0 " done, " failures + 0 " failed\n"
      if (fines + failures == 0) exit
      print row("package", "result", "signed by", "signature")
      print row("---", "---", "---", "---")
      for (at = 1; at <= failures && at <= most; at++) print failed[at]
      for (at = 1; at <= fines && at + failures <= most; at++) print fine[at]
      if (fines + failures > most) print "\nThe report has all " fines + failures "."
    }'
}

# The files of what succeeded. One whose name has more to escape than quotes and backslashes may not fit in a line.
signature_files() {
  awk -F '\t' '
    $4 == "" || !($2 == "signed" || $2 == "verified") { next }
    {
      plain = $4
      gsub(/\\["\\]/, "", plain)
      if (plain ~ /\\/) next
      gsub(/\\"/, "\"", $4)
      gsub(/\\\\/, "\\", $4)
      print $4
    }'
}

main
