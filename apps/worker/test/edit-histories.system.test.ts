import { buildSpec, importForm, operation, waitFor } from '@connectory/harness';
import { queueBackends, type Stack, startStack } from '@connectory/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

interface Ended {
  readonly id: string;
  readonly connectorId: string;
  readonly status: string;
  readonly summary?: { readonly edits?: object };
}

interface Entity {
  readonly name: string;
  readonly [member: string]: unknown;
}

/** What changes from version to version of the document. */
interface Release {
  /** Summary of `getKept`, `getMerged` and `getConflict`. */
  readonly summaries: readonly [string, string, string];
  readonly merged?: object;
  readonly paths?: object;
  readonly pet?: object;
}

/** A document of eight operations and three schemas. */
function release({ summaries: [kept, merged, conflict], merged: more = {}, paths = {}, pet = {} }: Release): string {
  const get = (operationId: string, summary: string, rest: object = {}) => ({
    get: { ...operation({ operationId }), summary, ...rest },
  });
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const responses = { 200: { description: '', content: { 'application/json': { schema: ref('Pet') } } } };
  const document = buildSpec({
    title: 'History',
    paths: {
      '/kept': get('getKept', kept),
      '/merged': get('getMerged', merged, more),
      '/conflict': get('getConflict', conflict),
      '/same': get('getSame', 'Old'),
      '/deleted': get('getDeleted', 'Old'),
      '/plain': get('getPlain', kept, { responses }),
      ...paths,
    },
  });
  const schemas = {
    Pet: { type: 'object', properties: { tag: ref('Tag'), owner: ref('Owner') }, required: ['tag'], ...pet },
    Tag: { type: 'string' },
    Owner: { type: 'object' },
  };
  return JSON.stringify({ ...document, components: { schemas } });
}

const gone = { '/gone': { get: operation({ operationId: 'getGone' }) } };
const releases = [
  release({ summaries: ['Old', 'Old', 'Old'], paths: gone }),
  // The document goes on in other places than the user, in the same place, or in neither.
  release({ summaries: ['Old', 'Old', 'Vendor'], merged: { description: 'Vendor' }, paths: gone }),
  release({
    summaries: ['Old', 'Old', 'Vendor'],
    merged: { description: 'Vendor' },
    paths: { '/made': { get: { ...operation({ operationId: 'getMade' }), description: 'Vendor' } } },
    pet: { required: ['tag', 'owner'] },
  }),
  // The document says the same as one of the users by now.
  release({ summaries: ['Mine', 'Old', 'Vendor'], merged: { description: 'Vendor' } }),
] as const;

/** The edits after each version. */
const counts = [
  { kept: 7, merged: 1, conflicts: 1, dropped: 0 },
  { kept: 8, merged: 1, conflicts: 0, dropped: 0 },
  { kept: 8, merged: 0, conflicts: 0, dropped: 1 },
];

let stack: Stack;
let database: pg.Pool;

beforeAll(async () => {
  const [backend] = queueBackends();
  if (backend === undefined) throw new Error('no queue backend');
  stack = await startStack(backend);
  database = new pg.Pool({ connectionString: stack.databaseUrl, max: 1 });
});
afterAll(async () => {
  await database.end();
  await stack.stop();
});

async function send<Body>(method: string, path: string, body?: object): Promise<Body> {
  const json =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const response = await stack.fetch(path, { method, ...json });
  const text = await response.text();
  expect(response.ok, `${method} ${path}: ${text}`).toBe(true);
  return (text === '' ? undefined : JSON.parse(text)) as Body;
}

async function importRelease(document: string, metadata: object, connector?: string): Promise<Ended> {
  const place = connector === undefined ? '/protocols/http/import' : `/connector/${connector}/http/import`;
  const headers = { Prefer: 'wait=60, return=minimal' };
  const response = await stack.fetch(place, { method: 'POST', body: importForm(document, metadata), headers });
  const ended = (await response.json()) as Ended;
  expect(ended, JSON.stringify(ended)).toMatchObject({ status: 'succeeded' });
  return ended;
}

