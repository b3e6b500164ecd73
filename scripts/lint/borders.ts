import { listed, matches, short } from "./paths.ts";
import {
  BUILD_FILE,
  COMMAND_TABLE,
  COMMANDS,
  DOORS,
  ROOMS,
  STORE_FOLDERS,
  WALLS,
} from "./rooms.ts";

const ORDER = ROOMS.map(short).join(" < ");

/** Why a file may not lie where it lies, or `null`. */
export function misplaced(path: string): string | null {
  if (path !== BUILD_FILE && positionOf(path) === -1) {
    return `it is in no room, and the rooms are ${listed(ROOMS)}`;
  }
  if (/\/(index|mod)\.[cm]?[jt]sx?$/.test(path)) {
    return "a room has no barrel, import the file that defines the name";
  }
  const isStrayInStore = /^src\/store\/.+\//.test(path) && !matches(path, STORE_FOLDERS);
  return isStrayInStore ? `the store has no folders but ${listed(STORE_FOLDERS)}` : null;
}

/** Why one file of the project may not import another, or `null`; both are project paths. */
export function barred(from: string, to: string): string | null {
  return outOfRooms(to) ?? outOfOrder(from, to) ?? wrongDoor(from, to) ?? walled(from, to) ??
    otherNoun(from, to);
}

function positionOf(path: string): number {
  return ROOMS.findIndex((room) => matches(path, [room]));
}

function outOfRooms(path: string): string | null {
  if (path === BUILD_FILE || positionOf(path) !== -1) return null;
  return "it is in no room, and a room imports nothing else";
}

function outOfOrder(from: string, to: string): string | null {
  const here = positionOf(from);
  const room = ROOMS[here];
  if (room === undefined || positionOf(to) <= here) return null;
  return `${short(room)} may import only itself and what is left of it in ${ORDER}`;
}

function wrongDoor(from: string, to: string): string | null {
  const door = DOORS.find((candidate) => matches(to, [candidate.to]));
  if (door === undefined || matches(from, [door.to, ...door.from])) return null;
  const who = door.from.length === 0 ? "nothing" : `only ${listed(door.from)}`;
  return `${who} may (${door.because})`;
}

function walled(from: string, to: string): string | null {
  const wall = WALLS.find(([one, other]) =>
    (matches(from, [one]) && matches(to, [other])) || (matches(from, [other]) && matches(to, [one]))
  );
  return wall === undefined ? null : `${listed(wall)} never import each other`;
}

function otherNoun(from: string, to: string): string | null {
  if (from === COMMAND_TABLE) return null;
  const [here, there] = [nounOf(from), nounOf(to)];
  if (here === null || there === null || here === there) return null;
  return "a command never imports another noun's command, move what both need into cli/";
}

function nounOf(path: string): string | null {
  if (!path.startsWith(COMMANDS)) return null;
  return path.slice(COMMANDS.length).split("/")[0]?.replace(/\.[a-z]+$/, "") ?? null;
}
