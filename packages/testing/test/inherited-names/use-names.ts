import { importForm, waitFor } from '@connectory/harness';
import type { Stack } from '../../src/index.ts';
import { named, namesDocument, type NameFor } from './names-document.ts';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
}

/** The responses of a run, in order, as text. */
export type Transcript = readonly string[];

/** Imports documents with names, and edits, merges, compares, exports, reverts and deletes what they became. */
export async function useNames(stack: Stack, name: NameFor): Promise<Transcript> {
  const run = new Run(stack);
  const connector = await run.importInto('/protocols/http/import', namesDocument(name, '1', 'first'), { version: '1' });
  const root = `/connectors/${connector}`;
  await readAll(run, `${root}/versions/1`);
  const draft = name('version');
  await run.send('POST', `${root}/versions`, { name: draft, fromVersion: '1' });
  const version = `${root}/versions/${encodeURIComponent(draft)}`;
  await editEntities(run, version, name);
  await editConnector(run, root, name);
  await readAll(run, version);
  const again = `/connector/${connector}/http/import`;
  await run.importInto(again, namesDocument(name, '2', 'second'), { version: '2', editsFrom: draft });
  await readAll(run, `${root}/versions/2`);
  await run.send('GET', `${root}/versions/2/diff?from=1`);
  await run.importInto(again, namesDocument(name, '1', 'second'), { version: '1', ifExists: 'replace' });
  await revertAll(run, `${root}/versions/2`);
  await readAll(run, `${root}/versions/2`);
  await deleteEntities(run, version, name);
  await run.send('DELETE', version);
  await run.send('DELETE', root);
  return run.transcript;
}

async function readAll(run: Run, version: string): Promise<void> {
  for (const kind of ['actions', 'triggers', 'definitions']) {
    const { json } = await run.send('GET', `${version}/${kind}`);
    for (const entity of listOf(json, kind))
      await run.send('GET', `${version}/${kind}/${encodeURIComponent(textOf(entity, 'name'))}`);
  }
  await run.send('GET', `${version}/openapi`);
  await run.send('GET', `${version}/openapi?proof=true`);
  await run.send('GET', `${version}/extras`);
  await run.send('GET', `${version}/edits`);
}

async function editEntities(run: Run, version: string, name: NameFor): Promise<void> {
  for (const kind of ['actions', 'triggers'] as const) {
    const { json } = await run.send('GET', `${version}/${kind}`);
    for (const [index, entity] of listOf(json, kind).entries()) {
      const url = `${version}/${kind}/${encodeURIComponent(textOf(entity, 'name'))}`;
      const read = Object((await run.send('GET', url)).json);
      await run.send('PUT', url, {
        ...read,
        description: 'edited',
        ...(index === 0 ? { name: name(`renamed ${kind}`) } : {}),
      });
    }
  }
  const url = `${version}/definitions/${encodeURIComponent(name('definition output'))}`;
  const read = Object((await run.send('GET', url)).json);
  const content = JSON.stringify(named('properties', named(name('property'), { type: 'string' })));
  await run.send('PUT', url, {
    ...read,
    name: name('renamed'),
    schema: { contentType: 'application/schema+json', content },
  });
  const created = {
    name: name('created'),
    accept: ['application/json'],
    schema: { contentType: 'application/schema+json', content },
  };
  await run.send('POST', `${version}/definitions`, { definitions: [created] });
  await run.send('POST', `${version}/actions`, {
    type: 'http',
    name: name('created action'),
    method: 'GET',
    path: `/${name('path')}`,
    parameters: [{ name: name('parameter'), in: 'query', required: false, type: 'string' }],
    responses: [{ status: 200, definitions: [{ definition: { name: name('created') } }] }],
  });
  await run.send('DELETE', `${version}/definitions/${encodeURIComponent(name('definition input'))}?force=true`);
}

