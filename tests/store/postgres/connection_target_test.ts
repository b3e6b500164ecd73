import assert from "node:assert/strict";
import fc from "fast-check";
import { CloacinaError } from "../../../src/errors.ts";
import {
  type ConnectionTarget,
  toConnectionTarget,
} from "../../../src/store/postgres/connection_target.ts";
import { loginMethods } from "../../../src/store/postgres/log_in.ts";

const PLAIN: ConnectionTarget = {
  host: "localhost",
  endpoint: { host: "localhost", port: 5432 },
  database: "keys",
  user: "op",
  password: null,
  tls: { kind: "offered" },
  connectLimit: 10_000,
  applicationName: "cloacina",
  settings: [],
  searchPath: null,
  label: "postgres://op@localhost:5432/keys",
  place: 'the database "postgres://op@localhost:5432/keys"',
};

/** Another machine, and no word on TLS. */
const FAR: ConnectionTarget["tls"] = { kind: "always", proof: { kind: "password" } };

const READ: readonly (readonly [string, Partial<ConnectionTarget>])[] = [
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
    assert.deepEqual(toConnectionTarget(url), { ...PLAIN, ...expected });
  });
}

const TLS: readonly (readonly [string, ConnectionTarget["tls"]])[] = [
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
    assert.deepEqual(toConnectionTarget(`postgres://op@localhost/keys?${search}`).tls, tls);
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
        assert.deepEqual(toConnectionTarget(url).tls, tls);
      });
    }
    Deno.test(`TLS of ${host} is as sslmode says`, () => {
      const url = `postgres://op@${host.includes("?") ? host : `${host}/keys?`}`;
      assert.deepEqual(toConnectionTarget(`${url}sslmode=disable`).tls, { kind: "never" });
      assert.deepEqual(toConnectionTarget(`${url}sslmode=require`).tls, {
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
  ["op:pw@127.0.0.1/keys?sslmode=disable", "md5 none"],
  ["op:pw@127.0.0.1/keys?sslmode=require", "clear md5 none"],
];

for (const [url, expected] of METHODS) {
  Deno.test(`${url} takes ${expected === "" ? "SCRAM alone" : `${expected}, and SCRAM`}`, () => {
    const methods = Object.entries(loginMethods(toConnectionTarget(`postgres://${url}`), false));
    const allowed = methods.filter(([, isAllowed]) => isAllowed).map(([name]) => name);
    assert.equal(allowed.join(" "), expected);
  });
}

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ["", /not a URL with one host/],
  ["localhost", /not a URL with one host/],
  ["mysql://op:hunter2@localhost/keys", /does not begin with postgres/],
  ["postgres:op:hunter2@localhost/keys", /it has no user/],
  ["postgres://:hunter2@localhost/keys", /it has no user/],
  ["postgres://op:hunter2@h1,h2/keys", /several hosts/],
  ["postgres://op:hunter2@h1:1,h2:2/keys", /not a URL with one host/],
  ["postgres://op:hunter2@localhost:99999/keys", /not a URL with one host/],
  ["postgres://op:hunter2@localhost/keys?port=0", /its port/],
  ["postgres://op:hunter2@localhost/keys?port=5432,5433", /its port/],
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
  ["postgres://op:hunter2@localhost/keys?channel_binding=require", /parameter channel_binding/],
  ["postgres://op:hunter2@localhost/keys?sslmode=require&sslmode=disable", /sslmode twice/],
  ...[
    ...["application_name", "connect_timeout", "dbname", "host", "hostaddr", "options", "password"],
    ...["port", "search_path", "sslmode", "sslrootcert", "user"],
  ].map((name) => {
    return [
      `postgres://op:hunter2@h/keys?${name}=`,
      new RegExp(`: its ${name} is empty$`),
    ] as const;
  }),
  ["postgres://op:hunter2@h/keys?sslmode=&sslmode=disable", /its sslmode is empty/],
  ["postgres://op:hunter2@h/keys?sslmode", /its sslmode is empty/],
  ["postgres://op:hunter2@h/keys?gssencmode=require", /gssencmode=require is not supported/],
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

Deno.test("a password of any characters is read as it was encoded, and is in nothing that is shown", () => {
  const text = fc.string({ unit: "binary", minLength: 1 }).filter((text) =>
    text.isWellFormed() && !text.includes("\0")
  );
  fc.assert(fc.property(text, text, (user, password) => {
    const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
    const target = toConnectionTarget(`postgres://${login}@h/d`);
    assert.equal(target.user, user);
    assert.equal(target.password, password);
    assert.equal(target.label, `postgres://${user}@h:5432/d`);
  }));
});

Deno.test("of no text at all a secret is repeated", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (before, after) => {
      try {
        const url = `postgres://op:${before}hunter2${after}@localhost/keys`;
        assert.doesNotMatch(toConnectionTarget(url).label, /hunter2/);
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
    toConnectionTarget(url);
  } catch (error) {
    assert.ok(error instanceof CloacinaError);
    return error;
  }
  assert.fail("it was read");
}
