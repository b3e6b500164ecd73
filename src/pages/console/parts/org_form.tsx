import { type OrgId, toOrgId } from "../../../domain/ids.ts";
import { UUID } from "../../../domain/patterns.ts";

interface OrgFormProps {
  readonly label: string;
  readonly action: string;
  readonly onGiven: (orgId: OrgId) => void;
}

/** Asks for the ID of an organisation. */
export function OrgForm({ label, action, onGiven }: OrgFormProps) {
  const submit = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    onGiven(toOrgId(String(form.get("org"))));
  };
  return (
    <form class="find" onSubmit={submit}>
      <label for="org">{label}</label>
      <input
        id="org"
        name="org"
        pattern={UUID.source}
        title="A UUID, such as 7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11"
        autocomplete="off"
        spellcheck={false}
        required
      />
      <button type="submit">{action}</button>
    </form>
  );
}
