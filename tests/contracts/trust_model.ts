/** What an organisation holds of a key or of another organisation. A row is never deleted and keeps its id. */
export interface ModelRow {
  readonly id: string;
  readonly isActive: boolean;
}

/** Trust as two tables, and nothing else. Keys read "<org> <key>" and "<parent> <child>". */
export interface TrustModel {
  readonly trusted: ReadonlyMap<string, ModelRow>;
  readonly grants: ReadonlyMap<string, ModelRow>;
}

/** One change. Organisations and keys are numbers. */
export type TrustAction =
  | { readonly verb: "trust" | "distrust"; readonly org: number; readonly key: number }
  | { readonly verb: "grant" | "ungrant"; readonly org: number; readonly child: number };

/** Trust before anybody trusts anything. */
export const NO_TRUST: TrustModel = { trusted: new Map(), grants: new Map() };

/** The model after a change. `id` is the row's, where there is none yet. */
export function applied(model: TrustModel, action: TrustAction, id: string): TrustModel {
  switch (action.verb) {
    case "trust":
      return { ...model, trusted: activated(model.trusted, trustName(action), id) };
    case "distrust":
      return { ...model, trusted: revoked(model.trusted, trustName(action)) };
    case "grant":
      return { ...model, grants: activated(model.grants, grantName(action), id) };
    case "ungrant":
      return { ...model, grants: revoked(model.grants, grantName(action)) };
  }
}

/** Whether the change finds something to revoke. */
export function isEffective(model: TrustModel, action: TrustAction): boolean {
  if (action.verb === "distrust") return isActive(model.trusted, trustName(action));
  if (action.verb === "ungrant") return isActive(model.grants, grantName(action));
  return true;
}

/** Whose trust makes an organisation accept a key, or that it has revoked the key itself. */
export type ModelStanding = readonly number[] | "revoked";

/**
 * An organisation accepts a key that it trusts itself, or that one trusts to whom it grants trust; but none that it has
 * revoked itself. Grants of grants do not count.
 */
export function standingInModel(model: TrustModel, org: number, key: number): ModelStanding {
  const own = model.trusted.get(`${org} ${key}`);
  if (own !== undefined && !own.isActive) return "revoked";
  const asked = new Set([org, ...childrenOf(model, org)]);
  return [...asked].filter((one) => isActive(model.trusted, `${one} ${key}`)).toSorted();
}

function childrenOf(model: TrustModel, org: number): readonly number[] {
  return [...model.grants]
    .filter(([name, row]) => name.startsWith(`${org} `) && row.isActive)
    .map(([name]) => Number(name.split(" ")[1]));
}

function isActive(rows: ReadonlyMap<string, ModelRow>, name: string): boolean {
  return rows.get(name)?.isActive ?? false;
}

function activated(rows: ReadonlyMap<string, ModelRow>, name: string, id: string) {
  return new Map(rows).set(name, { id: rows.get(name)?.id ?? id, isActive: true });
}

function revoked(rows: ReadonlyMap<string, ModelRow>, name: string) {
  const row = rows.get(name);
  return row === undefined ? rows : new Map(rows).set(name, { ...row, isActive: false });
}

function trustName({ org, key }: { readonly org: number; readonly key: number }): string {
  return `${org} ${key}`;
}

function grantName({ org, child }: { readonly org: number; readonly child: number }): string {
  return `${org} ${child}`;
}
