import { trustHistories } from "../../../contracts/trust_contract.ts";
import { temporarySqlite } from "../../../store/sqlite/temporary_sqlite.ts";

trustHistories("sqlite", temporarySqlite, 2000);
