import { errorDocument } from "../../contract/error_document.ts";
import { type CloacinaError, toCloacinaError } from "../../errors.ts";
import type { CheckedPart } from "../records/checked_part.ts";
import type { CliContext } from "../context.ts";
import type { Fields } from "../terminal/output.ts";
import { readinessError, schemaFields, schemaJson, type SchemaStatus } from "./schema_output.ts";
import type { StoreFlags } from "./store_flags.ts";
import { BY_DEFAULT, chooseStore } from "./store_location.ts";

/** Checks the store that the flags choose. One that does not answer is a result, not an error. */
export async function lookAtStore(context: CliContext, flags: StoreFlags): Promise<CheckedPart> {
  try {
    return await context.withStore(
      flags,
      async ({ store: { location, schemaStatus } }, because) => {
        const status = await schemaStatus().catch(toCloacinaError);
        const state = "code" in status
          ? unusableStore(status, location)
          : usableStore(because === BY_DEFAULT ? forgiven(status) : status, location);
        return withReason(state, because);
      },
      "allowed",
    );
  } catch (thrown) {
    const because = await chooseStore(context, flags).then((chosen) => chosen.because, () => null);
    const state = unusableStore(toCloacinaError(thrown));
    return because === null ? state : withReason(state, because);
  }
}

function withReason(state: CheckedPart, because: string): CheckedPart {
  return {
    ...state,
    json: { ...state.json, because },
    fields: [...state.fields, ["chosen by", because]],
  };
}

/** Nobody has to have the default key directory: key files need no store. Nothing else there is forgiven. */
function forgiven(status: SchemaStatus): SchemaStatus {
  if (status.owner !== "nobody") return status;
  const { refusal: _refusal, ...state } = status;
  return { ...state, problems: ["there is no key directory yet"] };
}

function usableStore(status: SchemaStatus, location: string): CheckedPart {
  const error = readinessError(location, status);
  return {
    json: schemaJson(location, status),
    fields: schemaFields(location, status),
    ...(error !== undefined && { error }),
  };
}

/** The state of a store that cannot be used; `location` is null if it is not known. */
export function unusableStore(
  error: CloacinaError,
  location: string | null = null,
): CheckedPart {
  const store: Fields = location === null ? [] : [["store", location]];
  return {
    json: { store: location, ready: false, ...errorDocument(error) },
    fields: [...store, ["no store", `${error.message} (${error.code})`]],
    error,
  };
}
