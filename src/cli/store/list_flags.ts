import { CloacinaError } from "../../errors.ts";
import {
  flag,
  JSON_FLAG,
  NO_HEADER_FLAG,
  type NoHeaderFlag,
  optionalText,
} from "../command_line/flags.ts";
import { REMOTE_FLAGS, type RemoteFlags } from "../server/remote_flags.ts";
import type { JsonFlag } from "../terminal/output.ts";
import { STORE_FLAGS, type StoreFlags } from "./store_flags.ts";

/** A page of a long list. */
export interface PageFlags extends NoHeaderFlag {
  readonly limit?: number;
  readonly offset?: number;
  readonly after?: string;
}

/** `--limit`, `--offset`, `--after` and `--no-header`. */
export const PAGE_FLAGS = {
  limit: {
    ...optionalText("N", "Show at most N (default: 1000)"),
    parse: (text: string) => parseCount(text, 1),
  },
  offset: {
    ...optionalText("N", "Skip the first N; entries added or removed meanwhile shift them"),
    parse: (text: string) => parseCount(text, 0),
  },
  after: optionalText(
    "POSITION",
    "Continue after this position, which the previous page printed",
  ),
  noHeader: NO_HEADER_FLAG,
} as const;

/** What every list of a store or server takes. */
export interface ListFlags extends PageFlags, JsonFlag, StoreFlags, RemoteFlags {}

/** The flags of every list of a store or server. */
export const LIST_FLAGS = {
  ...PAGE_FLAGS,
  json: JSON_FLAG,
  ...STORE_FLAGS,
  ...REMOTE_FLAGS,
} as const;

/** The flag of lists whose items have IDs. */
export interface IdsOnlyFlag {
  readonly idsOnly?: boolean;
}

/** `--ids-only`. */
export const IDS_ONLY_FLAG = flag("Print only the IDs, one per line");

function parseCount(text: string, least: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new CloacinaError("invalid_request", `takes a number from ${least} to 999999999`);
}
