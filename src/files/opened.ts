/** What is open, as the system describes it: its device and inode, owner and mode. */
export interface Opened {
  readonly dev: number;
  readonly ino: number;
  readonly uid: number;
  readonly mode: number;
}

/** Throws if the bytes of what was opened at a path must not be used. `action` reads "read the key". */
export type RequireOpened = (opened: Opened, path: string, action: string) => void;

/** What is open, from its stat. Numbers as those of `lstat`; Windows, which does not check them, has no owner or mode. */
export function toOpened(
  { dev, ino, uid, mode }: Readonly<
    Record<"dev" | "ino" | "uid" | "mode", number | bigint | null>
  >,
): Opened {
  return { dev: Number(dev), ino: Number(ino), uid: Number(uid), mode: Number(mode) };
}
