import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

/** Packages of a lockfile that come from a registry, by folder. */
function lockedPackages(lockfile: string): readonly (readonly [string, LockedPackage])[] {
  const { packages }: { packages: { [folder: string]: LockedPackage } } = JSON.parse(read(lockfile));
  return Object.entries(packages).filter(([folder, { link }]) => folder.includes('node_modules/') && link !== true);
}

/** Licences that ask for no more than notices. */
const permissive = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'].concat([
  'MIT OR Apache-2.0',
  'MIT and ISC',
  'Python-2.0',
  'Unlicense',
]);

/** Of tools that are not part of the image. */
const ofTools = ['CC0-1.0', '(MIT OR CC0-1.0)', 'EPL-2.0', 'MPL-2.0'];

/** Packages that state their licence in an older form, which npm does not copy. All are MIT or Apache-2.0. */
const statedElsewhere =
  /\/(busboy|streamsearch|compute-gcd|compute-lcm|validate\.io-(function|integer|integer-array|number))$/;

describe.each(['package-lock.json', 'bench/package-lock.json', 'clients/package-lock.json'])('%s', (lockfile) => {
  const packages = lockedPackages(lockfile);

  it('has the hash of every package', () => {
    expect(packages.length).toBeGreaterThan(50);
    const isHashed = ({ integrity = '' }: LockedPackage): boolean => /^sha512-[A-Za-z0-9+/]{86}==/.test(integrity);
    const without = packages.filter(([, locked]) => locked.inBundle !== true && !isHashed(locked));
    expect(without.map(([folder]) => folder)).toEqual([]);
  });

  it('names no other source than the registry', () => {
    const others = packages.filter(
      ([, { resolved }]) => !(resolved ?? 'https://registry.npmjs.org/').startsWith('https://registry.npmjs.org/'),
    );
    expect(others.map(([folder]) => folder)).toEqual([]);
  });

  it('has known licences only, and permissive ones in production', () => {
    const unknown = packages.filter(([folder, { license, dev, devOptional }]) => {
      const isTool = dev === true || devOptional === true || lockfile.includes('/');
      const allowed = isTool ? [...permissive, ...ofTools] : permissive;
      return license === undefined ? !statedElsewhere.test(folder) : !allowed.includes(license);
    });
    expect(unknown.map(([folder, { license }]) => `${folder}: ${license ?? 'none'}`)).toEqual([]);
  });
});

it('new versions of packages are installed a week after their release', () => {
  expect(read('.npmrc')).toMatch(/^min-release-age=7$/m);
});

describe('the image', () => {
  it('and its services are named by digest', () => {
    const images = [...read('docker-compose.yml').matchAll(/^\s+image: (.*)$/gm)].map(([, image = '']) => image);
    images.push(...[...read('Dockerfile').matchAll(/^ARG NODE_IMAGE=(.*)$/gm)].map(([, image = '']) => image));
    const named = images.filter((image) => image !== 'connectory');
    expect(named).toHaveLength(3);
    for (const image of named) expect(image).toMatch(/^[a-z]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
    expect([...read('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, from]) => from)).toEqual([
      '${NODE_IMAGE}',
      '${NODE_IMAGE}',
    ]);
  });

  it('contains neither secrets of the build machine nor the command line of Prisma, and does not run as root', () => {
    for (const pattern of ['**/.env', '**/.env.*', '**/credentials.json', '**/node_modules'])
      expect(read('.dockerignore').split('\n')).toContain(pattern);
    expect(read('Dockerfile')).toContain('test ! -e node_modules/prisma');
    expect(read('Dockerfile')).toMatch(/^USER node$/m);
  });

  it('gives Redis a password', () => {
    expect(read('docker-compose.yml')).toContain('redis://:${REDIS_PASSWORD:?set REDIS_PASSWORD}@redis:6379');
    expect(read('docker-compose.yml')).toContain('requirepass');
  });
});

it('every test that docs/security.md names exists', () => {
  const files = [...read('docs/security.md').matchAll(/`((?:apps|packages)\/[\w./-]+\.test\.ts)`/g)].map(
    ([, file = '']) => file,
  );
  expect(files.length).toBeGreaterThan(40);
  for (const file of new Set(files)) expect(() => read(file), file).not.toThrow();
});
