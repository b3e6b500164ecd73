import type { SentRequest } from "./endpoint.ts";

/** The path and query of a request: `:name` in a path is replaced by that parameter. */
export function requestTarget(
  path: string,
  { params, query }: Pick<SentRequest, "params" | "query">,
): string {
  const filled = path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name]!));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, value);
  }
  return search.size === 0 ? filled : `${filled}?${search}`;
}
