import { beforeEach, describe, expect, test } from 'vitest';
import {
  type Acceptance,
  acceptImport,
  claimImport,
  createConnector,
  createOrganisation,
  failImport,
  type ImportSubmission,
  measureUsage,
  type OwnQuotas,
  QuotaExceededError,
  readUsage,
  retryImport,
  setQuotas,
} from '../src/index.ts';
import { openDatabase } from './open-database.ts';
import { sampleDocument } from './sample-import.ts';

const { database } = await openDatabase(12);
let organisationId: string;

beforeEach(async () => {
  ({ id: organisationId } = await createOrganisation(database, 'Test'));
});

const none = { waitingImports: 0, connectors: 0, storedBytes: 0 };

const accept = (quotas: Partial<typeof none>, parts: Partial<ImportSubmission> = {}): Promise<Acceptance> =>
  acceptImport(database, {
    organisationId,
    options: {},
    requestId: 'test',
    document: sampleDocument(),
    quotas: { ...none, ...quotas },
    ...parts,
  });

const atOnce = async (count: number, work: () => Promise<unknown>): Promise<readonly unknown[]> =>
  Promise.all(Array.from({ length: count }, work));

const countOf = async (table: 'imports' | 'connectors' | 'documents' | 'audit_events'): Promise<number> => {
  const where = table === 'documents' ? '' : `where organisation_id = '${organisationId}'`;
  const { rows } = await database.pool.query<{ count: number }>(`select count(*)::int as count from ${table} ${where}`);
  return rows[0]?.count ?? 0;
};

const own: OwnQuotas = {
  importWeight: null,
  runningImports: null,
  waitingImports: null,
  connectors: null,
  storedBytes: null,
  uploads: null,
  diffs: null,
  eventStreams: null,
};

const connector = {
  name: 'Pets',
  baseUrl: 'https://pets.example',
  public: false,
  tags: {},
  authSchemeConfigs: [],
  connectionVariables: [],
};

describe('the quota of waiting imports', () => {
  test('is exact with concurrent requests, and an import that is claimed makes room', async () => {
    await atOnce(30, () => accept({ waitingImports: 7 }));
    expect(await countOf('imports')).toBe(7);
    expect(await accept({ waitingImports: 7 })).toEqual({ outcome: 'quota-exceeded', quota: 'waitingImports' });
    const { rows } = await database.pool.query<{ id: string }>(
      'select id from imports where organisation_id = $1 limit 1',
      [organisationId],
    );
    await claimImport(database, rows[0]?.id ?? '');
    await atOnce(10, () => accept({ waitingImports: 7 }));
    expect(await countOf('imports')).toBe(8);
  });

  test('is exact from half of a large quota on', async () => {
    await database.pool.query(
      `insert into imports (id, organisation_id, connector_id, creates_connector)
       select lpad(place::text || $2, 26, '0'), $1, lpad(place::text, 26, '0'), false from generate_series(1, 1990) as given (place)`,
      [organisationId, organisationId.slice(-10)],
    );
    await atOnce(30, () => accept({ waitingImports: 2_000 }));
    expect(await countOf('imports')).toBe(2_000);
  });

  test('is not that of another organisation, and imports of bulk re-imports do not count', async () => {
    await database.pool.query(
      `insert into imports (id, organisation_id, connector_id, creates_connector, reimport_id)
       select lpad(place::text || $2, 26, '0'), $1, lpad(place::text, 26, '0'), false, $1 from generate_series(1, 50) as given (place)`,
      [organisationId, organisationId.slice(-10)],
    );
    expect(await accept({ waitingImports: 1 })).toMatchObject({ outcome: 'accepted' });
    expect(await accept({ waitingImports: 1 })).toMatchObject({ outcome: 'quota-exceeded' });
    const { id } = await createOrganisation(database, 'Other');
    expect(await accept({ waitingImports: 1 }, { organisationId: id })).toMatchObject({ outcome: 'accepted' });
  });

  test('holds for a retry too', async () => {
    const acceptance = await accept({});
    if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
    const claim = await claimImport(database, acceptance.import.id);
    if (claim === undefined) throw new Error('not claimed');
    await failImport(database, claim, { error: { code: 'x', message: 'x' }, messagesJson: '[]', timings: {} });
    await accept({});
    const quotas = { ...none, waitingImports: 1 };
    expect(await retryImport(database, acceptance.import.id, quotas)).toMatchObject({ outcome: 'quota-exceeded' });
    expect(await retryImport(database, acceptance.import.id)).toMatchObject({ outcome: 'queued' });
  });

  test('of the organisation itself replaces that of the settings, and 0 is no limit', async () => {
    await setQuotas(database, organisationId, { ...own, waitingImports: 2 });
    await atOnce(6, () => accept({ waitingImports: 100 }));
    expect(await countOf('imports')).toBe(2);
    await setQuotas(database, organisationId, { ...own, waitingImports: 0 });
    expect(await accept({ waitingImports: 1 })).toMatchObject({ outcome: 'accepted' });
  });

  test('refuses without storing anything', async () => {
    const before = [await countOf('imports'), await countOf('documents'), await countOf('audit_events')];
    await setQuotas(database, organisationId, { ...own, storedBytes: 1 });
    expect(await accept({}, { document: sampleDocument(201) })).toEqual({
      outcome: 'quota-exceeded',
      quota: 'storedBytes',
    });
    // The change of the quotas is one event.
    expect([await countOf('imports'), await countOf('documents'), (await countOf('audit_events')) - 1]).toEqual(before);
  });
});

