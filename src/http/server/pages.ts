import { refuse } from "./refusal.ts";

/** A page that browsers get: where it is served, its file, and the task that builds it. */
export interface ServedPage {
  readonly path: string;
  readonly file: string;
  readonly task: string;
}

/** What a page is sent as: its text, and headers beside those of every answer. */
export interface PageAnswer {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads a page by the name of its file; null if it was not built. */
export type ReadPage = (file: string) => Promise<string | null>;

/** The pages that need no token to be had. */
export const SERVED_PAGES: readonly ServedPage[] = [
  { path: "/", file: "cloacina-console.html", task: "pages" },
  { path: "/verify", file: "cloacina-verify.html", task: "verifier" },
];

/** A page is alone in its window, is shown in no frame, and tells nobody where it came from. */
const ISOLATION = {
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
} as const;

const POLICY = /<meta http-equiv="Content-Security-Policy"\s+content="([^"]+)">/;

/** What is sent of a page; `html` is null where it was not built. */
export function pageAnswer({ path, task }: ServedPage, html: string | null): PageAnswer {
  if (html === null) {
    throw refuse(404, `Cannot show ${path}: \`deno task ${task}\` has not been run`);
  }
  return { html, headers: { ...ISOLATION, "content-security-policy": policyOf(html) } };
}

/** The page's own policy, and what only a header can say. */
function policyOf(html: string): string {
  const [, policy = "default-src 'none'"] = POLICY.exec(html) ?? [];
  return `${policy}; frame-ancestors 'none'`;
}
