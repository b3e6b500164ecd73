import { runApp } from "./src/cli/app.ts";
import { createContext } from "./src/cli/context.ts";

// A process that ends before its verdict is printed has failed.
Deno.exitCode = 1;
Deno.exitCode = await runApp(createContext(Deno.args), Deno.args);
// Signal listeners and an open terminal would keep the process alive.
Deno.exit();
