import { trustHistories } from "../../../contracts/trust_contract.ts";
import { openTemporaryDirectory } from "../../../store/directory/opened_directory.ts";

trustHistories("key directory", openTemporaryDirectory, 200);
