import { buildSpec, importForm, operation } from '@connectory/harness';
import { isObject, listOf, member } from './json.ts';
import type { KnownBodies } from './known-bodies.ts';
import type { ParameterSet } from './known-values.ts';

/** Where the fuzzer creates what its requests are about. */
export interface SeedTarget {
  readonly baseUrl: string;
  readonly organisationId: string;
  readonly tokens: { readonly [role: string]: readonly string[] };
}

const overlay = {
  overlay: '1.0.0',
  info: { title: 'Seed', version: '1' },
  actions: [{ target: '$.info', update: { description: 'Changed by an overlay.' } }],
};

/**
 * Imports a connector with two versions that differ, with actions, triggers, definitions, an overlay and an edit.
 * @returns the parameters of paths that lead to its parts; undefined if the service did not take it.
 */
export async function seedConnector(
  target: SeedTarget,
  bodies: KnownBodies,
  number: number,
): Promise<ParameterSet | undefined> {
  const call = createCall(target, bodies);
  await resetQuotas(target);
  const first = await call('POST', '/protocols/http/import', formOf(number, 'draft'));
  // A response that waited for the end holds the import, a 202 is the import.
  const imported = member(first, 'import') ?? first;
  const connector = member(imported, 'connectorId');
  if (typeof connector !== 'string') {
    console.log(`no connector for requests to use: ${JSON.stringify(first)?.slice(0, 300)}`);
    return undefined;
  }
  const path = `/connectors/${connector}`;
  await call('POST', `/connector/${connector}/http/import`, formOf(number, 'other'));
  await call('PUT', `${path}/overlays/seed`, { overlay });
  const version = `${path}/versions/draft`;
  const [actions, triggers, definitions] = await Promise.all(
    ['actions', 'triggers', 'definitions'].map(async (list) =>
      listOf(member(await call('GET', `${version}/${list}`), list)),
    ),
  );
  const [action] = actions ?? [];
  await call('PUT', `${version}/actions/${nameOf(action)}`, { ...Object(action), summary: 'Edited' });
  const definition = nameOf(definitions?.[0]);
  const parts = [`actions/${nameOf(action)}`, `triggers/${nameOf(triggers?.[0])}`, `definitions/${definition}`];
  for (const part of parts) await call('GET', `${version}/${part}`);
  for (const whole of [path, version, `${path}/overlays/seed`]) await call('GET', whole);
  const edits = listOf(member(await call('GET', `${version}/edits`), 'edits'));
  return {
    connector_id: connector,
    version: 'draft',
    import_id: String(member(imported, 'id')),
    action_name: nameOf(action),
    trigger_name: nameOf(triggers?.[0]),
    definition_name: definition,
    schema_filename: `${definition}.json`,
    overlay_name: 'seed',
    auth_scheme_config_id: 'seed',
    edit_id: String(member(edits[0], 'id')),
  };
}

function formOf(number: number, version: string): FormData {
  const isDraft = version === 'draft';
  const schemas = {
    Pet: { type: 'object', properties: { name: { type: 'string' }, owner: { $ref: '#/components/schemas/Owner' } } },
    Owner: { type: isDraft ? 'object' : 'string' },
  };
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } };
  const list = operation({
    operationId: 'listPets',
    responses: { '200': { description: 'Pets', content } },
    callbacks: { changed: { '{$request.query.url}': { post: operation({ operationId: 'petChanged' }) } } },
  });
  const spec = buildSpec({ title: `Seed ${number}`, paths: { '/pets': { get: list } }, schemas });
  return importForm(JSON.stringify(spec), { version });
}

/** Generated requests set them too, to values that allow nothing. */
async function resetQuotas({ baseUrl, organisationId, tokens }: SeedTarget): Promise<void> {
  const [token = ''] = tokens['operator'] ?? [];
  const response = await fetch(`${baseUrl}/api/operator/v1/organisations/${organisationId}/quotas`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: '{}',
  });
  if (!response.ok) console.log(`the quotas stay as they are: ${response.status} ${await response.text()}`);
}

function createCall({ baseUrl, organisationId, tokens }: SeedTarget, bodies: KnownBodies) {
  const [token = ''] = tokens['import'] ?? [];
  const root = `/api/connect/v1/o/${organisationId}`;
  return async (method: string, path: string, body?: FormData | object): Promise<unknown> => {
    const isForm = body instanceof FormData;
    const type = body === undefined || isForm ? {} : { 'Content-Type': 'application/json' };
    const response = await fetch(baseUrl + root + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, Prefer: 'wait=30', ...type },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    if (method === 'GET' && response.ok) bodies.learn(root + path, json, response.headers.get('ETag') ?? undefined);
    return json;
  };
}

function nameOf(entity: unknown): string {
  return isObject(entity) ? String(entity['name']) : 'missing';
}
