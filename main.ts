// The runtime answers SIGUSR1 with a debugger on 127.0.0.1:9229 that asks nobody who they are, and a listener does not
// keep it from that. An executable has no debugger, and goes on; a run from source ends before there is one.
if (Deno.build.os !== "windows") {
  Deno.addSignalListener("SIGUSR1", () => void (Deno.build.standalone || Deno.exit(130)));
}

// A process that ends before its verdict is printed has failed.
Deno.exitCode = 1;
// Not at the top: what they load takes its time, and the signal may come before.
const { runApp } = await import("./src/cli/app.ts");
const { createContext } = await import("./src/cli/create_context.ts");
Deno.exitCode = await runApp(createContext(Deno.args), Deno.args);
// Signal listeners and an open terminal would keep the process alive.
Deno.exit();
