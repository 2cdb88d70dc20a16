import { defaultDocumentLimits, readDocument } from '@connectory/document';
import { type Difference, exportDocument, type ProofTotals, proveVersion, versionOfModel } from '@connectory/exporter';
import { importDocument } from '@connectory/importer';
import { traceOverlays } from '@connectory/overlay';
import { expect, it } from 'vitest';

const parameter = (name: string) => ({ name, in: 'query', description: `Of ${name}`, schema: { type: 'string' } });
const source = {
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        summary: 'Theirs',
        parameters: [parameter('debug'), parameter('limit')],
        responses: { 200: { description: 'ok' } },
      },
    },
    '/old': { get: { operationId: 'old', responses: { 200: { description: 'ok' } } } },
  },
};

const get = "$.paths['/pets'].get";
const actions = [
  { target: get, update: { summary: 'Ours' } },
  { target: get, update: { operationId: 'listPets', description: 'Added' } },
  { target: `${get}.parameters[?@.name == 'debug']`, remove: true },
  { target: "$.paths['/old']", remove: true },
  { target: '$.paths', update: { '/copied': {} } },
  { target: "$.paths['/copied']", copy: "$.paths['/pets']" },
  { target: "$.paths['/copied'].get", update: { operationId: 'copied' } },
];

/** Proves the export of the source with overlays. @param changed the title that the export has. */
async function prove(changed?: string) {
  const read = await readDocument(Buffer.from(JSON.stringify(source)), { limits: defaultDocumentLimits });
  if (!read.ok) throw new Error(read.fault.message);
  const text = JSON.stringify({ overlay: '1.1.0', info: { title: 'Fixes', version: '1' }, actions });
  const overlays = [{ name: 'fixes', text, policy: 'apply' as const, remembered: {} }];
  const traced = traceOverlays(read.document, overlays, defaultDocumentLimits);
  if (!traced.ok) throw new Error(traced.fault.message);
  const { document, trace } = traced;
  const outcome = importDocument(document);
  if (!outcome.ok) throw new Error(outcome.fault.message);
  const version = versionOfModel(outcome.model);
  const exported = structuredClone(await exportDocument(version));
  if (changed !== undefined) Object.assign(Object(exported['info']), { title: changed });
  const { messages } = outcome.model;
  const { extras } = version;
  const proof = proveVersion({
    document,
    exported,
    extras,
    messages,
    overlays: trace,
    isPart: false,
    importOptions: {},
  });
  const differences: Difference[] = [];
  for (;;) {
    const next = await proof.next();
    if (next.done === true) return { differences, totals: next.value };
    differences.push(next.value);
  }
}

function sumOf({ values, ...others }: ProofTotals): boolean {
  return Object.values(others).reduce((sum, count) => sum + count, 0) === values;
}

it('a proof explains what overlays changed, added and removed by their actions, and its totals balance', async () => {
  const { differences, totals } = await prove();
  expect(totals).toMatchObject({ unexplained: 0, edited: 0 });
  expect(sumOf(totals)).toBe(true);
  const overlaid = differences.filter(({ kind }) => kind === 'overlaid');
  expect(totals.overlaid).toBe(overlaid.reduce((sum, { values }) => sum + values, 0));
  const found = (pointer: string) => {
    const [one, ...more] = overlaid.filter((difference) => difference.pointer === pointer);
    expect(more).toEqual([]);
    return one && [one.overlay, one.source, one.target];
  };
  const place = '/paths/~1pets/get';
  expect(found(`${place}/summary`)).toEqual(['overlay fixes#/actions/0', 'Theirs', 'Ours']);
  expect(found(`${place}/description`)).toEqual(['overlay fixes#/actions/1', undefined, 'Added']);
  expect(found(`${place}/operationId`)).toBeUndefined();
  expect(found(`${place}/parameters/0`)).toEqual(['overlay fixes#/actions/2', parameter('debug'), undefined]);
  expect(found('/paths/~1old')).toEqual(['overlay fixes#/actions/3', source.paths['/old'], undefined]);
  // The copy of what another action wrote comes from that one.
  expect(found('/paths/~1copied/get/summary')).toEqual(['overlay fixes#/actions/0', undefined, 'Ours']);
  expect(found('/paths/~1copied/get/responses/200/description')).toEqual(['overlay fixes#/actions/5', undefined, 'ok']);
  expect(found('/paths/~1copied/get/operationId')).toEqual(['overlay fixes#/actions/6', undefined, 'copied']);
  expect(overlaid.every(({ overlay }) => overlay !== undefined)).toBe(true);
});

it('a proof tells edits by hand from changes of overlays', async () => {
  const { differences, totals } = await prove('By hand');
  expect(totals).toMatchObject({ edited: 1, unexplained: 0 });
  expect(differences.find(({ kind }) => kind === 'edited')).toMatchObject({ pointer: '/info/title', source: 'Pets' });
});
