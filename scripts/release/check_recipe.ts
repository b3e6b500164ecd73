/**
 * Shell that checks the signatures and the list with stock sha256sum and OpenSSL 3. It sees no hidden file, and does not
 * refuse a signed one that is not listed.
 */
export function checkRecipe(folder: string, releaseKey: string): string {
  return `# The signatures and the list, checked by stock sha256sum and OpenSSL 3. Hidden files are not looked at,
# and one that is signed but not listed is not refused:
(
  set -e
  key=$(realpath ${quote(releaseKey)})
  cd ${quote(folder)}
  work=$(mktemp -d)
  trap 'rm -r "$work"' EXIT
  for file in ./*; do
    case $file in *.sig) continue ;; esac
    openssl dgst -sha256 -binary -out "$work/hash" "$file"
    sed -n 's/^ *"signature": "\\([A-Za-z0-9+/=]*\\)",*$/\\1/p' "$file.sig" |
      openssl base64 -d -A -out "$work/signature"
    openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$work/hash" -sigfile "$work/signature" ||
      { echo "$file: NOT signed by this key"; exit 1; }
  done
  sha256sum --strict --quiet -c SHA256SUMS
  echo "every file is signed, and those in SHA256SUMS are as it lists them"
)
`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
