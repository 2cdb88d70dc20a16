import { buildSpec, importForm, operation, waitFor } from '@connectory/harness';
import { type Stack, startStack } from '@connectory/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Ended {
  readonly id: string;
  readonly connectorId: string;
  readonly status: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly summary?: { readonly overlays?: object; readonly unchanged?: boolean };
}

interface Result {
  readonly actions: readonly { readonly name: string; readonly summary?: string }[];
  readonly messages: readonly { readonly code: string; readonly detail: readonly string[] }[];
}

/** A document with one operation. */
function spec(title: string, summary: string): string {
  return JSON.stringify(
    buildSpec({ title, paths: { '/pets': { get: { ...operation({ operationId: 'listPets' }), summary } } } }),
  );
}

const head = { overlay: '1.1.0', info: { title: 'Fixes', version: '1' } };
const setSummary = { target: "$.paths['/pets'].get", update: { summary: 'Ours' } };
const fixes = { ...head, actions: [setSummary] };
const applied = { actions: 1, applied: 1, notNeeded: 0, conflicting: 0, missing: 0 };
const conflicting = { ...applied, applied: 0, conflicting: 1 };

describe('overlays', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({ name: 'postgres' }, { workers: 1 });
  });
  afterAll(() => stack.stop());

  const follow = async (response: Response): Promise<Ended> => {
    const accepted = (await response.json()) as Ended;
    expect([200, 202], JSON.stringify(accepted)).toContain(response.status);
    return waitFor(
      async () => {
        const current = (await (await stack.fetch(`/imports/${accepted.id}`)).json()) as Ended;
        return ['succeeded', 'failed'].includes(current.status) && current;
      },
      { timeoutMs: 40_000, describe: `import ${accepted.id} ends` },
    );
  };
  const submit = async (
    document: string,
    {
      connector,
      overlays = [],
      metadata = {},
    }: { connector?: string; overlays?: readonly string[]; metadata?: object } = {},
  ): Promise<Ended> => {
    const form = importForm(document, {
      version: '1',
      ...(connector === undefined ? {} : { ifExists: 'replace' }),
      ...metadata,
    });
    for (const overlay of overlays) form.append('overlay', new Blob([overlay]), 'fixes.overlay.yaml');
    const path = connector === undefined ? '/protocols/http/import' : `/connector/${connector}/http/import`;
    return follow(await stack.fetch(path, { method: 'POST', body: form, headers: { Prefer: 'respond-async' } }));
  };
  const resultOf = async ({ id }: Ended): Promise<Result> =>
    (await (await stack.fetch(`/imports/${id}/result`)).json()) as Result;
  const put = async (connector: string, name: string, body: object): Promise<void> => {
    const headers = { 'Content-Type': 'application/json' };
    const path = `/connectors/${connector}/overlays/${name}`;
    const response = await stack.fetch(path, { method: 'PUT', body: JSON.stringify(body), headers });
    expect([200, 201], await response.text()).toContain(response.status);
  };
  const summaryOf = async (ended: Ended): Promise<string | undefined> => (await resultOf(ended)).actions[0]?.summary;

  test('of an upload apply to that import, and to no later one', async () => {
    const overlay = `overlay: 1.0.0\ninfo: { title: T, version: '1' }\nactions: [{ target: "$.paths['/pets'].get", update: { summary: Ours } }, { target: $.nothing, update: 1 }]`;
    const first = await submit(spec('upload', 'Theirs'), { overlays: [overlay] });
    expect(first).toMatchObject({ status: 'succeeded', summary: { overlays: { ...applied, actions: 2, missing: 1 } } });
    const { actions, messages } = await resultOf(first);
    expect(actions[0]?.summary).toBe('Ours');
    const missing = messages.find(({ code }) => code === 'OVERLAY_TARGET_MISSING');
    expect(missing?.detail).toEqual(['overlay fixes.overlay.yaml#/actions/1: $.nothing matches nothing']);
    const again = await submit(spec('upload', 'Theirs'), { connector: first.connectorId, overlays: [overlay] });
    expect(again.summary).toMatchObject({ unchanged: true, overlays: { actions: 2 } });
    const without = await submit(spec('upload', 'Theirs'), { connector: first.connectorId });
    expect(without.summary).not.toHaveProperty('unchanged');
    expect(without.summary).not.toHaveProperty('overlays');
    expect(await summaryOf(without)).toBe('Theirs');
  });

  test('of a connector apply to every import into it, and report drift', async () => {
    const { connectorId: connector } = await submit(spec('drift', 'Theirs'));
    await put(connector, 'fixes', { overlay: fixes });
    const first = await submit(spec('drift', 'Theirs'), { connector });
    expect(first.summary).toMatchObject({ overlays: applied });
    expect(first.summary).not.toHaveProperty('unchanged');
    expect(await summaryOf(first)).toBe('Ours');
    const same = await submit(spec('drift', 'Theirs'), { connector });
    expect(same.summary).toMatchObject({ overlays: applied, unchanged: true });
    const drifted = await submit(spec('drift', 'Changed'), { connector });
    expect(drifted.summary).toMatchObject({ overlays: conflicting });
    const { actions, messages } = await resultOf(drifted);
    expect(actions[0]?.summary).toBe('Ours');
    expect(messages.find(({ code }) => code === 'OVERLAY_CONFLICT')?.detail[0]).toContain(
      'overlay fixes#/actions/0: applied',
    );
  });

  test('are named by the proof of an export, also after they were changed and deleted', async () => {
    const { connectorId: connector } = await submit(spec('proof', 'Theirs'));
    await put(connector, 'fixes', { overlay: fixes });
    const extra = { ...head, actions: [{ target: '$.info', update: { 'x-owner': 'us' } }] };
    await submit(spec('proof', 'Theirs'), { connector, overlays: [JSON.stringify(extra)] });
    await stack.fetch(`/connectors/${connector}/versions/1/publish`, { method: 'POST' });
    await stack.fetch(`/connectors/${connector}/overlays/fixes`, { method: 'DELETE' });
    const response = await stack.fetch(`/connectors/${connector}/versions/1/openapi?proof=true`);
    const { totals, differences } = (await response.json()) as { totals: object; differences: readonly object[] };
    expect(totals).toMatchObject({ overlaid: 2, edited: 0, unexplained: 0 });
    expect(differences.filter((each) => Reflect.get(each, 'kind') === 'overlaid')).toEqual([
      {
        location: { pointer: '/info/x-owner' },
        kind: 'overlaid',
        values: 1,
        overlay: 'overlay fixes.overlay.yaml#/actions/0',
        export: 'us',
      },
      {
        location: { pointer: '/paths/~1pets/get/summary' },
        kind: 'overlaid',
        values: 1,
        overlay: 'overlay fixes#/actions/0',
        source: 'Theirs',
        export: 'Ours',
      },
    ]);
  });

  test('of a connector follow their policy in a conflict, until it is accepted', async () => {
    const { connectorId: connector } = await submit(spec('policy', 'Theirs'));
    await put(connector, 'fixes', { overlay: fixes, policy: 'skip' });
    await submit(spec('policy', 'Theirs'), { connector });
    const skipped = await submit(spec('policy', 'Changed'), { connector });
    expect(skipped.summary).toMatchObject({ overlays: conflicting });
    expect(await summaryOf(skipped)).toBe('Changed');
    await put(connector, 'fixes', { overlay: fixes, policy: 'fail' });
    const failed = await submit(spec('policy', 'Changed'), { connector });
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'overlay_conflict' } });
    await put(connector, 'fixes', { overlay: fixes, reset: true });
    expect((await submit(spec('policy', 'Changed'), { connector })).summary).toMatchObject({ overlays: applied });
    const adopted = await submit(spec('policy', 'Ours'), { connector });
    expect(adopted.summary).toMatchObject({ overlays: { actions: 1, notNeeded: 1 } });
  });

  test('apply in order, and not when they are disabled or deleted', async () => {
    const { connectorId: connector } = await submit(spec('order', 'Theirs'));
    const other = { ...head, actions: [{ ...setSummary, update: { summary: 'Last' } }] };
    await put(connector, 'b', { overlay: fixes });
    await put(connector, 'a', { overlay: other });
    expect(await summaryOf(await submit(spec('order', 'Theirs'), { connector }))).toBe('Last');
    await put(connector, 'a', { overlay: other, position: 0 });
    expect(await summaryOf(await submit(spec('order', 'Theirs'), { connector }))).toBe('Ours');
    await put(connector, 'b', { overlay: fixes, enabled: false });
    expect(await summaryOf(await submit(spec('order', 'Theirs'), { connector }))).toBe('Last');
    await stack.fetch(`/connectors/${connector}/overlays/a`, { method: 'DELETE' });
    const without = await submit(spec('order', 'Theirs'), { connector });
    expect(without.summary).not.toHaveProperty('overlays');
    expect(await summaryOf(without)).toBe('Theirs');
  });

  test('of a dry run are not remembered', async () => {
    const { connectorId: connector } = await submit(spec('dry', 'Theirs'));
    await put(connector, 'fixes', { overlay: fixes });
    await submit(spec('dry', 'Preview'), { connector, metadata: { dryRun: true } });
    expect((await submit(spec('dry', 'Theirs'), { connector })).summary).toMatchObject({ overlays: applied });
  });

  test('make a bulk run replace the drafts that they change, once', async () => {
    const { connectorId: connector } = await submit(spec('bulk', 'Theirs'));
    const run = async (): Promise<{ readonly [outcome: string]: number }> => {
      const headers = { Authorization: `Bearer ${stack.operatorApiKey}`, 'Content-Type': 'application/json' };
      const url = `${stack.baseUrl}/api/operator/v1/reimports`;
      const body = JSON.stringify({ selector: { connectorIds: [connector] }, target: 'replace-drafts' });
      const { id } = (await (await fetch(url, { method: 'POST', headers, body })).json()) as { id: string };
      return waitFor(
        async () => {
          const response = await fetch(`${url}/${id}`, { headers });
          const { status, counts } = (await response.json()) as {
            status: string;
            counts: { [outcome: string]: number };
          };
          return status === 'finished' && counts;
        },
        { timeoutMs: 40_000, describe: 'the run finishes' },
      );
    };
    expect(await run()).toMatchObject({ unchanged: 1 });
    await put(connector, 'fixes', { overlay: fixes });
    expect(await run()).toMatchObject({ replaced: 1 });
    expect(await run()).toMatchObject({ unchanged: 1 });
    const response = await stack.fetch(`/connectors/${connector}/versions/1/actions`);
    expect(await response.json()).toMatchObject({ actions: [{ summary: 'Ours' }] });
  });

  test.each([
    ['overlay_invalid', 'overlay: 1.1.0'],
    ['overlay_invalid', '{"overlay": "1.1.0"'],
    [
      'overlay_too_costly',
      JSON.stringify({ ...head, actions: [{ target: `$${'..[*,*,*,*,*,*]'.repeat(6)}`, remove: true }] }),
    ],
    [
      'overlay_output_too_large',
      JSON.stringify({ ...head, actions: Array.from({ length: 60 }, () => ({ target: '$.paths', copy: '$' })) }),
    ],
    ['document_version_unsupported', JSON.stringify({ ...head, actions: [{ target: '$.openapi', update: '4.0.0' }] })],
  ])('that are hostile or wrong fail the import with %s', async (code, overlay) => {
    const paths = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`/${at}`, { get: operation({ operationId: `get${at}` }) }]),
    );
    const ended = await submit(JSON.stringify(buildSpec({ title: code, paths })), { overlays: [overlay] });
    expect(ended).toMatchObject({ status: 'failed', error: { code } });
  });
});
