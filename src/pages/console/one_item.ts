import type { Items } from "../../domain/list_slice.ts";
import type { ErrorCode } from "../../errors.ts";
import { Failure } from "./api/failure.ts";

/** What was looked up, as a list of one; empty where it was not found. */
export async function oneItem<Item>(
  lookUp: () => Promise<Item>,
  notFound: ErrorCode,
): Promise<Items<Item>> {
  try {
    return { items: [await lookUp()], total: 1 };
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === notFound) return { items: [], total: 0 };
    throw thrown;
  }
}
