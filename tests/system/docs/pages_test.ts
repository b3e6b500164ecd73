import { pageTests } from "../../docs/page_tests.ts";
import { buildVault } from "../testkit/start_vault.ts";

await buildVault();

pageTests("system");
