import { readYaml } from "./read_yaml.ts";

/** What the tests need of a service in compose.yaml. */
export interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
}

/** What the tests need of compose.yaml. */
export interface Compose {
  readonly services: Readonly<Record<"postgres" | "migrate" | "serve", ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, object>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

/** Reads compose.yaml. */
export async function readCompose(): Promise<Compose> {
  const [compose] = await readYaml<Compose>("compose.yaml");
  return compose!;
}
