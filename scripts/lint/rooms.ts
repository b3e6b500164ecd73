// The rooms, their order, their doors, and who may touch the machine: all of it is data, here.
//
// A pattern is a project path. One that ends in `/` means everything below that folder, one that
// ends in `*` everything that starts so, any other is one file.

/** From left to right; a room imports only itself and what stands to its left. */
export const ROOMS: readonly string[] = [
  "src/errors.ts",
  "src/crypto/",
  "src/domain/",
  "src/formats/",
  "src/contract/",
  "src/pages/",
  "src/files/",
  "src/store/",
  "src/operations/",
  "src/http/",
  "src/cli/",
  "main.ts",
];

/** The facts of the build: imports nothing, and is outside the order. */
export const BUILD_FILE = "src/build.ts";

/** A narrower rule than the order: beside `to` itself, `from` alone may import it. */
export interface Door {
  readonly to: string;
  readonly from: readonly string[];
  readonly because: string;
}

const BACK_ENDS = ["src/store/postgres/", "src/store/sqlite/", "src/store/directory/"] as const;
const SQL = "src/store/sql/";
const CREATE_CONTEXT = "src/cli/create_context.ts";
const WIRING = ["src/cli/context.ts", CREATE_CONTEXT, "main.ts"] as const;

/** The only folders below the store: one that is not named here would have no door. */
export const STORE_FOLDERS: readonly string[] = [...BACK_ENDS, SQL];

/** The first door that leads to a file decides, so the narrow ones come first. */
export const DOORS: readonly Door[] = [
  {
    to: "src/pages/",
    from: [],
    because: "a page runs in a browser, and the program only hands it out",
  },
  {
    to: BUILD_FILE,
    from: ["src/cli/"],
    because: "the facts of the build are only printed",
  },
  {
    to: "src/files/",
    from: [
      ...BACK_ENDS,
      "src/cli/terminal/terminal.ts",
      "src/cli/audit/audit_logs.ts",
      "src/cli/audit/audit_trails.ts",
      ...WIRING,
    ],
    because: "file paths exist only there, all else takes bytes",
  },
  ...BACK_ENDS.map((to) => ({
    to,
    from: ["src/store/open.ts"],
    because: "back ends never see each other and nobody else sees one",
  })),
  {
    to: SQL,
    from: ["src/store/postgres/", "src/store/sqlite/"],
    because: "SQL is a matter of the two databases",
  },
  {
    to: "src/store/open.ts",
    from: WIRING,
    because: "through it one would reach every back end",
  },
  {
    to: "src/store/store.ts",
    from: ["src/store/", "src/operations/", ...WIRING],
    because: "a store is seen by what acts on it",
  },
  {
    to: "src/store/location.ts",
    from: [
      "src/store/",
      "src/cli/store/store_location.ts",
      "src/cli/store/database_url.ts",
      ...WIRING,
    ],
    because: "where a store is, is read from flags and variables and then only handed on",
  },
  {
    to: "src/store/",
    from: WIRING,
    because: "of the store operations/ sees only store/store.ts, http/ and commands see nothing",
  },
  {
    to: "src/http/",
    from: WIRING,
    because: "a command does not know whether it is local or remote",
  },
];

/** Pairs that never import each other, in either direction. */
export const WALLS: readonly (readonly [string, string])[] = [
  ["src/http/client/", "src/http/server/"],
];

/** Commands live at `<COMMANDS><noun>/<verb>.ts` or `<COMMANDS><noun>.ts`. */
export const COMMANDS = "src/cli/commands/";

/** No command but the table of all nouns: the one file below COMMANDS that may name every noun. */
export const COMMAND_TABLE = "src/cli/commands/routes.ts";

/** May use `Deno`, the clock, random, timers, the network and `node:` modules. */
export const MACHINE_ROOMS: readonly string[] = [
  "src/pages/",
  "src/files/",
  ...BACK_ENDS,
  "src/store/open.ts",
  "src/http/client/client*",
  "src/http/server/serve*",
  "src/cli/terminal/terminal*",
  CREATE_CONTEXT,
  "src/cli/read_env.ts",
  "main.ts",
];

/** May use Web Crypto (these parts of the global `crypto`) and `node:crypto`, and no other machine. */
export const CRYPTO_ROOM = "src/crypto/";
export const CRYPTO_PARTS: readonly string[] = ["subtle", "getRandomValues"];
export const CRYPTO_MODULE = "node:crypto";

/** May join and split file names, which reads no file. */
export const PATH_ROOM = "src/cli/";
export const PATH_MODULE = "node:path";

/** The one file that prints, through `Deno.stdout` and `Deno.stderr`. */
export const PRINTING_FILE = "src/cli/terminal/terminal.ts";

/** The one file that makes and checks signatures with the primitive. */
export const SIGNING_FILE = "src/crypto/ed25519.ts";
