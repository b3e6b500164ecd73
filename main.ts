// On SIGUSR1 the runtime opens a debugger on 127.0.0.1:9229 without authentication, even if a listener is installed. A
// compiled executable has no debugger and ignores the signal; a run from source exits before the debugger opens.
if (Deno.build.os !== "windows") {
  Deno.addSignalListener("SIGUSR1", () => void (Deno.build.standalone || Deno.exit(130)));
}

// A process that exits before it has printed its result has failed.
Deno.exitCode = 1;
// Imported here because loading takes time, and the signal may arrive earlier.
Deno.exitCode = await (asksForVersion(Deno.args) ? printVersion() : runCommand());
// Signal listeners and an open terminal would keep the process alive.
Deno.exit();

/** `-v` is that of a version before `--verbose`. */
function asksForVersion([word = "", ...more]: readonly string[]): boolean {
  return ["--version", "-V", "-v"].includes(word) && more.length === 0;
}

async function printVersion(): Promise<number> {
  const { printVersion } = await import("./src/cli/print_version.ts");
  return await printVersion(Deno.version);
}

async function runCommand(): Promise<number> {
  const { runApp } = await import("./src/cli/app.ts");
  const { createContext } = await import("./src/cli/create_context.ts");
  return await runApp(await createContext(Deno.args), Deno.args);
}
