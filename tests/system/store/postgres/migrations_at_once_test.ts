import { migrationsAtOnce } from "../../../store/postgres/migrations_at_once.ts";

await migrationsAtOnce(25);
