import { ERROR_OUTCOMES, toCloacinaError } from "../../src/errors.ts";

/**
 * Runs a script of the project and returns its exit code. An error that says what went wrong is printed
 * in a line, with its hint; any other is a bug of the script, and is thrown on with its stack.
 */
export async function runScript(script: () => Promise<void>): Promise<number> {
  try {
    await script();
    return 0;
  } catch (thrown) {
    const error = toCloacinaError(thrown);
    if (error.code === "internal_error") throw thrown;
    console.error(`error: ${error.message}`);
    if (error.hint !== undefined) console.error(`hint: ${error.hint}`);
    return ERROR_OUTCOMES[error.code].exit;
  }
}
