import { CONTRACT } from "../../contract/contract.ts";
import { encodeRequest, type Endpoint, type Verb } from "../../contract/endpoint.ts";
import { mapVerbs } from "../../contract/map_verbs.ts";
import type { Items, Page } from "../../domain/list_slice.ts";
import { CloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";
import type { Transport } from "./client_transport.ts";
import { allPages } from "./pages.ts";

/**
 * The operations of a server, without checks beyond the shape of each answer. Private keys are never sent: an operation
 * that would need one throws `invalid_request`.
 */
export function askServer(transport: Transport): Operations {
  const toMethod = (verb: Verb<never, unknown> | Endpoint<unknown, unknown>) =>
    "method" in verb
      ? asking(transport, verb)
      : () => Promise.reject(staysThere(verb.local ?? "run this operation"));
  return mapVerbs(CONTRACT, toMethod) as Operations;
}

/** Lists are requested page by page. */
function asking({ send }: Transport, entry: Endpoint<unknown, unknown>) {
  const { method, path, answer } = entry;
  const ask = async (request: unknown) => {
    const isIdempotent = entry.isIdempotent(request);
    const sent = await encodeRequest(entry, request);
    return await send({ method, path, ...sent, answer, isIdempotent });
  };
  return async (request: object) => {
    if (!("page" in request)) return await ask(request);
    const part = async (page: Page) => await ask({ ...request, page }) as Items<unknown>;
    return await allPages(request.page as Page, part);
  };
}

function staysThere(action: string): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    `Cannot ${action} through the API: private keys stay where they are`,
    { hint: "run it where the store is, with --database-url or --key-dir" },
  );
}
