/** Who may read a file, as the system says. */
export interface FileAccess {
  /** The permission bits; null if the system has none. */
  readonly mode: number | null;
  /** Whether it is root's and this user is not: it can be read here only as root wants it to be. */
  readonly isRoots?: boolean | undefined;
}

/** Permission bits as chmod takes them, such as 0640. */
export function octalMode(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, "0");
}

/**
 * The mode, in octal, of a file that should be secret and that others may read or write; null if it is closed to them. A group
 * that root lets read its own file is none of them: that is how Kubernetes gives a pod its secrets, and libpq takes its key.
 */
export function openMode({ mode, isRoots = false }: FileAccess): string | null {
  const others = isRoots ? 0o037 : 0o077;
  return mode === null || (mode & others) === 0 ? null : octalMode(mode);
}
