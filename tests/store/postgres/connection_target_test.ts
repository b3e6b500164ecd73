import assert from "node:assert/strict";
import fc from "fast-check";
import { CloacinaError } from "../../../src/errors.ts";
import {
  type ConnectionTarget,
  type DatabaseTarget,
  toDatabaseTarget,
} from "../../../src/store/postgres/connection_target.ts";
import { loginMethods } from "../../../src/store/postgres/log_in.ts";
import type { Login } from "../../../src/store/postgres/password_file.ts";
import { firstServer } from "./first_server.ts";

/** What a URL with one server says, of the database and of the server. */
type Target = ConnectionTarget & Omit<DatabaseTarget, "servers">;

const PLAIN: Target = {
  host: "localhost",
  endpoint: { host: "localhost", port: 5432 },
  database: "keys",
  user: "op",
  password: null,
  tls: { kind: "offered" },
  channelBinding: "prefer",
  clientCertificate: null,
  needsTls13: false,
  sessionKind: "any",
  connectLimit: 10_000,
  applicationName: "cloacina",
  settings: [],
  searchPath: null,
  label: "postgres://op@localhost:5432/keys",
  place: 'the database "postgres://op@localhost:5432/keys"',
};

/** Another machine, and no word on TLS. */
const FAR: ConnectionTarget["tls"] = { kind: "always", proof: { kind: "password" } };

const READ: readonly (readonly [string, Partial<Target>])[] = [
  ["postgres://op@localhost/keys", {}],
  ["postgresql://op@localhost:5432/keys", {}],
  ["POSTGRES://op@localhost:5432/keys?", {}],
  ["postgres://op@/keys", {}],
  ["postgres://op@:5432/keys", {}],
  ["postgres:///keys?user=op", {}],
  ["postgres://ignored@localhost/other?user=op&dbname=keys", {}],
  ["postgres://op@localhost", {
    database: "op",
    label: "postgres://op@localhost:5432/op",
    place: 'the database "postgres://op@localhost:5432/op"',
  }],
  ["postgres://op:s3cret@localhost/keys", { password: "s3cret" }],
  ["postgres://op:a%40b%2Fc%3A%25@localhost/keys", { password: "a@b/c:%" }],
  ["postgres://op@localhost/keys?password=a%26b", { password: "a&b" }],
  ["postgres://op@localhost/my%20db", {
    database: "my db",
    label: "postgres://op@localhost:5432/my db",
    place: 'the database "postgres://op@localhost:5432/my db"',
  }],
  ["postgres://op@db.example:6432/keys", {
    host: "db.example",
    endpoint: { host: "db.example", port: 6432 },
    tls: FAR,
    label: "postgres://op@db.example:6432/keys",
    place: 'the database "postgres://op@db.example:6432/keys"',
  }],
  ["postgres://op@[::1]/keys", {
    host: "::1",
    endpoint: { host: "::1", port: 5432 },
    label: "postgres://op@::1:5432/keys",
    place: 'the database "postgres://op@::1:5432/keys"',
  }],
  ["postgres://op@%2Frun%2Fpg/keys", {
    host: "/run/pg",
    endpoint: { path: "/run/pg/.s.PGSQL.5432" },
    label: "postgres://op@/run/pg:5432/keys",
    place: 'the database "postgres://op@/run/pg:5432/keys"',
  }],
  ["postgres://op@/keys?host=/run/pg&port=5433", {
    host: "/run/pg",
    endpoint: { path: "/run/pg/.s.PGSQL.5433" },
    label: "postgres://op@/run/pg:5433/keys",
    place: 'the database "postgres://op@/run/pg:5433/keys"',
  }],
  ["postgres://op@db.example/keys?hostaddr=10.0.0.7", {
    host: "db.example",
    endpoint: { host: "10.0.0.7", port: 5432 },
    tls: FAR,
    label: "postgres://op@db.example:5432/keys",
    place: 'the database "postgres://op@db.example:5432/keys"',
  }],
  ["postgres://op@localhost/keys?connect_timeout=3&application_name=ci", {
    connectLimit: 3000,
    applicationName: "ci",
  }],
  ["postgres://op@localhost/keys?keepalives=1&gssencmode=disable&client_encoding=utf8", {}],
  ["postgres://op@localhost/keys?search_path=a,b", { searchPath: "a,b" }],
  ["postgres://op:a+b@localhost/keys?application_name=a+b", {
    password: "a+b",
    applicationName: "a+b",
  }],
  [" postgres://op@localhost/keys\n", {}],
  ["postgres://op@localhost/keys?channel_binding=require", { channelBinding: "require" }],
  ["postgres://op@localhost/keys?target_session_attrs=primary", { sessionKind: "primary" }],
  ["postgres://op@localhost/keys?ssl_min_protocol_version=TLSv1.2", {}],
  ["postgres://op@localhost/keys?ssl_min_protocol_version=TLSv1.3", { needsTls13: true }],
  ["postgres://op@localhost/keys?sslcert=/c&sslkey=/k", {
    clientCertificate: { file: "/c", keyFile: "/k" },
  }],
  ["postgres://op@localhost/keys?load_balance_hosts=disable&sslnegotiation=postgres", {}],
  ["postgres://op@localhost/keys?options=-c%20search_path%3Da%20-cx.y%3D%20--lock-timeout%3D5s", {
    settings: [["x.y", ""], ["lock_timeout", "5s"]],
    searchPath: "a",
  }],
  ["postgres://op@localhost/keys?options=-csearch_path%3Da%5C%20b%5C%5C", {
    searchPath: "a b\\",
  }],
  ["postgres://op@localhost/keys?options=-cSearch_Path%3Da%20--SEARCH-path%3Db", {
    searchPath: "b",
  }],
  ["postgres://op@localhost/keys?search_path=b&options=-csearch_path%3Da", { searchPath: "b" }],
];

