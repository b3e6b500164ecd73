import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { inFolder } from "../../compile/in_folder.ts";
import { runShell } from "../../testkit/shell.ts";
import { writeProgram } from "../../testkit/write_program.ts";
import { serveFolder } from "../testkit/serve_folder.ts";
import {
  makeSharedRelease,
  RELEASED,
  type ReleaseFolder,
  runTask,
  signReleaseFolder,
} from "../testkit/release_folder.ts";

const release = await makeSharedRelease();

/** A machine to install on, and a release that a server of this test offers. */
interface Machine {
  readonly home: string;
  /** The release that is offered, to be changed. */
  readonly offered: ReleaseFolder;
  readonly url: string;
  /** Programs that stand before those of this machine in PATH: name to what they print. */
  readonly pretend: (programs: Readonly<Record<string, string>>) => Promise<void>;
  /** Runs the installer from the server's release as it was made. */
  readonly install: (options?: string, shell?: string) => Promise<Installed>;
}

interface Installed {
  readonly code: number;
  readonly stderr: string;
}

const NAME = `cloacina-${RELEASED}`;

function onMachine(body: (machine: Machine) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    const offered = { ...release, folder: join(folder, "release") };
    await cp(release.folder, offered.folder, { recursive: true });
    for (const name of ["bin", "home"]) await Deno.mkdir(join(folder, name));
    await using server = serveFolder(offered.folder);
    const { url } = server;
    const home = join(folder, "home");
    const env = { HOME: home, PATH: `${join(folder, "bin")}:${Deno.env.get("PATH")}` };
    await body({
      ...{ home, offered, url },
      pretend: async (programs) => {
        for (const [name, line] of Object.entries(programs)) {
          await writeProgram(join(folder, "bin", name), `#!/bin/sh\n${line}\n`);
        }
      },
      install: async (options = "", shell = "sh") => {
        const from = options.includes("--from") ? "" : `--from ${url}`;
        const line = `${shell} ${join(release.folder, "install.sh")} ${from} ${options}`;
        const { code, stderr } = await runShell(line, { cwd: home, env, deadline: 300_000 });
        return { code, stderr: decode(stderr) };
      },
    });
  });
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Every file below a folder, as paths in it. */
function filesBelow(folder: string, prefix = ""): readonly string[] {
  return Deno.readDirSync(join(folder, prefix)).toArray().flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(folder, `${prefix}${name}/`) : [`${prefix}${name}`]
  ).sort();
}

const ALL = [
  ".local/bin/cloacina",
  ".local/share/bash-completion/completions/cloacina",
  ".local/share/fish/vendor_completions.d/cloacina.fish",
  ".local/share/zsh/site-functions/_cloacina",
];

for (const shell of ["dash", "busybox sh", "bash --posix"]) {
  Deno.test(`${shell} installs the program and its completions, and says what to put into PATH`, () =>
    onMachine(async ({ home, install }) => {
      const { code, stderr } = await install("", shell);
      assert.equal(code, 0, stderr);
      assert.deepEqual(filesBelow(home), ALL);
      assert.match(stderr, new RegExp(`export PATH='${home}/\\.local/bin':"\\$PATH"`));
      assert.doesNotMatch(stderr, /signature/);
      const { stdout } = await new Deno.Command(join(home, ALL[0]!)).output();
      assert.equal(decode(stdout), "cloacina 0.1.0\n");
    }));
}

/** Installs on a machine that has busybox and these programs of its own alone. */
async function installWithBusybox(
  { home, install, pretend }: Machine,
  programs: Readonly<Record<string, string>>,
): Promise<Installed> {
  await pretend(programs);
  const links = "mkdir box && busybox --install -s ./box && rm -f ./box/openssl";
  const env = { PATH: "/usr/bin:/bin" };
  const { code } = await runShell(links, { cwd: home, env, deadline: 300_000 });
  assert.equal(code, 0);
  return await install("--dir there", `PATH=${home}/../bin:${home}/box ./box/sh`);
}

Deno.test("what busybox has, and openssl, is enough", () =>
  onMachine(async (machine) => {
    const programs = { openssl: 'exec /usr/bin/openssl "$@"' };
    const { code, stderr } = await installWithBusybox(machine, programs);
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /signature/);
    assert.ok(filesBelow(machine.home).includes("there/cloacina"));
  }));

const WGETS = { "of busybox": {}, "of GNU": { wget: 'exec /usr/bin/wget "$@"' } };

