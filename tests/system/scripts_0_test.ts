import { wholeScripts } from "./testkit/whole_scripts.ts";

await wholeScripts(0);
