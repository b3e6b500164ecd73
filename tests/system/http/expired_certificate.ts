import type { Authority } from "../testkit/certificates.ts";
import type { ServerCertificate } from "../../testkit/postgres_server.ts";
import { openssl } from "../testkit/openssl.ts";

/** The least of a configuration that `openssl ca` issues by: it is the one that takes times of the past. */
const CONFIGURATION = `
[ca]
default_ca = here
[here]
database = FOLDER/index.txt
new_certs_dir = FOLDER
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = server
[any]
commonName = supplied
[server]
basicConstraints = critical,CA:FALSE
subjectAltName = NAME
`;

/** A certificate of an authority, whose key lies beside it, that is valid from one time to another: `20200101000000Z`. */
export async function issueFor(
  { file }: Authority,
  folder: string,
  alternativeName: string,
  [from, to]: readonly [from: string, to: string],
): Promise<ServerCertificate> {
  const path = `${folder}/${crypto.randomUUID()}`;
  await Deno.mkdir(path);
  await Deno.writeTextFile(`${path}/index.txt`, "");
  const configuration = CONFIGURATION.replaceAll("FOLDER", path).replace("NAME", alternativeName);
  await Deno.writeTextFile(`${path}/ca.cnf`, configuration);
  await run(
    ...["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"],
    ...["-subj", "/CN=server", "-keyout", `${path}/key.pem`, "-out", `${path}/request.pem`],
  );
  await run(
    ...["ca", "-batch", "-notext", "-config", `${path}/ca.cnf`, "-in", `${path}/request.pem`],
    ...["-cert", file, "-keyfile", file.replace(/pem$/, "key"), "-out", `${path}/server.pem`],
    ...["-startdate", from, "-enddate", to],
  );
  return {
    certificate: await Deno.readTextFile(`${path}/server.pem`),
    privateKey: await Deno.readTextFile(`${path}/key.pem`),
  };
}

async function run(...args: readonly string[]): Promise<void> {
  const { code, stderr } = await openssl(...args);
  if (code !== 0) throw new Error(`Cannot run openssl: ${stderr}`);
}
