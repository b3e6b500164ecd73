import { CloacinaError } from "../../errors.ts";
import { type Connection, openConnection } from "./connection.ts";
import { hasDatabaseFile, whyUnopened } from "./database_file.ts";
import { type Patience, whileBusy } from "./patience.ts";
import { noDatabase } from "./schema.ts";
import { isUnopened, toStoreError } from "./sqlite_error.ts";

/** A connection that is opened when it is first needed. */
export interface LazyConnection {
  /** Throws `store_unavailable` where there is no database yet. */
  readonly get: (patience: Patience) => Promise<Connection>;
  readonly close: () => Promise<void>;
}

/** A connection to this file; what could not be opened is tried again the next time. */
export function lazyConnection(path: string, use: "read" | "write"): LazyConnection {
  let opening: Promise<Connection> | undefined;
  let isClosed = false;
  return {
    get: async (patience) => {
      if (isClosed) throw closed(path);
      opening ??= open(path, use, patience).catch((error) => {
        opening = undefined;
        throw error;
      });
      return await opening;
    },
    close: async () => {
      isClosed = true;
      const connection = await opening?.catch(() => undefined);
      opening = undefined;
      connection?.close();
    },
  };
}

async function open(path: string, use: "read" | "write", patience: Patience): Promise<Connection> {
  if (!await hasDatabaseFile(path)) throw noDatabase(path);
  try {
    return await whileBusy(() => openConnection(path, use), patience);
  } catch (error) {
    throw isUnopened(error) ? whyUnopened(path, error) : toStoreError(error, path);
  }
}

function closed(path: string): CloacinaError {
  return new CloacinaError("internal_error", `Cannot use the database ${path}: it was closed`);
}
