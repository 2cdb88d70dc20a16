import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildSpec, operation, type RunningProcess, startProcess, importForm } from '@connectory/harness';
import { queueBackends, type Stack, startStack } from '@connectory/testing';

const [backend = { name: 'postgres' }] = queueBackends();
let stack: Stack;
let database: pg.Pool;
const started: RunningProcess[] = [];

beforeAll(async () => {
  stack = await startStack(backend);
  database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((running) => running.stop()));
});
afterAll(async () => {
  await database.end();
  await stack.stop();
});

function reimport(...args: readonly string[]): RunningProcess {
  const env = {
    CONNECTORY_URL: stack.baseUrl,
    CONNECTORY_OPERATOR_API_KEY: stack.operatorApiKey,
    NO_COLOR: '1',
    DEBUG: '',
  };
  const running = startProcess({ app: 'cli', args: ['reimport', ...args], env });
  started.push(running);
  return running;
}

/** Creates connectors with one draft each, marked as made by an older importer. */
async function drafts(count: number, operations = 2, importerVersion = '0'): Promise<readonly string[]> {
  const paths = Object.fromEntries(Array.from({ length: operations }, (_, at) => [`/${at}`, { get: operation() }]));
  const connectorIds: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const form = importForm(buildSpec({ title: `Of ${operations}, ${at}`, paths }));
    const response = await stack.fetch('/protocols/http/import', {
      method: 'POST',
      body: form,
      headers: { Prefer: 'wait=30' },
    });
    expect(response.status, await response.clone().text()).toBe(201);
    connectorIds.push(((await response.json()) as { connector: { id: string } }).connector.id);
  }
  await database.query('update connector_versions set importer_version = $1 where connector_id = any ($2)', [
    importerVersion,
    connectorIds,
  ]);
  return connectorIds;
}

function idOf(running: RunningProcess): string {
  return /bulk re-import (\w{26}): /.exec(running.output())?.[1] ?? '';
}

async function cancel(id: string): Promise<void> {
  const running = reimport('cancel', id);
  expect((await running.exited).code).toBe(0);
  expect(running.output()).toContain('is cancelled');
}