for (const [which, programs] of Object.entries(WGETS)) {
  Deno.test(`the wget ${which}, which no option holds to https, is not used where no signature is checked`, () =>
    onMachine(async (machine) => {
      const { code, stderr } = await installWithBusybox(machine, programs);
      assert.equal(code, 1);
      assert.match(stderr, /^error: Cannot download: wget cannot be held to https/m);
      assert.ok(!filesBelow(machine.home).includes("there/cloacina"));
    }));
}

Deno.test("--offline-edition installs that edition alone, and --dir says where", () =>
  onMachine(async ({ home, install }) => {
    const { code, stderr } = await install("--offline-edition --dir 'a b'");
    assert.equal(code, 0, stderr);
    assert.deepEqual(filesBelow(home), ["a b/cloacina-offline"]);
    assert.match(await Deno.readTextFile(join(home, "a b/cloacina-offline")), /# cloacina-offline/);
  }));

Deno.test("a folder is as good as a server", () =>
  onMachine(async ({ home, offered, install }) => {
    const { code, stderr } = await install(`--from ${offered.folder}`);
    assert.equal(code, 0, stderr);
    assert.deepEqual(filesBelow(home), ALL);
  }));

Deno.test("a second run replaces the program by another file, and leaves nothing beside it", () =>
  onMachine(async ({ home, install }) => {
    const path = join(home, ALL[0]!);
    assert.equal((await install()).code, 0);
    const [first, open] = [await Deno.stat(path), await Deno.open(path)];
    using _ = open;
    assert.equal((await install()).code, 0);
    assert.deepEqual(filesBelow(home), ALL);
    // Written in place, a program that is running would change under its process.
    assert.notEqual((await Deno.stat(path)).ino, first.ino);
  }));

Deno.test("what is installed is for its owner alone to change, whatever the umask", () =>
  onMachine(async ({ home, install }) => {
    const { code, stderr } = await install("", "umask 0; sh");
    assert.equal(code, 0, stderr);
    for (const path of [...ALL, ".local/bin", ".local/share/zsh/site-functions"]) {
      assert.equal((await Deno.stat(join(home, path))).mode! & 0o022, 0, path);
    }
  }));

Deno.test("a stricter umask stays", () =>
  onMachine(async ({ home, install }) => {
    assert.equal((await install("", "umask 077; sh")).code, 0);
    for (const path of [ALL[1]!, ".local/bin"]) {
      assert.equal((await Deno.stat(join(home, path))).mode! & 0o077, 0, path);
    }
  }));

Deno.test("a directory below one that has the sticky bit will do", () =>
  onMachine(async ({ home, install }) => {
    await Deno.mkdir(join(home, "sticky"));
    await Deno.chmod(join(home, "sticky"), 0o1777);
    const { code, stderr } = await install("--dir sticky/bin");
    assert.equal(code, 0, stderr);
  }));

Deno.test("a link on the way to the directory is followed once, and then leads nowhere else", () =>
  onMachine(async ({ home, install }) => {
    await Deno.mkdir(join(home, "own"));
    await Deno.symlink("own", join(home, "link"));
    const { code, stderr } = await install("--dir link/bin");
    assert.equal(code, 0, stderr);
    assert.match(stderr, new RegExp(`^installed ${home}/own/bin/cloacina$`, "m"));
  }));

Deno.test("a directory that the group of the user's own name can write to will do", () =>
  onMachine(async ({ install, pretend }) => {
    await pretend({
      id: "case $1 in -u | -g) echo 4711 ;; *) echo me ;; esac",
      ls: "echo drwxrwxr-x 2 4711 4711 4096 Jan 1 00:00 x",
    });
    const { code, stderr } = await install();
    assert.equal(code, 0, stderr);
  }));

Deno.test("a link under the name of a temporary file leads nowhere", () =>
  onMachine(async ({ home, install }) => {
    await Deno.writeTextFile(join(home, "precious"), "precious");
    const folder = "$HOME/.local/share/bash-completion/completions";
    const link = `mkdir -p ${folder}; ln -s "$HOME/precious" ${folder}/cloacina.$$`;
    // The installer has the number of the shell that made the link.
    const { code, stderr } = await install("", `sh -c '${link}; exec sh "$@"' sh`);
    assert.equal(code, 0, stderr);
    assert.equal(await Deno.readTextFile(join(home, "precious")), "precious");
  }));

Deno.test("an XDG_DATA_HOME that is not absolute is ignored, and another one is used", () =>
  onMachine(async ({ home, install }) => {
    assert.equal((await install("", "XDG_DATA_HOME=data sh")).code, 0);
    assert.deepEqual(filesBelow(home), ALL);
    assert.equal((await install("", `XDG_DATA_HOME=${home}/data sh`)).code, 0);
    assert.ok(filesBelow(home).includes("data/zsh/site-functions/_cloacina"));
  }));

Deno.test("the line for PATH runs nothing that is in the name of the directory", () =>
  onMachine(async ({ home, install }) => {
    const { stderr } = await install(`--dir "it's \\$(touch made)"`);
    const line = /export PATH=.*/.exec(stderr)![0];
    const env = { HOME: home, PATH: Deno.env.get("PATH")! };
    const options = { cwd: home, env, deadline: 300_000 };
    const { code, stdout } = await runShell(`${line}; command -v cloacina`, options);
    assert.equal(code, 0, stderr);
    assert.equal(decode(stdout), `${home}/it's $(touch made)/cloacina\n`);
    assert.ok(!filesBelow(home).includes("made"));
  }));

/** What is wrong with a release or a machine: a change, and what is said. */
interface Refusal {
  readonly what: string;
  readonly change: (machine: Machine) => Promise<unknown>;
  readonly options?: string;
  readonly says: RegExp;
}

const edit = async ({ offered }: Machine, name: string, from: string | RegExp, to: string) => {
  const path = join(offered.folder, name);
  const text = await Deno.readTextFile(path);
  assert.match(text, new RegExp(from));
  await Deno.writeTextFile(path, text.replace(from, to));
};

/** Without OpenSSL 3 a list that anyone wrote is believed. */
const withoutOpenssl = { openssl: "echo 'LibreSSL 3.3.6'" };

const listAgain = async (machine: Machine) => {
  const path = join(machine.offered.folder, NAME);
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(path));
  const line = new RegExp(`^[0-9a-f]{64}(?=  ${NAME}$)`, "m");
  await edit(machine, "SHA256SUMS", line, new Uint8Array(digest).toHex());
};

