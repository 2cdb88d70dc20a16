// npm run installations --prefix bench -- [--node 20,22,24] [--manager npm,pnpm]
// Installs the package for users from the registry in empty folders: with each version of Node.js and each package manager, with and without
// scripts, as this and as another account. In each folder it checks, imports, serves, diffs and exports.
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { buildTarball, type InstallationOptions, installPackage, tryInstallation } from '@connectory/harness';

const run = promisify(execFile);

const { values } = parseArgs({
  options: {
    node: { type: 'string', default: '20,22,24' },
    manager: { type: 'string', default: 'npm,pnpm' },
  },
});
const folder = await mkdtemp(path.join(tmpdir(), 'connectory-installations-'));
// Another account runs the programs in it.
await chmod(folder, 0o755);
try {
  process.exitCode = await runAll(await buildTarball(folder));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @returns the exit code */
async function runAll(tarball: string): Promise<number> {
  let failed = 0;
  for (const version of values.node.split(',')) {
    const node = await installNode(version);
    for (const options of cases(tarball, node)) {
      const { manager, options: given = [], asOther } = options;
      const label = [`Node.js ${version}`, manager, ...given, asOther === true ? 'other account' : 'this account'].join(
        ', ',
      );
      const fault = await tryOne(options);
      if (fault !== undefined) failed += 1;
      console.log(fault === undefined ? `ok      ${label}` : `FAILED  ${label}\n${fault}`);
    }
  }
  return failed === 0 ? 0 : 1;
}

function cases(tarball: string, node: string): readonly InstallationOptions[] {
  const managers = values.manager.split(',').filter((name) => name === 'npm' || name === 'pnpm');
  return managers.flatMap((manager) =>
    [[], ['--ignore-scripts']].flatMap((options) =>
      [false, true].map((asOther) => ({ tarball, manager, options, asOther, node })),
    ),
  );
}

/** @returns the fault, or undefined */
async function tryOne(options: InstallationOptions): Promise<string | undefined> {
  try {
    const installation = await installPackage(options);
    try {
      await tryInstallation(installation);
      return undefined;
    } finally {
      await installation.remove();
    }
  } catch (error) {
    return String(error);
  }
}

/** Installs the newest Node.js of a major version. @returns the folder of its program */
async function installNode(version: string): Promise<string> {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const target = path.join(folder, version);
  await run('npm', ['install', '--prefix', target, '--no-audit', '--no-fund', `${name}@${version}`]);
  return path.join(target, 'node_modules', name, 'bin');
}
