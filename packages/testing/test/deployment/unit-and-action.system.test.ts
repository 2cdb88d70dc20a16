import { execFile, execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { buildSpec } from '@connectory/harness';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connectory-action-'));
  await mkdir(path.join(folder, 'bin'));
  await writeFile(path.join(folder, 'good.json'), JSON.stringify(buildSpec()));
  await writeFile(path.join(folder, 'cut.json'), '{\n  "openapi": "3.1.0"\n');
  // Stands for the registry: runs the command of this build.
  const npx = 'while [ "$1" != -- ]; do shift; done; shift 2';
  await writeFile(
    path.join(folder, 'bin/npx'),
    `#!/bin/sh\n${npx}\nexec node '${root}apps/cli/bin/connectory.js' "$@"\n`,
  );
  await chmod(path.join(folder, 'bin/npx'), 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const runAction = (files: string) => runStep(0, { FILES: files, FAIL_ON: 'error' });

async function runStep(index: number, given: { readonly [name: string]: string }) {
  const action: unknown = parse(await readFile(path.join(root, 'action.yml'), 'utf8'));
  const { steps } = (action as { readonly runs: { readonly steps: readonly { readonly run: string }[] } }).runs;
  const step = steps[index];
  const search = `${given['BIN'] ?? path.join(folder, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`;
  const env = { ...process.env, PATH: search, PACKAGE: 'connectory', VITEST: '', ...given };
  return run('bash', ['-e', '-c', step?.run ?? ''], { cwd: folder, env }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: unknown) => ({ code: Number(Object(error).code), stdout: String(Object(error).stdout) }),
  );
}

test('the GitHub Action annotates the line of a fault and fails, and passes without one', async () => {
  const failed = await runAction('good.json\n\ncut.json\n');
  expect(failed).toMatchObject({ code: 1, stdout: expect.stringMatching(/^::error .*file=cut\.json,line=\d/m) });
  expect(await runAction('good.json')).toMatchObject({ code: 0 });
});

describe('the dry run of the GitHub Action', () => {
  const written: { readonly method: string | undefined; readonly url: string | undefined; readonly body: string }[] =
    [];
  let comments: object[] = [];
  const change = (each: object) => ({ class: 'breaking', code: 'ACTION_REMOVED', at: '', ...each });
  const entries = [
    { kind: 'action', name: '<b>|`x`', changes: [change({ class: 'annotation' }), change({ class: 'non-breaking' })] },
    { kind: 'action', name: 'removed', changes: Array.from({ length: 60 }, () => change({})) },
  ];
  const diff = { summary: { breaking: 60, nonBreaking: 1, annotation: 1 }, entries };

  // Stands for both servers.
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    void text(request).then((body) => {
      if (method !== 'GET') written.push({ method, url, body });
      const isService = url?.startsWith('/api/') === true;
      if (headers.authorization !== (isService ? 'Bearer key' : 'Bearer token')) response.statusCode = 401;
      response.end(JSON.stringify(isService ? diff : method === 'GET' ? comments : {}));
    });
  });
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => void server.close());

  /** @param result what the command prints */
  async function comment(result: object) {
    written.length = 0;
    const bin = await mkdtemp(path.join(folder, 'bin-'));
    await writeFile(path.join(bin, 'npx'), `#!/bin/sh\ncat '${path.join(bin, 'result.json')}'\nexit 1\n`);
    await chmod(path.join(bin, 'npx'), 0o755);
    await writeFile(path.join(bin, 'result.json'), JSON.stringify(result));
    await writeFile(path.join(bin, 'event.json'), JSON.stringify({ pull_request: { number: 7 } }));
    const address = `http://127.0.0.1:${Object(server.address()).port}`;
    const service = { CONNECTORY_URL: address, CONNECTORY_ORGANISATION_ID: 'o1', CONNECTORY_API_KEY: 'key' };
    const github = { GITHUB_API_URL: address, GITHUB_REPOSITORY: 'me/pets', GITHUB_ACTION_PATH: root, TOKEN: 'token' };
    const event = { GITHUB_EVENT_PATH: path.join(bin, 'event.json') };
    return runStep(1, {
      BIN: bin,
      DOCUMENT: 'pets.json',
      CONNECTOR: 'c1',
      VERSION: 'pr',
      ...service,
      ...github,
      ...event,
    });
  }
  const bodyOf = (): string => String(JSON.parse(written[0]?.body ?? '{}').body);
  const dryRun = { import: { id: 'i1', links: { console: 'https://c/i1' }, summary: { diff: { against: '1.0.0' } } } };

  test('comments the changes on the pull request, breaking ones first, without what Markdown or HTML would read', async () => {
    expect(await comment(dryRun)).toMatchObject({ code: 0 });
    expect(written[0]).toMatchObject({ method: 'POST', url: '/repos/me/pets/issues/7/comments' });
    const rows = bodyOf()
      .split('\n')
      .filter((line) => line.startsWith('| breaking'));
    expect(rows).toHaveLength(50);
    expect(bodyOf()).toContain('**60 breaking**, 1 non-breaking and 1 annotation changes against version <code>1.0.0');
    expect(bodyOf()).toContain('… and 11 more.');
    expect(bodyOf()).not.toContain('<b>');
  });

  test('replaces the comment of an earlier run', async () => {
    comments = [
      { id: 1, body: 'Nice' },
      { id: 2, body: bodyOf() },
    ];
    expect(await comment(dryRun)).toMatchObject({ code: 0 });
    expect(written).toMatchObject([{ method: 'PATCH', url: '/repos/me/pets/issues/comments/2' }]);
  });

  test('comments why the dry run failed, and fails', async () => {
    expect(await comment({ code: 'document_not_json', message: 'The document is not JSON.' })).toMatchObject({
      code: 1,
    });
    expect(bodyOf()).toContain('The document is not JSON. [document_not_json]');
  });
});

const hasSystemd = ((): boolean => {
  try {
    return execFileSync('systemd-analyze', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

test.skipIf(!hasSystemd)('systemd accepts the unit', async () => {
  const { stdout, stderr } = await run('systemd-analyze', ['verify', 'deploy/systemd/connectory.service'], {
    cwd: root,
  });
  expect(stdout + stderr).not.toContain('connectory.service');
});