async function editConnector(run: Run, root: string, name: NameFor): Promise<void> {
  await run.send('PUT', `${root}/tags`, { tags: named(name('tag'), [name('value')]) });
  await run.send('PUT', `${root}/categories`, { categories: [name('category')] });
  const { json } = await run.send('GET', root);
  for (const scheme of listOf(json, 'authSchemeConfigs')) {
    const url = `${root}/auth-scheme-configs/${textOf(scheme, 'id')}`;
    await run.send('PUT', url, { ...Object(scheme), description: 'edited' });
    await run.send('DELETE', url);
    await run.send('GET', `${root}/auth-scheme-edits`);
    await run.send('POST', `${url}/revert`);
  }
  const own = `${root}/auth-scheme-configs/${encodeURIComponent(name('scheme'))}`;
  await run.send('PUT', own, { id: name('scheme'), schemeType: 'basic-auth', description: '' });
  await run.send('POST', `${own}/revert`);
  await run.send('DELETE', own);
  await run.send('PUT', own, { id: name('scheme'), schemeType: name('type'), description: '' });
  const actions = [
    { target: `$.paths[*][*].responses['200']`, update: named(name('member'), named(name('value'), 1)) },
    {
      target: `$.components.schemas['${name('definition input')}']`,
      update: { properties: named(name('property'), { title: 'overlaid' }) },
    },
    { target: `$['${name('member of root')}']['${name('member')}']`, remove: true },
  ];
  const overlay = { overlay: '1.1.0', info: { title: 'Names', version: '1' }, actions };
  const url = `${root}/overlays/${encodeURIComponent(name('overlay'))}`;
  await run.send('PUT', url, { overlay: { ...overlay, ...named(name('member'), 1) } });
  await run.send('PUT', url, { overlay, policy: 'apply' });
  await run.send('PUT', url, named(name('member'), named(name('member'), 1)));
  await run.send('GET', `${root}/overlays`);
  await run.send('GET', `${root}?${name('query')}=1`, undefined, { [name('header')]: name('value') });
}

async function revertAll(run: Run, version: string): Promise<void> {
  const { json } = await run.send('GET', `${version}/edits`);
  for (const edit of listOf(json, 'edits')) await run.send('POST', `${version}/edits/${textOf(edit, 'id')}/revert`);
}

async function deleteEntities(run: Run, version: string, name: NameFor): Promise<void> {
  await run.send('DELETE', `${version}/definitions`, { names: [name('created')] });
  await run.send('DELETE', `${version}/actions/${encodeURIComponent(name('created action'))}`);
  await run.send('DELETE', `${version}/definitions`, { names: [name('created'), name('renamed')] });
  await run.send('DELETE', `${version}/definitions`, { all: true });
}

/** Sends requests and writes down their responses. */
class Run {
  readonly transcript: string[] = [];
  readonly #stack: Stack;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  async send(
    method: string,
    path: string,
    body?: object,
    headers: { readonly [name: string]: string } = {},
  ): Promise<Answer> {
    const answer = await this.#fetch(path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.transcript.push(`${method} ${path}\n${answer.status} ${answer.text}`);
    return answer;
  }

  /** @returns the id of the connector. */
  async importInto(path: string, document: object, metadata: object): Promise<string> {
    const accepted = await this.#fetch(path, { method: 'POST', body: importForm(document, metadata) });
    const url = `/imports/${textOf(accepted.json, 'id')}`;
    const ended = await waitFor(
      async () => {
        const { json } = await this.#fetch(url, {});
        return ['succeeded', 'failed'].includes(textOf(json, 'status')) && json;
      },
      { describe: `the import ends: ${accepted.text}`, timeoutMs: 60_000 },
    );
    for (const part of ['', '/result', '/diff', '/messages', '/message-groups', '/edits'])
      await this.send('GET', `${url}${part}`);
    return textOf(ended, 'connectorId');
  }

  async #fetch(path: string, init: RequestInit): Promise<Answer> {
    const response = await this.#stack.fetch(path, init);
    const text = await response.text();
    return {
      status: response.status,
      text,
      json: /json/.test(response.headers.get('Content-Type') ?? '') ? JSON.parse(text) : undefined,
    };
  }
}

function listOf(value: unknown, key: string): readonly unknown[] {
  const list: unknown = Reflect.get(Object(value), key);
  return Array.isArray(list) ? list : [];
}

function textOf(value: unknown, key: string): string {
  return String(Reflect.get(Object(value), key));
}
