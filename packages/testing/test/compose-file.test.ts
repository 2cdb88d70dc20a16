import { existsSync, readFileSync } from 'node:fs';
import { settingSections } from '@connectory/runtime';
import { describe, expect, it } from 'vitest';
import { type ComposeService, listComposeVariables, readComposeServices } from './compose-file.ts';

const root = new URL('../../../', import.meta.url);
const services = readComposeServices();
const settings = new Set(settingSections.flatMap((section) => Object.keys(section.settings)));
const ours = Object.entries(services).filter(([, { image }]) => image === 'connectory');

describe.each(Object.entries(services))('the service %s', (_name, service: ComposeService) => {
  it('has no more privileges than it needs, and limits of memory, processes and temporary files', () => {
    expect(service).toMatchObject({
      read_only: true,
      security_opt: ['no-new-privileges:true'],
      cap_drop: ['ALL'],
      pids_limit: expect.any(Number),
      mem_limit: expect.stringMatching(/^(\d+[mg]|\$\{\w+_MEMORY:-\d+g\})$/),
      restart: expect.stringMatching(/^(unless-stopped|no)$/),
    });
    expect(service.tmpfs).toContainEqual(expect.stringMatching(/^\/tmp:size=\d+[mg],mode=1777,noexec,nosuid,nodev$/));
    for (const mount of service.tmpfs ?? []) expect(mount).toMatch(/:size=\d+[mg],.*noexec,nosuid,nodev$/);
  });

  it('shares nothing with its host but what the API publishes', () => {
    for (const option of ['privileged', 'network_mode', 'pid', 'ipc', 'userns_mode', 'devices', 'cgroup_parent'])
      expect(service).not.toHaveProperty(option);
    for (const volume of service.volumes ?? []) expect(volume).toMatch(/^(postgres|redis):/);
    const added = service === services['postgres'] ? ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] : [];
    expect(service.cap_add ?? []).toEqual(added);
    expect(service.ports ?? []).toEqual(service === services['api'] ? ['${PORT:-8082}:8082'] : []);
  });
});

it('there is one service for each process', () => {
  expect(Object.keys(services)).toEqual(['postgres', 'redis', 'migrate', 'api', 'worker']);
});

describe.each(ours)('the service %s of this repository', (_name, service) => {
  it('sets only settings that exist', () => {
    const names = Object.keys(service.environment ?? {});
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !settings.has(name))).toEqual([]);
  });

  it('starts a file that the image has', () => {
    const entry = service.command?.find((argument) => argument.startsWith('apps/')) ?? '';
    expect(entry).toMatch(/^apps\/\w+\/dist\/main\.js$/);
    expect(existsSync(new URL(entry.replace('/dist/main.js', '/src/main.ts'), root))).toBe(true);
  });
});

it('only the service that migrates has the password of the owner of the database', () => {
  const holders = Object.entries(services).filter(([, service]) =>
    JSON.stringify(service).includes('${DATABASE_PASSWORD'),
  );
  expect(holders.map(([name]) => name)).toEqual(['postgres', 'migrate']);
  const hasOwnPassword = (name: string, variable: string): boolean =>
    services[name]?.environment?.['DATABASE_URL']?.includes(`\${${variable}:`) === true;
  expect(hasOwnPassword('api', 'DATABASE_API_PASSWORD')).toBe(true);
  expect(hasOwnPassword('worker', 'DATABASE_WORKER_PASSWORD')).toBe(true);
});

describe('each variable', () => {
  const variables = listComposeVariables();
  const text = ['docs/operating.md', 'docs/settings.md', 'docker-compose.yml']
    .map((file) => readFileSync(new URL(file, root), 'utf8'))
    .join('\n');

  it.each([...new Set(variables.map(({ name }) => name))])(
    '%s is a secret that must be set, or has a default',
    (name) => {
      const isSecret = /PASSWORD|SECRET/.test(name);
      for (const variable of variables.filter((other) => other.name === name)) {
        expect(variable.required).toBe(isSecret);
        expect(variable.fallback).toBe(isSecret ? `set ${name}` : variable.fallback);
        expect(variable.fallback).not.toBe('');
      }
      expect(text.split(name).length).toBeGreaterThan(2);
    },
  );
});
