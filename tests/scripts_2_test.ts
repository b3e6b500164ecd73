import { bareScripts } from "./testkit/bare_scripts.ts";

await bareScripts(2);
