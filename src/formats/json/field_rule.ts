import type * as z from "zod/mini";

/** The message for a field that breaks its rule ("be 1"), or is missing. */
export function must(rule: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) =>
      input === undefined ? "is missing" : `must ${rule}`,
  };
}

/** Every bad field of a document and its message, as the state of an error: "lines must be 1 or more; head is missing". */
export function badFields({ issues }: z.core.$ZodError): string {
  return issues.map(({ path, message }) => [...path, message].join(" ")).join("; ");
}
