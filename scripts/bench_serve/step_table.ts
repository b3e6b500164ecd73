import { formatTable } from "../bench/table.ts";
import type { Step } from "./steps.ts";

/** The measured steps on one store. */
export interface StoreSteps {
  readonly title: string;
  readonly steps: readonly Step[];
}

/** A row for each step, a column for each store. */
export function formatStepTable(stores: readonly StoreSteps[]): string {
  return formatTable(
    [
      { title: "milliseconds", side: "left" },
      ...stores.map(({ title }) => ({ title, side: "right" as const })),
    ],
    stores[0]!.steps.map(({ title }, index) => [
      title,
      ...stores.map(({ steps }) => steps[index]!.milliseconds.toFixed(2)),
    ]),
  );
}
