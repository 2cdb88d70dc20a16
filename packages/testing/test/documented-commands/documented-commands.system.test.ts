import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { operation, buildSpec, type RunningProcess, startProcess } from '@connectory/harness';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { notRun, placeholders, preparations } from './known-commands.ts';
import { type CommandBlock, readBlocks } from './read-blocks.ts';
import { shellOfReaders } from './shell-of-readers.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));

const pages = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.startsWith('decisions'))
    .map((file) => `docs/${file}`)
    .toSorted(),
].flatMap((page) => {
  const blocks = readBlocks(page, readFileSync(path.join(root, page), 'utf8'));
  return blocks.length === 0 ? [] : [{ page, blocks }];
});

const reasonOf = (command: string): string | undefined => notRun.find(([start]) => command.startsWith(start))?.[1];

/** Whether the programs that the pages use besides this one are here. */
const hasPrograms = ['bash', 'curl', 'jq', 'git'].every((name) => {
  try {
    return execFileSync('which', [name]).length > 0;
  } catch {
    return process.env['REQUIRE_REDIS'] === '1';
  }
});

test('each command that is not run is in a page', () => {
  const all = pages.flatMap(({ blocks }) => blocks.flatMap(({ commands }) => commands));
  expect(all.length).toBeGreaterThan(80);
  for (const [start] of [...notRun, ...preparations])
    expect(
      all.filter((command) => command.startsWith(start)),
      start,
    ).not.toEqual([]);
  const texts = all.join('\n');
  for (const [written] of placeholders) expect(texts).toContain(written);
});

describe.skipIf(!hasPrograms)('the commands of', () => {
  let folder: string;
  let service: RunningProcess;
  const schema = { $ref: '#/components/schemas/Pet' };
  const content = { 'application/json': { schema } };
  const getPet = operation({ operationId: 'getPet', responses: { 200: { description: 'A pet', content } } });
  const document = buildSpec({
    paths: { '/pets': { get: getPet } },
    schemas: { Pet: { type: 'object', properties: { name: { type: 'string' } } } },
  });
  const origin = createServer((request, response) => {
    response.end(request.url?.endsWith('.yaml') === true ? stringify(document) : JSON.stringify(document));
  });

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'connectory-reader-'));
    await writeFolder(folder, document);
    await new Promise<void>((resolve) => void origin.listen(0, '127.0.0.1', resolve));
    const env = { ...environment(), OUTBOUND_ALLOW: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn' };
    service = startProcess({ app: 'cli', args: ['start'], env });
    await service.untilOutput('serves at', 120_000);
  }, 180_000);
  afterAll(async () => {
    await service?.stop();
    origin.close();
    await rm(folder, { recursive: true, force: true });
  });

  function environment(): { readonly [name: string]: string } {
    return {
      DATABASE_URL: '',
      REDIS_URL: '',
      CONNECTORY_URL: '',
      CONNECTORY_DATA_DIR: path.join(folder, '.connectory'),
      PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
      CLONE: root,
      INIT_CWD: folder,
      ORIGIN: `http://127.0.0.1:${Object(origin.address()).port}`,
      NO_COLOR: '1',
    };
  }

  test.each(pages)(
    '$page',
    async ({ blocks }) => {
      const script = [shellOfReaders, ...blocks.map(toScript)].join('\n');
      const ran = run('bash', ['-c', script], { cwd: folder, env: { ...process.env, ...environment() } });
      const failed = await ran.then(
        () => undefined,
        (error: unknown) => `${String(Object(error).stderr)}\n${String(Object(error).stdout).slice(-3_000)}`,
      );
      expect(failed).toBeUndefined();
    },
    240_000,
  );
});

/** The commands of a block that can run, each announced on standard error. */
function toScript({ place, commands }: CommandBlock): string {
  const runnable = commands.filter((command) => reasonOf(command) === undefined);
  if (runnable.length === 0) return '';
  const fresh = /CONNECTOR|VERSION|<id>|IMPORT|01ARZ/.test(runnable.join('\n')) ? ['new_connector'] : [];
  const lines = runnable.flatMap((command) => {
    const first = preparations.filter(([start]) => command.startsWith(start)).map(([, prepare]) => prepare);
    const filled = placeholders.reduce((text, [written, used]) => text.replaceAll(written, used), command);
    return [`echo ${JSON.stringify(`${place} runs`)} ${quote(filled)} >&2`, ...first, filled];
  });
  return [...fresh, ...lines].join('\n');
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A folder of a reader: documents, and the examples of a clone. */
async function writeFolder(folder: string, document: object): Promise<void> {
  const files = {
    'openapi.json': JSON.stringify(document),
    'openapi.yaml': stringify(document),
    'specs/openapi.yaml': stringify(document),
    'fixes.overlay.yaml': stringify({
      overlay: '1.0.0',
      info: { title: 'Fixes', version: '1' },
      actions: [{ target: '$.info', update: { description: 'Fixed' } }],
    }),
    'bin/connectory': `#!/bin/sh\nexec node '${root}apps/cli/bin/connectory.js' "$@"\n`,
  };
  for (const name of ['specs', 'bin']) await mkdir(path.join(folder, name));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  await chmod(path.join(folder, 'bin/connectory'), 0o755);
  for (const name of ['examples', 'node_modules']) await symlink(path.join(root, name), path.join(folder, name));
  const git = (...args: readonly string[]) => run('git', ['-C', folder, ...args]);
  await git('init', '-q', '-b', 'main');
  await git('add', 'openapi.yaml');
  await git('-c', 'user.name=reader', '-c', 'user.email=reader@example.com', 'commit', '-qm', 'docs: describe pets');
}
