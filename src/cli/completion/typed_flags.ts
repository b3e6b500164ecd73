import { longFlag } from "../command_line/flags.ts";
import { REMOTE_FLAGS } from "../server/remote_flags.ts";
import type { RemoteFlags } from "../server/remote_flags.ts";
import { ORG_FLAG, STORE_FLAGS } from "../store/store_flags.ts";
import type { OrgFlag, StoreFlags } from "../store/store_flags.ts";

const FLAGS = { ...STORE_FLAGS, ...REMOTE_FLAGS, org: ORG_FLAG } as const;

/** The flags on an unfinished command line that choose a store or server, and an organisation. */
export function typedFlags(typed: readonly string[]): StoreFlags & RemoteFlags & OrgFlag {
  const given = Object.entries(FLAGS).flatMap(([name, { kind }]) => {
    const value = kind === "boolean"
      ? typed.includes(longFlag(name))
      : valueOf(typed, longFlag(name));
    return value === undefined || value === false ? [] : [[name, value]];
  });
  return Object.fromEntries(given);
}

function valueOf(typed: readonly string[], flag: string): string | undefined {
  const index = typed.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  if (index === -1) return undefined;
  const word = typed[index]!;
  return word === flag ? typed[index + 1] : word.slice(flag.length + 1);
}