for (const [url, expected] of READ) {
  Deno.test(`${url} is read`, () => {
    const { servers: [server, ...others], ...database } = toDatabaseTarget(url);
    assert.deepEqual({ ...server, ...database }, { ...PLAIN, ...expected });
    assert.deepEqual(others, []);
  });
}

const TLS: readonly (readonly [string, ConnectionTarget["tls"]])[] = [
  ["ssl=true", { kind: "always", proof: { kind: "none" } }],
  ["ssl=true&sslmode=verify-full", { kind: "always", proof: { kind: "name", rootFile: null } }],
  ["sslmode=disable", { kind: "never" }],
  ["sslmode=allow", { kind: "offered" }],
  ["sslmode=prefer", { kind: "offered" }],
  ["sslmode=require", { kind: "always", proof: { kind: "none" } }],
  ["sslmode=require&sslrootcert=/ca", {
    kind: "always",
    proof: { kind: "authority", rootFile: "/ca" },
  }],
  ["sslmode=verify-ca&sslrootcert=/ca", {
    kind: "always",
    proof: { kind: "authority", rootFile: "/ca" },
  }],
  ["sslmode=verify-full&sslrootcert=/ca", {
    kind: "always",
    proof: { kind: "name", rootFile: "/ca" },
  }],
  ["sslmode=verify-full", { kind: "always", proof: { kind: "name", rootFile: null } }],
  ["sslrootcert=system", { kind: "always", proof: { kind: "name", rootFile: null } }],
  ["sslrootcert=/ca", { kind: "always", proof: { kind: "authority", rootFile: "/ca" } }],
  ["sslmode=prefer&sslrootcert=/ca", {
    kind: "always",
    proof: { kind: "authority", rootFile: "/ca" },
  }],
];

for (const [search, tls] of TLS) {
  Deno.test(`${search} asks for this of TLS`, () => {
    assert.deepEqual(firstServer(`postgres://op@localhost/keys?${search}`).tls, tls);
  });
}

const NEAR = [
  ...["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.10", "[::1]", "%2Frun%2Fpg"],
  ...["db.example/keys?hostaddr=127.0.0.1&", "db.example/keys?hostaddr=::1&"],
  "db.example/keys?host=/run/pg&",
];
const FARAWAY = [
  ...["db.example", "10.0.0.7", "127.example", "127.0.0.1.example", "127.300.1.1", "127.1"],
  ...["localhost.example", "notlocalhost", "localhost.", "[::2]", "[::ffff:10.0.0.7]", "0.0.0.0"],
  ...["localhost/keys?hostaddr=10.0.0.7&", "127.0.0.1/keys?host=db.example&"],
  "%2Frun%2Fpg/keys?hostaddr=10.0.0.7&",
];

