import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../bin/connectory.js', import.meta.url));
const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

let folder: string;
// A program that is no Connectory.
const other = createServer((_request, response) => response.writeHead(404).end('<html>Not found</html>'));
let port: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connectory-sentences-'));
  await writeFile(path.join(folder, 'file'), '');
  await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
  port = String(Object(other.address()).port);
});
afterAll(async () => {
  other.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the command as users do. */
function run(args: readonly string[], env: NodeJS.ProcessEnv, options: { node?: string[] } = {}) {
  const unset = { CONNECTORY_URL: '', DATABASE_URL: '', REDIS_URL: '', NODE_OPTIONS: '', VITEST: '', DEBUG: '' };
  const all = { ...process.env, ...unset, CONNECTORY_DATA_DIR: path.join(folder, 'data'), LOG_LEVEL: 'warn', ...env };
  const { node = [] } = options;
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [...node, program, ...args], { env: all, cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

/** Whether this process can become an account that owns nothing, and still read the program. */
function canBeOther(): boolean {
  const above = program
    .split(path.sep)
    .map((_part, index, parts) => parts.slice(0, index + 1).join(path.sep) || path.sep);
  return process.getuid?.() === 0 && above.every((each) => (statSync(each).mode & 0o005) !== 0);
}

async function expectSentence(ran: ReturnType<typeof run>, code: number, sentence: RegExp): Promise<void> {
  const { stderr, ...rest } = await ran;
  expect({ ...rest, stderr }).toEqual({ code, stdout: '', stderr: expect.stringMatching(sentence) });
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
}

const remote = { CONNECTORY_API_KEY: 'key', CONNECTORY_ORGANISATION_ID: 'organisation' };

test('a version of Node.js that is too old', () =>
  expectSentence(
    run(['--version'], {}, { node: ['--require', fixture('old-node.cjs')] }),
    2,
    /needs Node\.js 20\.19 or newer, and this is v18\.20\.8\. Install a newer one/,
  ));

test('a port that another program uses', () =>
  expectSentence(
    run(['start'], { PORT: port }),
    1,
    new RegExp(`^Another program listens on port ${port}: stop it, or set PORT to another port\\.$`, 'm'),
  ));

test('a loopback without IPv4', () =>
  expectSentence(
    run(['start'], { PORT: '0', NODE_OPTIONS: `--require ${fixture('no-ipv4.cjs')}` }),
    1,
    /no IPv4 address 127\.0\.0\.1, .+: add it to the loopback interface/,
  ));

test('a loopback that is down', () =>
  expectSentence(
    run(['start'], { PORT: '0', NODE_OPTIONS: `--require ${fixture('loopback-down.cjs')}` }),
    1,
    /^The loopback interface is down, which the service needs: bring it up \(ip link set lo up\)\.$/m,
  ));

test('an address that this machine does not have', () =>
  expectSentence(
    run(['start'], { PORT: port, HOST: '192.0.2.1' }),
    1,
    /^This machine has no address 192\.0\.2\.1: set HOST/,
  ));

test('a data folder whose path leads through a file', () =>
  expectSentence(
    run(['start'], { CONNECTORY_DATA_DIR: path.join(folder, 'file', 'data') }),
    1,
    /A file is in the way of the folder .+: remove it, or set CONNECTORY_DATA_DIR/,
  ));

test.skipIf(!canBeOther())('a data folder without permission', async () => {
  const mounted = await mkdtemp(path.join(tmpdir(), 'connectory-denied-'));
  await chmod(mounted, 0o700);
  const denied = { CONNECTORY_DATA_DIR: path.join(mounted, 'data') };
  try {
    const seteuid = `data:text/javascript,process.setgid(65534);process.setuid(65534)`;
    await expectSentence(
      run(['start'], denied, { node: ['--import', seteuid] }),
      1,
      /^No permission for .+data: change its permissions, or set CONNECTORY_DATA_DIR/,
    );
  } finally {
    await rm(mounted, { recursive: true });
  }
});

test('an address of no server', () =>
  expectSentence(
    run(['imports'], { CONNECTORY_URL: 'http://127.0.0.1:9', ...remote }),
    1,
    /^No server responds at http:\/\/127\.0\.0\.1:9\. Check CONNECTORY_URL and that the server runs\.$/m,
  ));

test('an address of another program', () =>
  expectSentence(
    run(['imports'], { CONNECTORY_URL: `http://127.0.0.1:${port}`, ...remote }),
    1,
    /status 404 is not one of Connectory: check CONNECTORY_URL/,
  ));

test('an address that is none', () =>
  expectSentence(run(['imports'], { CONNECTORY_URL: 'localhost', ...remote }), 2, /CONNECTORY_URL must be an http/));

test('a folder in which no service was started', () =>
  expectSentence(run(['imports'], {}), 1, /^No server runs on the data folder .+ Start one with ".+ start"/));

test('a folder without the document', () =>
  expectSentence(run(['import', 'openapi.json'], {}), 2, /^openapi\.json: file not found in .+\. Check the path\.$/m));

test('a folder instead of a document', async () => {
  await expectSentence(run(['import', folder], {}), 2, /is a folder\. Name a document, or an archive/);
});