const REFUSALS: readonly Refusal[] = [
  {
    what: "a file that was changed",
    change: (machine) => edit(machine, NAME, "echo", "echo ;"),
    says: /^error: Cannot install cloacina-\S+: it is not the file that SHA256SUMS lists$/m,
  },
  {
    what: "a file that was changed, without OpenSSL",
    change: async (machine) => {
      await machine.pretend(withoutOpenssl);
      await edit(machine, NAME, "echo", "echo ;");
    },
    says: /^error: Cannot install cloacina-\S+: it is not the file that SHA256SUMS lists$/m,
  },
  {
    what: "a file that was changed together with the list",
    change: async (machine) => {
      await edit(machine, NAME, "echo", "echo ;");
      await listAgain(machine);
    },
    says: /^error: Cannot install from \S+: the release key did not sign its SHA256SUMS$/m,
  },
  {
    what: "another edition under the name of this one",
    change: ({ offered: { folder } }) =>
      Deno.copyFile(join(folder, `cloacina-offline-${RELEASED}`), join(folder, NAME)),
    says: /it is not the file that SHA256SUMS lists$/m,
  },
  {
    what: "a release without a signature",
    change: ({ offered }) => Deno.remove(join(offered.folder, "SHA256SUMS.sig")),
    says: /^error: Cannot download \S+\/SHA256SUMS\.sig$/m,
  },
  {
    what: "an empty signature",
    change: (machine) => edit(machine, "SHA256SUMS.sig", /"signature": ".*"/, '"signature": ""'),
    says: /the release key did not sign its SHA256SUMS$/m,
  },
  {
    what: "a release that another key signed",
    change: async ({ offered }) => {
      const privateKey = join(offered.folder, "../other.pem");
      await runTask("cloacina", "keys", "generate", "--name", "other", "--output", privateKey);
      await signReleaseFolder({ ...offered, privateKey });
    },
    says: /the release key did not sign its SHA256SUMS$/m,
  },
  {
    what: "another release than the one that was asked for",
    change: () => Promise.resolve(),
    options: "--version v0.2.0",
    says: /^error: Cannot install cloacina 0\.2\.0: \S+ has cloacina 0\.1\.0$/m,
  },
  {
    what: "a text that the release key signed, and that has a line as in the list",
    change: async (machine) => {
      await edit(machine, "SHA256SUMS", /^/, "What changed:\n");
      await signReleaseFolder(machine.offered);
    },
    says: /^error: Cannot install from \S+: its SHA256SUMS is no list of checksums$/m,
  },
  {
    what: "a completion that was changed",
    change: (machine) => edit(machine, "cloacina.zsh", "cloacina", "true; cloacina"),
    says: /^error: Cannot install cloacina\.zsh: it is not the file that SHA256SUMS lists$/m,
  },
  {
    what: "a link to a directory in place of a completion",
    change: async ({ home }) => {
      const folder = join(home, ".local/share/fish/vendor_completions.d");
      await Deno.mkdir(folder, { recursive: true });
      await Deno.symlink(home, join(folder, "cloacina.fish"));
    },
    says: /^error: Cannot install \S+\/cloacina\.fish: it is a directory$/m,
  },
  {
    what: "a disk that is full",
    change: ({ pretend }) =>
      pretend({
        openssl: 'case $1 in dgst) exit 1 ;; *) exec /usr/bin/openssl "$@" ;; esac',
      }),
    says: /^error: Cannot write to \S+\/bin$/m,
  },
  {
    what: "a program that does not start",
    change: async (machine) => {
      await machine.pretend(withoutOpenssl);
      await edit(machine, NAME, "#!/bin/sh", "#!/no/such/sh");
      await listAgain(machine);
    },
    says: /^error: Cannot install cloacina: it does not start on this machine$/m,
  },
  {
    what: "a download that is cut short",
    change: ({ offered }) => Deno.writeTextFile(join(offered.folder, `${NAME}.cut`), ""),
    says: new RegExp(`^error: Cannot download \\S+${NAME}$`, "m"),
  },
  {
    what: "a processor that there is no program for",
    change: ({ pretend }) =>
      pretend({ uname: "case $1 in -s) echo Linux ;; *) echo riscv64 ;; esac" }),
    says: /^error: Cannot install on riscv64: /m,
  },
  {
    what: "a processor that this release has no program for",
    change: ({ pretend }) =>
      pretend({ uname: "case $1 in -s) echo Linux ;; *) echo arm64 ;; esac" }),
    says:
      /^error: Cannot install cloacina-aarch64-unknown-linux-gnu: SHA256SUMS of \S+ does not list it$/m,
  },
  {
    what: "another operating system",
    change: ({ pretend }) =>
      pretend({ uname: "case $1 in -s) echo FreeBSD ;; *) echo amd64 ;; esac" }),
    says: /^error: Cannot install on FreeBSD: /m,
  },
  {
    what: "a system of 32 bits on a processor of 64",
    change: ({ pretend }) => pretend({ getconf: "echo 32" }),
    says: /^error: Cannot install here: the programs of this system have 32 bits/m,
  },
  {
    what: "musl",
    change: ({ pretend }) =>
      pretend({
        getconf: "exit 1",
        ldd: "echo 'musl libc (x86_64)' >&2; echo 'Version 1.2.4' >&2; exit 1",
      }),
    says:
      /^error: Cannot install here: the C library is musl, and cloacina needs glibc 2\.27 or later$/m,
  },
  ...["glibc 2.26", "glibc 2.9", "glibc 1.99"].map((glibc) => ({
    what: `the C library ${glibc}`,
    change: ({ pretend }: Machine) =>
      pretend({ getconf: `case $1 in LONG_BIT) echo 64 ;; *) echo '${glibc}' ;; esac` }),
    says: new RegExp(
      `^error: .*the C library is ${glibc}, and cloacina needs 2\\.27 or later$`,
      "m",
    ),
  })),
  {
    what: "an old glibc of which only ldd tells",
    change: ({ pretend }) =>
      pretend({ getconf: "exit 1", ldd: "echo 'ldd (Ubuntu GLIBC 2.23-0ubuntu11) 2.23'" }),
    says: /^error: .*the C library is glibc 2\.23, and cloacina needs 2\.27 or later$/m,
  },
  {
    what: "a directory that cannot be written to",
    change: async ({ home }) => {
      await Deno.mkdir(join(home, "shut"));
      await Deno.chmod(join(home, "shut"), 0o555);
    },
    options: "--dir shut",
    says: /^error: Cannot install into \S+\/shut: it cannot be written to; pass --dir$/m,
  },
  {
    what: "a place that is no directory",
    change: ({ home }) => Deno.writeTextFile(join(home, "file"), ""),
    options: "--dir file",
    says: /^error: Cannot install into \S+\/file: it cannot be created; pass --dir$/m,
  },
  ...["open", "open/bin"].map((dir) => ({
    what: `--dir ${dir}, where others can write to the first`,
    change: async ({ home }: Machine) => {
      await Deno.mkdir(join(home, "open/bin"), { recursive: true });
      await Deno.chmod(join(home, "open"), 0o777);
    },
    options: `--dir ${dir}`,
    says: /^error: Cannot install into \S+: others can write to \S+\/open$/m,
  })),
  {
    what: "a place for completions that others can write to",
    change: async ({ home }) => {
      await Deno.mkdir(join(home, ".local/share/zsh"), { recursive: true });
      await Deno.chmod(join(home, ".local/share/zsh"), 0o777);
    },
    says: /^error: Cannot install into \S+: others can write to \S+\/zsh$/m,
  },
  {
    what: "a directory that a group can write to",
    change: ({ pretend }) => pretend({ ls: "echo drwxrwxr-x 2 0 4711 4096 Jan 1 00:00 x" }),
    says: /^error: Cannot install into \S+: others can write to \S+\/bin$/m,
  },
  {
    what: "a directory of somebody else",
    change: ({ pretend }) => pretend({ ls: "echo drwxr-xr-x 2 4711 0 4096 Jan 1 00:00 x" }),
    says: /^error: Cannot install into \S+: somebody else owns \S+\/bin$/m,
  },
  ...["http://localhost:80@h.example", "https://h.example@h.example/a"].map((from) => ({
    what: `${from}, whose host is not what it begins with,`,
    change: () => Promise.resolve(),
    options: `--from ${from}`,
    says: /^error: Cannot install from \S+: there is an @ before its host$/m,
  })),
  {
    what: "a port that is no number",
    change: () => Promise.resolve(),
    options: "--from http://localhost:80.h.example/release",
    says: /^error: Cannot install from \S+: its port is no number$/m,
  },
  {
    what: "a server that anyone on the way could speak for",
    change: () => Promise.resolve(),
    options: "--from http://h.example/release",
    says: /^error: Cannot install from http:\/\/h\.example\/release: it is not https$/m,
  },
  {
    what: "an option that there is not",
    change: () => Promise.resolve(),
    options: "--prefix /",
    says: /^error: Cannot read the options: --prefix is not one$/m,
  },
];

