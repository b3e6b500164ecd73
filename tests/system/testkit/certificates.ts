import type { ServerCertificate } from "../../testkit/postgres_server.ts";

/** An authority of the tests' own. */
export interface Authority {
  /** The file of its certificate, in PEM. */
  readonly file: string;
  /** A certificate for a subject alternative name, such as `DNS:db.example`. */
  readonly issue: (alternativeName: string) => Promise<ServerCertificate>;
}

/** Makes an authority whose files are in a folder. */
export async function makeAuthority(folder: string, name: string): Promise<Authority> {
  const [file, key] = [`${folder}/${name}.pem`, `${folder}/${name}.key`];
  await openssl(
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"],
    ...["-subj", `/CN=${name}`, "-days", "30", "-keyout", key, "-out", file],
  );
  const issue = async (alternativeName: string) => {
    const path = `${folder}/${crypto.randomUUID()}`;
    await openssl(
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"],
      ...["-subj", "/CN=server", "-addext", `subjectAltName=${alternativeName}`],
      ...["-addext", "basicConstraints=critical,CA:FALSE", "-CA", file, "-CAkey", key],
      ...["-days", "30", "-keyout", `${path}.key`, "-out", `${path}.pem`],
    );
    return {
      certificate: await Deno.readTextFile(`${path}.pem`),
      privateKey: await Deno.readTextFile(`${path}.key`),
    };
  };
  return { file, issue };
}

async function openssl(...args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("openssl", { args: [...args] }).output();
  if (!success) throw new Error(`Cannot run openssl: ${new TextDecoder().decode(stderr)}`);
}
