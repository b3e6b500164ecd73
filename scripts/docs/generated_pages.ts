import { environmentPage } from "./environment_page.ts";
import { errorsPage } from "./errors_page.ts";
import { exitCodesPage } from "./exit_codes_page.ts";
import { jsonPage } from "./json_page.ts";

/** The pages of docs/ that are generated from the code, by file name: each as Markdown that is not formatted yet. */
export const GENERATED_PAGES: Readonly<Record<string, () => string | Promise<string>>> = {
  "environment.md": environmentPage,
  "errors.md": errorsPage,
  "exit-codes.md": exitCodesPage,
  "json.md": jsonPage,
};
