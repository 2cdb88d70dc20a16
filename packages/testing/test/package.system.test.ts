import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  buildTarball,
  type Installation,
  type InstallationOptions,
  installPackage,
  type PackageRegistry,
  startPackageRegistry,
  tryInstallation,
} from '@connectory/harness';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const megabyte = 1_000_000;

let folder: string;
let tarball: string;
let registry: PackageRegistry;
const installations: Installation[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connectory-package-'));
  // As an earlier build leaves one.
  const stale = path.join(root, 'apps/console/dist/assets/stale-of-a-test.js');
  await writeFile(stale, '');
  [tarball, registry] = await Promise.all([buildTarball(folder), startPackageRegistry()]);
  await rm(stale);
}, 180_000);
afterEach(async () => {
  for (const each of installations.splice(0)) await each.remove();
});
afterAll(async () => {
  await registry?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function install(options: Omit<InstallationOptions, 'tarball'>): Promise<Installation> {
  const installation = await installPackage({ tarball, registry: registry.url, ...options });
  installations.push(installation);
  return installation;
}

test('the package installs with npm without scripts, and another account can check, import, serve, diff and export', async () => {
  // 5 MB is the promise; half a megabyte is left for what grows.
  expect((await stat(tarball)).size).toBeLessThan(4.5 * megabyte);
  await tryInstallation(await install({ manager: 'npm', options: ['--ignore-scripts'], asOther: true }));
}, 300_000);

test('the package has the console of the last build alone', async () => {
  const { stdout } = await run('tar', ['-tzf', tarball]);
  expect(stdout).toMatch(/console\/dist\/assets\/index-.*\.js/);
  expect(stdout).not.toContain('stale-of-a-test');
});

test('the package installs with pnpm', async () => {
  const user = await install({ manager: 'pnpm' });
  expect(await user.connectory(['--version'])).toMatch(/^\d+\.\d+\.\d+\n$/);
}, 180_000);

test('an installation without PostgreSQL is small, and checks documents', async () => {
  const user = await install({ manager: 'npm', options: ['--omit=optional'] });
  expect(user.size()).toBeLessThan(40 * megabyte);
  expect(await user.connectory(['check', 'node_modules/connectory/package.json'], 1)).toContain('1 cannot be imported');
}, 180_000);

/** Compiles only with the types of the package, and fails at once: nothing listens at this address. */
const useOfClient = `
import { ApiError, bodyOf, createClient, type ImportPage } from '@connectory/client';
const client = createClient({ baseUrl: 'http://127.0.0.1:1', token: 'key' });
const params = { path: { organisation_id: 'o' }, query: { first: 1 } };
const page: Promise<ImportPage> = bodyOf(client.GET('/api/connect/v1/o/{organisation_id}/imports', { params }));
// @ts-expect-error no operation has this path
void client.GET('/nowhere').catch(() => undefined);
page.catch((error: unknown) => console.log(error instanceof ApiError && error.code));
`;

test('the typed client is packed, installs alone, compiles, and runs', async () => {
  const built = path.join(folder, 'client');
  await run(process.execPath, ['tools/build-client.mjs', built], { cwd: root });
  const { stdout: file } = await run('npm', ['pack', '--silent', '--pack-destination', folder, built], { cwd: folder });
  const user = await mkdtemp(path.join(folder, 'user-'));
  await writeFile(path.join(user, 'package.json'), JSON.stringify({ type: 'module' }));
  const args = ['install', '--no-audit', '--no-fund', '--registry', registry.url, path.join(folder, file.trim())];
  await run('npm', args, { cwd: user });
  await writeFile(path.join(user, 'use.ts'), useOfClient);
  const options = ['--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023,dom,dom.iterable', '--types', ''];
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [compiler, '--strict', ...options, 'use.ts'], { cwd: user });
  expect((await run(process.execPath, ['use.js'], { cwd: user })).stdout).toBe('unreachable\n');
}, 180_000);