for (const [hosts, tls] of [[NEAR, { kind: "offered" }], [FARAWAY, FAR]] as const) {
  for (const host of hosts) {
    for (const mode of ["", "sslmode=allow", "sslmode=prefer"]) {
      const url = `postgres://op@${host.includes("?") ? host : `${host}/keys?`}${mode}`;
      Deno.test(`TLS is ${tls.kind === "always" ? "needed" : "offered"} for ${url}`, () => {
        assert.deepEqual(firstServer(url).tls, tls);
      });
    }
    Deno.test(`TLS of ${host} is as sslmode says`, () => {
      const url = `postgres://op@${host.includes("?") ? host : `${host}/keys?`}`;
      assert.deepEqual(firstServer(`${url}sslmode=disable`).tls, { kind: "never" });
      assert.deepEqual(firstServer(`${url}sslmode=require`).tls, {
        kind: "always",
        proof: { kind: "none" },
      });
    });
  }
}

const METHODS: readonly (readonly [string, string])[] = [
  ["op:pw@%2Frun%2Fpg/keys", "clear md5 none"],
  ["op:pw@%2Frun%2Fpg/keys?sslmode=disable", "clear md5 none"],
  ["op:pw@db.example/keys?sslmode=verify-full", "clear md5 none"],
  ["op:pw@db.example/keys?sslmode=verify-ca&sslrootcert=/ca", "clear md5 none"],
  ["op:pw@db.example/keys?sslrootcert=system", "clear md5 none"],
  ["op:pw@db.example/keys?sslmode=require", "clear md5 none"],
  ["op:pw@db.example/keys", ""],
  ["op:pw@db.example/keys?sslmode=prefer", ""],
  ["op:pw@db.example/keys?sslmode=disable", ""],
  ["op@db.example/keys", "none"],
  ["op@db.example/keys?sslmode=disable", "none"],
  ["op:pw@127.0.0.1/keys", "md5 none"],
  ["op:pw@127.0.0.1/keys?channel_binding=require", ""],
  ["op@%2Frun%2Fpg/keys?channel_binding=require", ""],
  ["op@db.example/keys?sslmode=verify-full&channel_binding=require", ""],
  ["op:pw@127.0.0.1/keys?sslmode=disable", "md5 none"],
  ["op:pw@127.0.0.1/keys?sslmode=require", "clear md5 none"],
];