/** Imports the first release, and edits it. @returns the id of the connector. */
async function editFirst(): Promise<string> {
  const { connectorId: connector } = await importRelease(releases[0], { version: '1' });
  const draft = `/connectors/${connector}/versions/1`;
  const edit = async (place: string, changes: object): Promise<void> => {
    const entity = await send<Entity>('GET', `${draft}/${place}`);
    await send('PUT', `${draft}/${place}`, { ...entity, ...changes });
  };
  for (const name of ['getKept', 'getMerged', 'getConflict', 'getGone'])
    await edit(`actions/${name}`, { summary: 'Mine' });
  await edit('actions/getSame', { name: 'renamed' });
  const tag = await send<Entity>('GET', `${draft}/definitions/Tag`);
  await send('PUT', `${draft}/definitions/Tag`, { ...tag, name: 'Label', schema: undefined });
  await send('DELETE', `${draft}/actions/getDeleted`);
  await send('DELETE', `${draft}/definitions/Owner?force=true`);
  await send('POST', `${draft}/actions`, {
    type: 'http',
    name: 'getMade',
    method: 'GET',
    path: '/made',
    summary: 'Mine',
    parameters: [],
    responses: [],
  });
  return connector;
}

async function entitiesOf(connector: string, version: string): Promise<unknown> {
  const place = `/connectors/${connector}/versions/${version}`;
  const { actions } = await send<{ actions: Entity[] }>('GET', `${place}/actions?first=100`);
  const { definitions } = await send<{ definitions: Entity[] }>('GET', `${place}/definitions?first=100`);
  const pet = await send<object>('GET', `/schemas/${connector}/${version}/Pet.json`);
  const invalid = definitions.flatMap(({ name, errors }) => (errors === undefined ? [] : [[name, errors]]));
  return {
    actions: actions.map(({ name, summary, description }) => [name, summary, description]),
    definitions: definitions.map(({ name }) => name),
    pet: JSON.stringify(pet).match(/\w+\.json(?=")/g),
    invalid: invalid.filter(([, errors]) => (errors as object[]).length > 0),
  };
}

const missing = {
  field: '/schema/properties/owner/$ref',
  message: 'The version has no definition "Owner".',
  severity: 'error',
};
const last = {
  actions: [
    ['getKept', 'Mine', undefined],
    ['getMerged', 'Mine', 'Vendor'],
    ['getConflict', 'Mine', undefined],
    ['renamed', 'Old', undefined],
    ['getPlain', 'Mine', undefined],
    ['getGone', 'Mine', undefined],
    ['getMade', 'Mine', 'Vendor'],
  ],
  definitions: ['Pet', 'Label', 'GetKept200Response'],
  pet: ['Label.json', 'Owner.json'],
  invalid: [['Pet', [missing]]],
};

test.each(['replace', 'editsFrom'])(
  'edits live through the versions of a document: %s',
  async (mode) => {
    const connector = await editFirst();
    for (const [index, document] of releases.slice(1).entries()) {
      const version = mode === 'replace' ? '1' : String(index + 2);
      const metadata = mode === 'replace' ? { ifExists: 'replace' } : { editsFrom: String(index + 1) };
      const dry = await importRelease(document, { version, ...metadata, dryRun: true }, connector);
      expect(dry.summary?.edits).toEqual(counts[index]);
      const { summary } = await importRelease(document, { version, ...metadata }, connector);
      expect(summary?.edits).toEqual(counts[index]);
    }
    expect(await entitiesOf(connector, mode === 'replace' ? '1' : '4')).toEqual(last);
  },
  180_000,
);

test('a bulk run merges the edits of a draft, and a dry run of it shows that beforehand', async () => {
  const connector = await editFirst();
  const before = await entitiesOf(connector, '1');
  await database.query(`update connector_versions set importer_version = '0' where connector_id = $1`, [connector]);
  const operator = `${stack.baseUrl}/api/operator/v1/reimports`;
  const headers = { Authorization: `Bearer ${stack.operatorApiKey}`, 'Content-Type': 'application/json' };
  for (const dryRun of [true, false]) {
    const body = JSON.stringify({ selector: { connectorIds: [connector] }, target: 'replace-drafts', dryRun });
    const created = (await (await fetch(operator, { method: 'POST', headers, body })).json()) as { id: string };
    const run = await waitFor(
      async () => {
        const found = (await (await fetch(`${operator}/${created.id}`, { headers })).json()) as {
          status: string;
          counts: object;
        };
        return found.status === 'finished' && found;
      },
      { timeoutMs: 60_000, describe: 'the run ends' },
    );
    expect(run.counts).toMatchObject(dryRun ? { unchanged: 1 } : { merged: 1 });
    expect(await entitiesOf(connector, '1')).toEqual(before);
  }
}, 180_000);
