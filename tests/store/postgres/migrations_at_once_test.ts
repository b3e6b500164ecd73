import { migrationsAtOnce } from "./migrations_at_once.ts";

await migrationsAtOnce(4);
