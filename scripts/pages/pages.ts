/** A page that is made of a folder below `src/pages/`, and the name of the file that is made of it. */
export interface Page {
  readonly folder: string;
  readonly file: string;
}

/** Every page, by the name of its task. */
export const PAGES = {
  console: { folder: "console", file: "cloacina-console.html" },
  verifier: { folder: "verifier", file: "cloacina-verify.html" },
} as const satisfies Readonly<Record<string, Page>>;