for (const { what, change, options, says } of REFUSALS) {
  Deno.test(`${what} is refused, and what was installed stays`, () =>
    onMachine(async (machine) => {
      const bin = join(machine.home, ".local/bin");
      await Deno.mkdir(bin, { recursive: true });
      await Deno.writeTextFile(join(bin, "cloacina"), "old");
      await change(machine);
      const { code, stderr } = await machine.install(options);
      assert.match(stderr, says);
      assert.equal(code, 1);
      assert.deepEqual([...Deno.readDirSync(bin)].map(({ name }) => name), ["cloacina"]);
      assert.equal(await Deno.readTextFile(join(bin, "cloacina")), "old");
    }));
}

for (const getconf of ["glibc 2.27", "glibc 2.41", "glibc 3.0"]) {
  Deno.test(`the C library ${getconf} is new enough`, () =>
    onMachine(async ({ install, pretend }) => {
      await pretend({ getconf: `case $1 in LONG_BIT) echo 64 ;; *) echo '${getconf}' ;; esac` });
      const { code, stderr } = await install();
      assert.equal(code, 0, stderr);
    }));
}

Deno.test("without OpenSSL 3 it says that the signature was not checked", () =>
  onMachine(async ({ install, pretend }) => {
    await pretend(withoutOpenssl);
    const { code, stderr } = await install();
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^note: there is no OpenSSL 3 here, so only the checksums are checked/m);
  }));

Deno.test("an installer that was cut short does nothing", () =>
  onMachine(async ({ home, offered }) => {
    const script = await Deno.readTextFile(join(offered.folder, "install.sh"));
    const body = script.slice(0, script.lastIndexOf("\nmain") + 1);
    for (let length = 500; length < body.length; length += 500) {
      await Deno.writeTextFile(join(home, "install.sh"), body.slice(0, length));
      const env = { HOME: home, PATH: Deno.env.get("PATH") ?? "" };
      await runShell(`sh install.sh --from ${offered.folder}`, {
        cwd: home,
        env,
        deadline: 300_000,
      });
      assert.deepEqual(filesBelow(home), ["install.sh"]);
    }
  }));

Deno.test("the installer of a clone leads to that of a release", async () => {
  const path = new URL("../../../install.sh", import.meta.url).pathname;
  const { code, stderr } = await new Deno.Command("sh", { args: [path] }).output();
  assert.equal(code, 1);
  assert.match(decode(stderr), /take the install\.sh of a release/);
});