for (const [url, expected] of METHODS) {
  Deno.test(`${url} takes ${expected === "" ? "SCRAM alone" : `${expected}, and SCRAM`}`, () => {
    const methods = Object.entries(loginMethods(firstServer(`postgres://${url}`), false));
    const allowed = methods.filter(([, isAllowed]) => isAllowed).map(([name]) => name);
    assert.equal(allowed.join(" "), expected);
  });
}

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ["", /does not begin with postgres/],
  ["localhost", /does not begin with postgres/],
  ["mysql://op:hunter2@localhost/keys", /does not begin with postgres/],
  ["postgres:op:hunter2@localhost/keys", /does not begin with postgres/],
  ["postgres://:hunter2@localhost/keys", /it has no user/],
  ["postgres://op:hunter2@h1:1,h2:hunter/keys", /not of the form host:port/],
  ["postgres://op:hunter2@[::1/keys", /not of the form host:port/],
  ["postgres://op:hunter2@::1/keys", /not of the form host:port/],
  ["postgres://op:hunter2@localhost:99999/keys", /its port/],
  ["postgres://op:hunter2@h1:1,h2:0/keys", /its port/],
  ["postgres://op:hunter2@h1,h2,h3/keys?port=1,2", /its ports are 2, and its hosts 3/],
  ["postgres://op:hunter2@h1,h2/keys?hostaddr=10.0.0.7", /1 addresses in hostaddr for 2 hosts/],
  ["postgres://op:hunter2@localhost/keys\thunter2", /control character/],
  ["postgres://op:hunter2@localhost/keys?port=0", /its port/],
  ["postgres://op:hunter2@localhost/keys?port=5432,5433", /its ports are 2, and its hosts 1/],
  ["postgres://op:hunter/2@localhost/keys", /an @ comes after the host/],
  ["postgres://op:1234/hunter2@localhost/keys", /an @ comes after the host/],
  ["postgres://op:1234?hunter2@localhost/keys", /an @ comes after the host/],
  ["postgres://op:1234#hunter2@localhost/keys", /an @ comes after the host/],
  ["postgres://op:hunter2%@localhost/keys", /two hexadecimal digits/],
  ["postgres://op:hunter2%ff@localhost/keys", /two hexadecimal digits/],
  ["postgres://op%00:hunter2@localhost/keys", /zero byte/],
  ["postgres://op:hunter2@localhost/keys?user=a%00b", /zero byte/],
  ["postgres://op:hunter2@localhost/keys#hunter2", /has a #/],
  ["postgres://op:hunter2@localhost/keys?sslmod=verify-full", /parameter sslmod is not understood/],
  ["postgres://op:hunter2@localhost/keys?hunter2=1", /one of its parameters is not understood/],
  ["postgres://op:hunter2@localhost/keys?channel_binding=hunter2", /channel_binding is none of/],
  ["postgres://op:hunter2@localhost/keys?target_session_attrs=hunter2", /attrs is none of any,/],
  ["postgres://op:hunter2@localhost/keys?ssl_min_protocol_version=SSLv3", /version is none of/],
  ["postgres://op:hunter2@localhost/keys?ssl_max_protocol_version=TLSv1.2", /max_protocol_version/],
  ["postgres://op:hunter2@localhost/keys?sslcert=/c", /sslcert and sslkey go together/],
  ["postgres://op:hunter2@localhost/keys?sslkey=/k", /sslcert and sslkey go together/],
  ["postgres://op:hunter2@localhost/keys?ssl=false", /its ssl is not true/],
  ["postgres://op:hunter2@localhost/keys?ssl=true&sslmode=prefer", /contradict each other/],
  ["postgres://op:hunter2@localhost/keys?sslmode=disable&ssl=true", /contradict each other/],
  ["postgres://op:hunter2@localhost/keys?sslnegotiation=direct", /sslnegotiation is not supported/],
  ["postgres://op:hunter2@localhost/keys?load_balance_hosts=random", /hosts is not supported/],
  ["postgres://op:hunter2@localhost/keys?sslMode=require", /parameter sslMode is not understood/],
  ...[
    ...["sslcrl", "sslcrldir", "sslpassword", "requirepeer", "require_auth", "replication"],
    ...[
      "sslkeylogfile",
      "oauth_issuer",
      "pgbouncer",
      "schema",
      "connection_limit",
      "uselibpqcompat",
    ],
  ].map((name) => {
    return [
      `postgres://op:hunter2@h/keys?${name}=hunter2`,
      new RegExp(`: its parameter ${name} is not understood$`),
    ] as const;
  }),
  ["postgres://op:hunter2@localhost/keys?sslmode=require&sslmode=disable", /sslmode twice/],
  ...[
    ...["application_name", "channel_binding", "connect_timeout", "dbname", "host", "hostaddr"],
    ...["options", "passfile", "password", "port", "search_path", "service", "ssl", "sslcert"],
    ...["ssl_min_protocol_version", "sslkey", "sslmode", "sslrootcert", "target_session_attrs"],
    ...["load_balance_hosts", "user"],
  ].map((name) => {
    return [
      `postgres://op:hunter2@h/keys?${name}=`,
      new RegExp(`: its ${name} is empty$`),
    ] as const;
  }),
  ["postgres://op:hunter2@h/keys?sslmode=&sslmode=disable", /its sslmode is empty/],
  ["postgres://op:hunter2@h/keys?sslmode", /its sslmode is empty/],
  ["postgres://op:hunter2@h/keys?gssencmode=require", /its gssencmode is not supported/],
  ["postgres://op:hunter2@localhost/keys?sslmode=hunter2", /sslmode is none of/],
  ["postgres://op:hunter2@localhost/keys?sslmode=verify-ca", /needs the authority's certificate/],
  ["postgres://op:hunter2@localhost/keys?sslmode=require&sslrootcert=system", /verify-full only/],
  ["postgres://op:hunter2@localhost/keys?connect_timeout=0", /connect_timeout/],
  ["postgres://op:hunter2@localhost/keys?connect_timeout=hunter2", /connect_timeout/],
  ["postgres://op:hunter2@localhost/keys?options=-d%20hunter2", /options are not of the form/],
];

for (const [url, message] of REFUSED) {
  Deno.test(`${url} is refused`, () => {
    const error = refusalOf(url);
    assert.equal(error.code, "invalid_request");
    assert.match(error.message, /^Cannot read the database URL: /);
    assert.match(error.message, message);
    assert.doesNotMatch(Deno.inspect(error, { depth: 10 }), /hunter/);
  });
}

const SEVERAL: readonly (readonly [string, readonly string[]])[] = [
  ["h1,h2", ["h1 h1:5432", "h2 h2:5432"]],
  ["h1:1,h2:2", ["h1 h1:1", "h2 h2:2"]],
  ["h1:1,h2", ["h1 h1:1", "h2 h2:5432"]],
  ["h1,h2/?port=7", ["h1 h1:7", "h2 h2:7"]],
  ["/?host=h1,h2&port=1,2", ["h1 h1:1", "h2 h2:2"]],
  ["[::1]:1,%2Frun%2Fpg:2", ["::1 ::1:1", "/run/pg /run/pg/.s.PGSQL.2"]],
  ["h1,h2/?hostaddr=10.0.0.1,10.0.0.2", ["h1 10.0.0.1:5432", "h2 10.0.0.2:5432"]],
  ["h1,h2/?hostaddr=,10.0.0.2", ["h1 h1:5432", "h2 10.0.0.2:5432"]],
  ["/?hostaddr=10.0.0.1,10.0.0.2", ["10.0.0.1 10.0.0.1:5432", "10.0.0.2 10.0.0.2:5432"]],
  [",h2", ["localhost localhost:5432", "h2 h2:5432"]],
];

for (const [hosts, expected] of SEVERAL) {
  Deno.test(`the servers of postgres://op@${hosts} are tried in their order`, () => {
    const { servers } = toDatabaseTarget(`postgres://op@${hosts}`);
    const shown = servers.map(({ host, endpoint }) =>
      `${host} ${"path" in endpoint ? endpoint.path : `${endpoint.host}:${endpoint.port}`}`
    );
    assert.deepEqual(shown, expected);
  });
}

Deno.test("each of several servers has the TLS that its own address needs", () => {
  const { servers, label, place } = toDatabaseTarget("postgres://op:hunter2@127.0.0.1,db:1/keys");
  assert.deepEqual(servers.map(({ tls }) => tls), [{ kind: "offered" }, FAR]);
  assert.equal(label, "postgres://op@127.0.0.1:5432,db:1/keys");
  assert.equal(place, 'the database "postgres://op@127.0.0.1:5432,db:1/keys"');
  assert.equal(servers[1]?.place, 'the database "postgres://op@db:1/keys"');
});

Deno.test("a service fills in what the URL leaves open, and so do passwords for each server", () => {
  const sources = {
    service: (name: string) => ({
      host: `${name}.example`,
      port: "7",
      user: "svc",
      dbname: "other",
    }),
    password: ({ host, port, user, database }: Login) => `${user} at ${host}:${port}/${database}`,
  };
  const read = (url: string) => toDatabaseTarget(url, sources);
  const { servers: [server], label } = read("postgres:///keys?service=db");
  assert.equal(label, "postgres://svc@db.example:7/keys");
  assert.equal(server?.password, "svc at db.example:7/keys");
  const { servers } = read("postgres://op@h1,h2:8/keys");
  assert.deepEqual(servers.map(({ password }) => password), [
    "op at h1:5432/keys",
    "op at h2:8/keys",
  ]);
  assert.equal(read("postgres://op:own@h/keys").servers[0]?.password, "own");
});

Deno.test("a password of any characters is read as it was encoded, and is in nothing that is shown", () => {
  const text = fc.string({ unit: "binary", minLength: 1 }).filter((text) =>
    text.isWellFormed() && !text.includes("\0")
  );
  fc.assert(fc.property(text, text, (user, password) => {
    const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
    const target = firstServer(`postgres://${login}@h/d`);
    assert.equal(target.user, user);
    assert.equal(target.password, password);
    assert.equal(toDatabaseTarget(`postgres://${login}@h/d`).label, `postgres://${user}@h:5432/d`);
  }));
});

Deno.test("of no text at all a secret is repeated", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (before, after) => {
      try {
        const url = `postgres://op:${before}hunter2${after}@localhost/keys`;
        assert.doesNotMatch(toDatabaseTarget(url).label, /hunter2/);
      } catch (error) {
        assert.ok(error instanceof CloacinaError, String(error));
        assert.doesNotMatch(`${error.message} ${error.hint}`, /hunter2/);
      }
    }),
    { numRuns: 2000 },
  );
});

function refusalOf(url: string): CloacinaError {
  try {
    firstServer(url);
  } catch (error) {
    assert.ok(error instanceof CloacinaError);
    return error;
  }
  assert.fail("it was read");
}
