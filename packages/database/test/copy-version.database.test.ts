import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { createId, createVersion } from '../src/index.ts';
import { openDatabase } from './open-database.ts';
import { createPets } from './sample-import.ts';

const { database, organisationId } = await openDatabase();

const mb = 1024 * 1024;

/** A body of about `chars` characters that refers to an entity at its beginning, its end, and in between. */
function bodyOf(id: string, referred: string, chars: number): string {
  const reference = `{"type":"action","id":"${referred}","text":"ü\u0001${'x'.repeat(9_973)}"}`;
  return `{"id":"${id}","references":[${Array.from({ length: Math.ceil(chars / 10_000) }, () => reference).join()}]}`;
}

/** Calls `onSize` for each result that a connection receives, with the characters of its values. */
function watchResults(client: pg.PoolClient, onSize: (chars: number) => void): void {
  let chars = 0;
  client.connection.on('dataRow', ({ fields }: { readonly fields: readonly (string | null)[] }) => {
    for (const field of fields) chars += field?.length ?? 0;
  });
  client.connection.on('readyForQuery', () => {
    onSize(chars);
    chars = 0;
  });
}

describe('a copy of a version', () => {
  test('reads no large body as a whole and no large batch, and has all entities with its own ids', async () => {
    const connectorId = await createPets(database, organisationId);
    const source = await createVersion(database, { organisationId, connectorId, name: '1' });
    if (source.outcome !== 'created') throw new Error(source.outcome);
    const ids = Array.from({ length: 12 }, () => createId());
    const [first = ''] = ids;
    const hash = Buffer.alloc(32, 7);
    await database.pool.query(`insert into schemas (hash, body) values ($1, '{}') on conflict do nothing`, [hash]);
    for (const [position, id] of ids.entries()) {
      const body = bodyOf(id, first, position % 6 === 5 ? 3 * mb : 600_000);
      const row = [id, source.version.id, position, `n${position}`, body];
      await database.pool.query(
        `insert into actions (id, version_id, position, name, method, template, body) values ($1, $2, $3, $4, 'GET', '/a', $5)`,
        row,
      );
    }
    for (const [table, columns, values] of [
      ['triggers', 'method', ['POST']],
      ['definitions', 'name_key, schema_hash', ['n', hash]],
    ] as const) {
      const id = createId();
      const places = values.map((_value, at) => `$${at + 4}`).join();
      await database.pool.query(
        `insert into ${table} (id, version_id, position, name, body, ${columns}) values ($1, $2, 0, 'n', $3, ${places})`,
        [id, source.version.id, bodyOf(id, first, 2 * mb), ...values],
      );
    }
    let largest = 0;
    const watched = new Set<pg.PoolClient>();
    database.pool.on('acquire', (client) => {
      if (watched.has(client)) return;
      watched.add(client);
      watchResults(client, (chars) => {
        largest = Math.max(largest, chars);
      });
    });
    const copy = await createVersion(database, { organisationId, connectorId, name: '2', fromVersion: '1' });
    database.pool.removeAllListeners('acquire');
    expect(largest).toBeGreaterThan(500_000);
    // Ids and positions are beside the bodies.
    expect(largest).toBeLessThanOrEqual(mb + 1_000);

    if (copy.outcome !== 'created') throw new Error(copy.outcome);
    for (const table of ['actions', 'triggers', 'definitions']) {
      const read = async (version: string) => {
        const { rows } = await database.pool.query(`select * from ${table} where version_id = $1 order by position`, [
          version,
        ]);
        return rows;
      };
      const [before, after] = [await read(source.version.id), await read(copy.version.id)];
      const renewed = await database.prisma.action.findFirstOrThrow({
        where: { versionId: copy.version.id, position: 0 },
      });
      expect(after).toHaveLength(before.length);
      for (const [at, row] of before.entries()) {
        const body = row.body.replaceAll(row.id, after[at].id).replaceAll(first, renewed.id);
        // Compared at once: a difference of megabytes is not worth printing.
        expect(after[at].body === body, `${table} ${at}`).toBe(true);
        expect({ ...after[at], body: '' }).toEqual({
          ...row,
          body: '',
          id: after[at].id,
          version_id: copy.version.id,
        });
        expect(after[at].id).not.toBe(row.id);
      }
    }
  });
});
