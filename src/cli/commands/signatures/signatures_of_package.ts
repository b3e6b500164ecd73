import type { ListSignaturesRequest } from "../../../contract/signatures.ts";
import type { Stored } from "../../../domain/damaged.ts";
import type { StatedSignature } from "../../../domain/stored_signature.ts";
import type { Operations } from "../../../operations/operations.ts";
import { listPages } from "../../terminal/list_pages.ts";

/** Every stored signature of a package: one of each key, in as many answers as have room for what they state. */
export async function signaturesOfPackage(
  { list }: Operations["signatures"],
  request: Omit<ListSignaturesRequest, "page">,
): Promise<readonly Stored<StatedSignature>[]> {
  const pages = listPages({ limit: Infinity, offset: 0 }, (page) => list({ ...request, page }));
  const all: Stored<StatedSignature>[] = [];
  for await (const { items } of pages) all.push(...items);
  return all;
}