describe('the quota of connectors', () => {
  test('is exact with concurrent imports and connectors made by hand', async () => {
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 15 }, () => accept({ connectors: 5 })),
      ...Array.from({ length: 15 }, () =>
        createConnector(database, { ...connector, organisationId }, { ...none, connectors: 5 }),
      ),
    ]);
    expect((await countOf('imports')) + (await countOf('connectors'))).toBe(5);
    const rejected = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const { reason } of rejected) expect(reason).toBeInstanceOf(QuotaExceededError);
  });

  test('does not limit imports into connectors, or dry runs', async () => {
    const made = await createConnector(database, { ...connector, organisationId });
    expect(await accept({ connectors: 1 })).toMatchObject({ outcome: 'quota-exceeded', quota: 'connectors' });
    expect(await accept({ connectors: 1 }, { connectorId: made.id, version: '1' })).toMatchObject({
      outcome: 'accepted',
    });
    expect(await accept({ connectors: 1 }, { options: { dryRun: true } })).toMatchObject({ outcome: 'accepted' });
  });
});

describe('the quota of stored bytes', () => {
  test('counts each document once, as measured last', async () => {
    await accept({}, { document: { ...sampleDocument(210), bytes: 40 } });
    await accept({}, { document: { ...sampleDocument(210), bytes: 40 } });
    await accept({}, { document: { ...sampleDocument(211), bytes: 50 } });
    await measureUsage(database, organisationId);
    expect(await readUsage(database, organisationId)).toMatchObject({ storedBytes: 90, waitingImports: 3 });
    const next = { document: { ...sampleDocument(212), bytes: 20 } };
    expect(await accept({ storedBytes: 100 }, next)).toEqual({ outcome: 'quota-exceeded', quota: 'storedBytes' });
    expect(await accept({ storedBytes: 110 }, next)).toMatchObject({ outcome: 'accepted' });
  });

  test('refuses documents that are still to be fetched once it is used up', async () => {
    await accept({}, { document: { ...sampleDocument(213), bytes: 40 } });
    await measureUsage(database, organisationId);
    const fetched = {
      organisationId,
      options: { schemaURL: 'https://example.com/' },
      requestId: 'test',
    };
    const quotas = { ...none, storedBytes: 40 };
    expect(await acceptImport(database, { ...fetched, quotas })).toMatchObject({ outcome: 'quota-exceeded' });
    expect(await acceptImport(database, { ...fetched, quotas: { ...none, storedBytes: 41 } })).toMatchObject({
      outcome: 'accepted',
    });
  });
});
