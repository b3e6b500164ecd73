import { storeContract } from "../../contracts/store_contract.ts";
import { trustContract } from "../../contracts/trust_contract.ts";
import { temporaryEngineDatabase, temporarySqlite } from "./temporary_sqlite.ts";

storeContract("sqlite", temporarySqlite);
trustContract("sqlite", temporarySqlite);

for (const mode of ["wal", "delete"] as const) {
  storeContract(
    `sqlite, the engine's database (${mode})`,
    () => temporaryEngineDatabase(mode),
    { owner: "engine" },
  );
}
