import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Bill {
  readonly metadata: { readonly component: object };
  readonly components: readonly { readonly name: string; readonly purl: string; readonly hashes?: readonly object[] }[];
}

interface Locked {
  readonly version: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

function readJson(file: string): {
  readonly version: string;
  readonly packages?: { readonly [folder: string]: Locked };
} {
  return JSON.parse(readFileSync(root + file, 'utf8'));
}

function readSchema(name: string): object {
  return JSON.parse(readFileSync(new URL(`fixtures/cyclonedx/${name}.schema.json`, import.meta.url), 'utf8'));
}

it('the software bill of materials conforms to CycloneDX, and lists every package of production with its hash', () => {
  const text = execFileSync('npm', ['run', '--silent', 'sbom'], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
  const bill: Bill = JSON.parse(text);
  const ajv = new Ajv.default({ strict: false, validateFormats: false });
  for (const name of ['jsf-0.82', 'spdx']) ajv.addSchema(readSchema(name));
  const validate = ajv.compile(readSchema('bom-1.5'));
  expect(validate(bill) ? [] : validate.errors).toEqual([]);
  const { version } = readJson('package.json');
  expect(bill.metadata.component).toMatchObject({ 'bom-ref': `connectory@${version}`, name: 'connectory' });
  const listed = new Set(bill.components.map(({ purl }) => decodeURIComponent(purl)));
  const locked = Object.entries(readJson('package-lock.json').packages ?? {}).filter(
    ([folder, { link }]) => link !== true && folder.includes('node_modules/'),
  );
  const purlOf = ([folder, each]: readonly [string, Locked]): string =>
    `pkg:npm/${folder.replace(/^.*node_modules\//, '')}@${each.version}`;
  // It only counts installations, and is not installed.
  const production = locked.filter(([folder, { dev }]) => dev !== true && !folder.endsWith('/@scarf/scarf'));
  expect(production.length).toBeGreaterThan(200);
  expect(production.map(purlOf).filter((purl) => !listed.has(purl))).toEqual([]);
  const names = bill.components.map(({ name }) => name);
  for (const name of ['vitest', 'oxlint', 'typescript', 'vite']) expect(names).not.toContain(name);
  const external = bill.components.filter(({ purl }) => !purl.startsWith('pkg:npm/%40connectory/'));
  expect(external.filter(({ hashes }) => hashes === undefined).map(({ purl }) => purl)).toEqual([]);
}, 60_000);