// Each command is a process, which takes seconds to start on a loaded machine.
describe('connectory reimport', { timeout: 150_000 }, () => {
  test('imports again, shows a table of outcomes, and exits with 0 when nothing failed', async () => {
    const connectors = await drafts(3);
    const running = reimport('--drafts', '--connector', ...connectors);
    expect(await running.exited).toMatchObject({ code: 0 });
    expect(running.output()).toContain(': 3 version(s)');
    expect(running.stdout()).toMatch(/✔ finished/);
    expect(running.stdout()).toMatch(/replaced\W+3/);

    const again = reimport('--drafts', '--json', '--connector', ...connectors);
    expect(await again.exited).toMatchObject({ code: 0 });
    expect(JSON.parse(again.stdout())).toMatchObject({ status: 'finished', total: 3, counts: { unchanged: 3 } });
  });

  test('shows in a dry run the changes that it does not make', async () => {
    const [connector = ''] = await drafts(1);
    // An action that the current importer does not create.
    await database.query(
      `insert into actions (id, version_id, position, name, method, template, body)
       select '01ARZ3NDEKTSV4RRFFQ69G5FAV', id, 99, 'gone', 'GET', '/gone',
              '{"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","type":"http","name":"gone","method":"GET","path":"/gone","parameters":[],"responses":[]}'
         from connector_versions where connector_id = $1`,
      [connector],
    );
    const running = reimport('--all-latest', '--dry-run', '--connector', connector);
    expect(await running.exited).toMatchObject({ code: 0 });
    expect(running.stdout()).toMatch(/finished \(dry run\)/);
    expect(running.stdout()).toMatch(/would-change\W+1/);
    expect(running.stdout()).toMatch(/would-change \w{26} 1\.0\.0 {2}1 breaking, /);
    const { rows } = await database.query(
      'select name, importer_version from connector_versions where connector_id = $1',
      [connector],
    );
    expect(rows).toEqual([{ name: '1.0.0', importer_version: '0' }]);
  });

  test('exits with 1 when a canary stops the run, and shows the failures and the next step', async () => {
    const connectors = await drafts(3);
    await database.query(
      `update documents set content = 'no document', encoding = 'identity'
        where sha256 in (select document_sha256 from connector_versions where connector_id = any ($1))`,
      [connectors],
    );
    const running = reimport('--drafts', '--canary', '1', '--connector', ...connectors);
    expect(await running.exited).toMatchObject({ code: 1 });
    expect(running.stdout()).toMatch(/✘ stopped/);
    expect(running.stdout()).toContain('[canary_failed]');
    expect(running.stdout()).toMatch(/pending\W+2/);
    expect(running.stdout()).toMatch(/failed +\w{26} 1\.0\.0/);
    expect(running.stdout()).toContain(' reimport retry-failed ');
  });

  test('lets the run continue when interrupted, and shows how to follow it', async () => {
    const connectors = await drafts(2, 800);
    const running = reimport('--drafts', '--max-in-flight', '1', '--connector', ...connectors);
    await running.untilOutput('version(s)');
    await running.untilOutput('running: ');
    running.kill('SIGINT');
    expect(await running.exited).toMatchObject({ code: 130 });
    const id = idOf(running);
    expect(running.output()).toContain(` reimport follow ${id}`);
    expect(running.output()).toContain(` reimport cancel ${id}`);

    const following = reimport('follow', id, '--json');
    expect(await following.exited).toMatchObject({ code: 0 });
    expect(JSON.parse(following.stdout())).toMatchObject({ id, status: 'finished', counts: { replaced: 2 } });
    const listed = reimport('list');
    await listed.exited;
    expect(listed.stdout()).toContain(id);
    const page = reimport('list', '--first', '1', '--json');
    expect(await page.exited).toMatchObject({ code: 0 });
    expect(JSON.parse(page.stdout()).reimports).toHaveLength(1);
  });

  test('pauses, resumes and cancels by id', async () => {
    // Uses another document size: documents are shared, and an earlier test broke a shared one on purpose.
    const connectors = await drafts(1, 7);
    // A running import holds the version, so the run waits.
    await database.query(
      `insert into imports (id, organisation_id, connector_id, creates_connector, active_key, status, claim_token, heartbeat_at)
       values ('01ARZ3NDEKTSV4RRFFQ69G5FAX', $1, $2::text, false, $2::text || '/1.0.0', 'running', gen_random_uuid(), now() + interval '1 hour')`,
      [stack.organisationId, connectors[0]],
    );
    const running = reimport('--drafts', '--detach', '--max-in-flight', '1', '--connector', ...connectors);
    expect(await running.exited).toMatchObject({ code: 0 });
    const id = running.stdout().trim();
    for (const [verb = '', status = ''] of [
      ['pause', 'paused'],
      ['resume', 'running'],
    ]) {
      const changed = reimport(verb, id);
      expect(await changed.exited).toMatchObject({ code: 0 });
      expect(changed.output()).toContain(`is ${status}`);
    }
    await cancel(id);
    const refused = reimport('resume', id);
    expect(await refused.exited).toMatchObject({ code: 1 });
    expect(refused.output()).toContain('[reimport_not_changeable]');
  });

  test.each([
    [[], 'Select the versions'],
    [['--drafts', '--all'], 'Choose one of'],
    [['--drafts', '--canary-failures', '1'], 'add --canary COUNT'],
  ])('exits with 2 for the arguments %j', async (args, text) => {
    const running = reimport(...args);
    expect(await running.exited).toMatchObject({ code: 2 });
    expect(running.output()).toContain(text);
  });

  test('shows the error of the server for an invalid value', async () => {
    const running = reimport('--drafts', '--failure-budget', 'few');
    expect(await running.exited).toMatchObject({ code: 1 });
    expect(running.output()).toContain('failureBudget must be a number, not a string');
  });
});
