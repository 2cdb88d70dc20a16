import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

const megabyte = 1_000_000;

let folder: string;
let tarball: string;
let registry: PackageRegistry;
const installations: Installation[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connectory-package-'));
  [tarball, registry] = await Promise.all([buildTarball(folder), startPackageRegistry()]);
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
  expect((await stat(tarball)).size).toBeLessThan(5 * megabyte);
  await tryInstallation(await install({ manager: 'npm', options: ['--ignore-scripts'], asOther: true }));
}, 300_000);

test('the package installs with pnpm', async () => {
  const user = await install({ manager: 'pnpm' });
  expect(await user.connectory(['--version'])).toMatch(/^\d+\.\d+\.\d+\n$/);
}, 180_000);

test('an installation without PostgreSQL is small, and checks documents', async () => {
  const user = await install({ manager: 'npm', options: ['--omit=optional'] });
  expect(user.size()).toBeLessThan(40 * megabyte);
  expect(await user.connectory(['check', 'node_modules/connectory/package.json'], 1)).toContain('1 cannot be imported');
}, 180_000);
