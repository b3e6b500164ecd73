import { useState } from "preact/hooks";
import type { OrgId } from "../../domain/ids.ts";
import { Code, Text } from "./parts/text.tsx";
import { type Rights, rightsOf, type Session } from "./session.ts";
import { GrantsView } from "./views/grants_view.tsx";
import { HealthView } from "./views/health_view.tsx";
import { KeysView } from "./views/keys_view.tsx";
import { OrganisationsView } from "./views/organisations_view.tsx";
import { PackagesView } from "./views/packages_view.tsx";
import { RefusalsView } from "./views/refusals_view.tsx";
import { TrustedKeysView } from "./views/trusted_keys_view.tsx";

/** What there is to see, by its title. */
const VIEWS = {
  "Signing keys": KeysView,
  "Trusted keys": TrustedKeysView,
  "Grants": GrantsView,
  "Packages": PackagesView,
  "Refusals": RefusalsView,
  "Health": HealthView,
} as const;

type ViewName = keyof typeof VIEWS;

/** The console of someone who is signed in. */
export function Console({ session }: { readonly session: Session }) {
  const { api, token } = session;
  const rights = rightsOf(token);
  const [orgId, setOrgId] = useState(token.orgId);
  const [view, setView] = useState<ViewName>("Signing keys");
  const Shown = VIEWS[view];
  return (
    <>
      <Header {...{ session, orgId, rights }} onChange={() => setOrgId(null)} />
      {orgId === null
        ? (
          <main>
            <h2>Organisations</h2>
            <OrganisationsView api={api} onChoose={setOrgId} />
          </main>
        )
        : (
          <>
            <Tabs names={viewsOf(rights)} shown={view} onShow={setView} />
            <main>
              <h2>{view}</h2>
              <Shown key={orgId} {...{ api, orgId, rights }} />
            </main>
          </>
        )}
    </>
  );
}

/** The audit log is shared by all, so only an administrator sees a part of it. */
function viewsOf({ isAdmin }: Rights): readonly ViewName[] {
  const names = Object.keys(VIEWS) as ViewName[];
  return names.filter((name) => name !== "Refusals" || isAdmin);
}

interface HeaderProps {
  readonly session: Session;
  readonly orgId: OrgId | null;
  readonly rights: Rights;
  readonly onChange: () => void;
}

function Header({ session: { token, end }, orgId, rights, onChange }: HeaderProps) {
  return (
    <header>
      <h1>cloacina</h1>
      {orgId !== null && (
        <p class="who">
          Organisation <Code of={orgId} />{" "}
          {rights.seesAllOrgs && <button type="button" onClick={onChange}>Switch</button>}
        </p>
      )}
      <p class="who">
        {token.name !== null && <Text of={token.name} />} <span class="role">{token.role}</span>
        {" "}
        <button type="button" onClick={end}>Sign out</button>
      </p>
    </header>
  );
}

interface TabsProps {
  readonly names: readonly ViewName[];
  readonly shown: ViewName;
  readonly onShow: (name: ViewName) => void;
}

function Tabs({ names, shown, onShow }: TabsProps) {
  return (
    <nav class="tabs" aria-label="Views">
      {names.map((name) => (
        <button
          key={name}
          type="button"
          aria-current={name === shown ? "page" : undefined}
          onClick={() => onShow(name)}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
