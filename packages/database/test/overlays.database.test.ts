import { describe, expect, test } from 'vitest';
import { createId, deleteOverlay, type NewOverlay, putOverlay } from '../src/index.ts';
import { rememberActions } from '../src/overlays/remember-actions.ts';
import { openDatabase } from './open-database.ts';

const { database, organisationId } = await openDatabase();

async function createConnector(): Promise<string> {
  const id = createId();
  await database.prisma.connector.create({ data: { id, organisationId, name: 'x', baseUrl: 'x' } });
  return id;
}

function put(connectorId: string, parts: Partial<NewOverlay> = {}) {
  const { enabled, policy, position } = parts;
  const wanted = {
    organisationId,
    connectorId,
    name: 'fixes',
    contentJson: '{}',
    actionKeys: ['k1', 'k2'],
    reset: false,
  };
  return putOverlay(database, { ...wanted, enabled, policy, position, ...parts });
}

async function hashOf(connectorId: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const row = await database.prisma.connector.findFirstOrThrow({ where: { id: connectorId } });
  return row.overlaysHash;
}

async function rememberedOf(connectorId: string): Promise<unknown> {
  const row = await database.prisma.connectorOverlay.findFirstOrThrow({ where: { connectorId } });
  return JSON.parse(row.remembered);
}

describe('the hash of a connector’s overlays', () => {
  test('changes with content, policy, order and reset, and is absent without enabled overlays', async () => {
    const connectorId = await createConnector();
    const hashes = new Set<string>();
    const changes: readonly Partial<NewOverlay>[] = [
      {},
      { contentJson: '{"a":1}' },
      { contentJson: '{"a":1}', policy: 'skip' },
      { contentJson: '{"a":1}', reset: true },
      { name: 'second' },
      { name: 'second', position: -1 },
    ];
    for (const change of changes) {
      await put(connectorId, change);
      hashes.add(Buffer.from((await hashOf(connectorId)) ?? []).toString('hex'));
    }
    expect(hashes.size).toBe(changes.length);
    const before = await hashOf(connectorId);
    await put(connectorId, { name: 'second', position: -1 });
    expect(await hashOf(connectorId)).toEqual(before);
    await put(connectorId, { enabled: false });
    await deleteOverlay(database, { organisationId, connectorId, name: 'second' });
    expect(await hashOf(connectorId)).toBeNull();
  });
});

describe('what actions were first applied to', () => {
  test('is stored once: a later import with another document does not replace it', async () => {
    const connectorId = await createConnector();
    await put(connectorId);
    const overlaysHash = await hashOf(connectorId);
    await rememberActions(database.sql, { connectorId, overlaysHash }, { fixes: { k1: 'first' } });
    await rememberActions(database.sql, { connectorId, overlaysHash }, { fixes: { k1: 'later', k2: 'second' } });
    expect(await rememberedOf(connectorId)).toEqual({ k1: 'first', k2: 'second' });
  });

  test('is not stored by an import that began before the overlay was changed', async () => {
    const connectorId = await createConnector();
    await put(connectorId);
    const overlaysHash = await hashOf(connectorId);
    await put(connectorId, { reset: true });
    await rememberActions(database.sql, { connectorId, overlaysHash }, { fixes: { k1: 'old' } });
    expect(await rememberedOf(connectorId)).toEqual({});
  });

  test('stays for actions that the overlay keeps, and goes with a reset', async () => {
    const connectorId = await createConnector();
    await put(connectorId);
    const overlaysHash = await hashOf(connectorId);
    await rememberActions(database.sql, { connectorId, overlaysHash }, { fixes: { k1: 'first', k2: 'second' } });
    await put(connectorId, { actionKeys: ['k1', 'k3'], enabled: false });
    expect(await rememberedOf(connectorId)).toEqual({ k1: 'first' });
    await put(connectorId, { actionKeys: ['k1', 'k3'], reset: true });
    expect(await rememberedOf(connectorId)).toEqual({});
  });
});
