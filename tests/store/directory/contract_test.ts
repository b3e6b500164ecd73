import { storeContract } from "../../contracts/store_contract.ts";
import { trustContract } from "../../contracts/trust_contract.ts";
import { openTemporaryDirectory } from "./opened_directory.ts";

storeContract("key directory", openTemporaryDirectory, {
  hasMasterKeyFile: true,
  hasTimesAsText: true,
});

trustContract("key directory", openTemporaryDirectory);
