/**
 * The programs that `deno task test:system` runs, each with the Debian package that has it. `deno task test` needs none
 * of them: nothing outside tests/system/ and tests/executables/ may start one. The test of the cluster makes file systems
 * and network namespaces: it needs root, or a `sudo` that asks for no password.
 */
export const SYSTEM_PROGRAMS: ReadonlyMap<string, string> = new Map([
  ["age-keygen", "age"],
  ["buildah", "buildah"],
  ["busybox", "busybox"],
  ["certtool", "gnutls-bin"],
  ["chromium", "chromium"],
  ["curl", "curl"],
  ["dash", "dash"],
  ["dot", "graphviz"],
  ["dropbearkey", "dropbear-bin"],
  ["etcd", "etcd-server"],
  ["firefox-esr", "firefox-esr"],
  ["fish", "fish"],
  ["flock", "util-linux"],
  ["fusefat", "fusefat"],
  ["go", "golang-go"],
  ["gpg", "gnupg"],
  ["gpg-agent", "gpg-agent"],
  ["haproxy", "haproxy"],
  ["hyperfine", "hyperfine"],
  ["ip", "iproute2"],
  ["java", "default-jdk-headless"],
  ["keytool", "default-jdk-headless"],
  ["mandoc", "mandoc"],
  ["minisign", "minisign"],
  ["mkfs.vfat", "dosfstools"],
  ["mount", "mount"],
  ["nix-store", "nix-bin"],
  ["nsenter", "util-linux"],
  ["openssl", "openssl"],
  ["patroni", "patroni"],
  ["pgbouncer", "pgbouncer"],
  ["pgpool", "pgpool2"],
  ["psql", "postgresql-client"],
  ["puttygen", "putty-tools"],
  ["script", "bsdutils"],
  ["setpriv", "util-linux"],
  ["setsid", "util-linux"],
  ["ssh-add", "openssh-client"],
  ["ssh-agent", "openssh-client"],
  ["ssh-keygen", "openssh-client"],
  ["sshd", "openssh-server"],
  ["shellcheck", "shellcheck"],
  ["signify-openbsd", "signify-openbsd"],
  ["sqlite3", "sqlite3"],
  ["strace", "strace"],
  ["stunnel", "stunnel4"],
  ["systemd-analyze", "systemd"],
  ["time", "time"],
  ["unshare", "util-linux"],
  ["zbarimg", "zbar-tools"],
  ["zsh", "zsh"],
]);

/** The Debian package that has a program. */
export function packageOf(program: string): string {
  return SYSTEM_PROGRAMS.get(program) ?? program;
}
