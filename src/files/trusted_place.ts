import { lstatSync, readlinkSync, type Stats } from "node:fs";
import { dirname, isAbsolute, join, parse, resolve } from "node:path";
import { octalMode } from "../domain/file_mode.ts";
import { quoted } from "../domain/quoted.ts";
import { shownPath } from "../domain/shown_text.ts";
import { CloacinaError } from "../errors.ts";
import { isErrorNumber, toIoError } from "./io_error.ts";
import { isInheritedPipe } from "./is_inherited_pipe.ts";
import type { Opened } from "./opened.ts";
import { doModesCount } from "./unsafe_modes.ts";

const OTHERS_MAY_WRITE = 0o022;
const STICKY = 0o1000;
const ROOT_USER = 0;

/** The limit of Linux. */
const MAX_LINKS = 40;

/** An action and its path, for messages: `action` reads "read the configuration". */
interface Purpose {
  readonly action: string;
  readonly path: string;
}

/** What was opened is no longer at its path. */
export class ReplacedError extends CloacinaError {
  constructor({ action, path }: Purpose) {
    super(
      "insufficient_permissions",
      `Cannot ${action} ${quoted(shownPath(path))}: it was removed or replaced while it was read`,
      { hint: "try again; if it happens again, find out who writes to its directory" },
    );
  }
}

/** A component of a path, and the entry there. */
interface Place {
  readonly path: string;
  readonly stat: Pick<Stats, "uid" | "mode">;
}

/** A place where `follow` has found something. */
interface FoundPlace extends Place {
  readonly stat: Stats;
}

/**
 * Throws `insufficient_permissions` if anyone but this user and root can replace or modify a path: by owning or writing
 * to it or a parent directory, links followed, like sshd's StrictModes. In a sticky directory such as /tmp, only an
 * entry's owner can replace it. A missing entry passes, and so does an inherited pipe. ACLs are ignored.
 */
export function requireTrustedPlace(path: string, action: string): void {
  check({ action, path }, (place, purpose) => {
    if (place !== null) requireUnwritable(place, purpose);
  });
}

/** The same for what was found at a path, and must still be there: a missing entry is refused too. */
export function requireTrustedPresent(path: string, action: string): void {
  check({ action, path }, (place, purpose) => {
    if (place === null) throw new ReplacedError(purpose);
    requireUnwritable(place, purpose);
  });
}

/**
 * The same for a file or FIFO that is open at a path, before its bytes are used. Whoever can replace an entry could also
 * remove or rename it once it is open, so the path must still lead to what was opened.
 */
export function requireTrustedOpen(opened: Opened, path: string, action: string): void {
  check({ action, path }, (place, purpose) => {
    if (place === null || !isSame(place.stat, opened)) throw new ReplacedError(purpose);
    const open = { path: place.path, stat: opened };
    requireOwner(open, purpose);
    requireUnwritable(open, purpose);
  });
}

/** Like `requireTrustedPlace`; also refuses a sticky directory, where others could add files next to it. */
export function requireTrustedFolderOf(path: string, action: string): void {
  if (!doModesCount()) return;
  requireTrustedPlace(path, action);
  const purpose = { action, path };
  const found = follow(purpose);
  // Where a new file would be made; a link has a mode of its own, which says nothing.
  const folder = found === null
    ? follow({ action, path: dirname(resolve(path)) })
    : lookAt(dirname(found.path));
  if (folder !== null) requireUnwritable(folder, purpose);
}

/** The same for an entry of a trusted directory, given its stat. */
export function requireTrustedEntry(stat: Place["stat"], path: string, action: string): void {
  if (!doModesCount()) return;
  const [place, purpose] = [{ path, stat }, { action, path }];
  requireOwner(place, purpose);
  requireUnwritable(place, purpose);
}

/** Follows a path, and then checks what is there. */
function check(
  purpose: Purpose,
  requireFound: (place: FoundPlace | null, purpose: Purpose) => void,
): void {
  const { action, path } = purpose;
  if (!doModesCount() || isInheritedPipe(path)) return;
  try {
    requireFound(follow(purpose), purpose);
  } catch (error) {
    throw toIoError(error, action, path);
  }
}

/** Resolves a path as the system does, and checks each directory before its entry. Null if nothing is there. */
function follow(purpose: Purpose): FoundPlace | null {
  // Resolves `..` before following links, as the runtime does.
  const absolute = resolve(purpose.path);
  const names = namesOf(absolute);
  let place = lookAt(parse(absolute).root);
  for (let links = 0; place !== null && names.length > 0;) {
    const next = lookAt(join(place.path, names.shift()!));
    requireKeeper(place, next, purpose);
    if (next?.stat.isSymbolicLink()) {
      if (++links > MAX_LINKS) throw circular(purpose);
      const target = readlinkSync(next.path);
      names.unshift(...namesOf(target));
      if (isAbsolute(target)) place = lookAt(parse(target).root);
    } else place = next;
  }
  return place;
}

function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

function lookAt(path: string): FoundPlace | null {
  try {
    return { path, stat: lstatSync(path) };
  } catch (error) {
    if (isErrorNumber(error, "ENOENT", "ENOTDIR")) return null;
    throw error;
  }
}

/**
 * Requires that others cannot replace an entry: the directory is not writable by them, or it is sticky and the entry is
 * not theirs.
 */
function requireKeeper(directory: Place, entry: Place | null, purpose: Purpose): void {
  requireOwner(directory, purpose);
  if ((directory.stat.mode & STICKY) === 0) requireUnwritable(directory, purpose);
  if (entry !== null) requireOwner(entry, purpose);
}

function isSame(found: Stats, opened: Opened): boolean {
  return found.dev === opened.dev && found.ino === opened.ino;
}

function requireOwner({ stat: { uid }, path }: Place, purpose: Purpose): void {
  const user = Deno.uid();
  // In as many steps for root as for others: executables carry what V8 noted of which functions ran often.
  if ([ROOT_USER, user].includes(uid)) return;
  throw refused(
    purpose,
    `${nameOf(path, purpose)} belongs to user ${uid}, who is neither you nor root`,
    `once you know all that is in it: chown ${user} ${shownPath(path)}`,
  );
}

function requireUnwritable({ stat: { mode }, path }: Place, purpose: Purpose): void {
  if ((mode & OTHERS_MAY_WRITE) === 0) return;
  throw refused(
    purpose,
    `others may write to ${nameOf(path, purpose)} (mode ${octalMode(mode)})`,
    (mode & STICKY) === 0
      ? `once you know that nobody planted anything in it: chmod go-w ${shownPath(path)}`
      : "choose a directory that nobody else may write to",
  );
}

function nameOf(path: string, purpose: Purpose): string {
  return path === resolve(purpose.path) ? "it" : quoted(shownPath(path));
}

function refused({ action, path }: Purpose, state: string, hint: string): CloacinaError {
  return new CloacinaError(
    "insufficient_permissions",
    `Cannot ${action} ${quoted(shownPath(path))}: ${state}`,
    {
      hint,
    },
  );
}

/** As the system says it of a path that it opens. */
function circular({ action, path }: Purpose): CloacinaError {
  return toIoError(Object.assign(new Error(), { code: "ELOOP" }), action, path);
}
