import { describe, expect, it } from 'vitest';
import { createEventFolder, type FoldedEvent } from '../src/access/event-folder.ts';

function failedLogin(id: string, address: string, requestId = 'request'): FoldedEvent {
  const actor = { kind: 'anonymous', id } as const;
  return {
    origin: { actor, address, requestId },
    change: { action: 'login.failed', organisationId: null, outcome: 'failed' },
  };
}

describe('the folder of events', () => {
  it('counts events that differ in their request only, and forgets those that were taken', () => {
    const folder = createEventFolder();
    for (const requestId of ['a', 'b', 'c']) folder.add(failedLogin('cty_1', '192.0.2.1', requestId), 1);
    folder.add(failedLogin('cty_2', '192.0.2.1'), 1);
    expect(folder.take()).toEqual([
      { ...failedLogin('cty_1', '192.0.2.1', 'a'), count: 3 },
      { ...failedLogin('cty_2', '192.0.2.1'), count: 1 },
    ]);
    expect(folder.take()).toEqual([]);
  });

  it('stays small when one address sends many different keys, and still tells others apart', () => {
    const folder = createEventFolder({ ofAddress: 2, inAll: 100 });
    for (let at = 0; at < 500; at += 1) folder.add(failedLogin(`cty_${at}`, '192.0.2.1'), 1);
    folder.add(failedLogin('cty_other', '192.0.2.2'), 1);
    const taken = folder.take();
    expect(taken.map(({ origin, count }) => [origin.actor.id, origin.address, count])).toEqual([
      ['cty_0', '192.0.2.1', 1],
      ['cty_1', '192.0.2.1', 1],
      ['others', '192.0.2.1', 498],
      ['cty_other', '192.0.2.2', 1],
    ]);
  });

  it('stays small when many addresses send, and counts each event', () => {
    const folder = createEventFolder({ ofAddress: 2, inAll: 10 });
    for (let at = 0; at < 500; at += 1) folder.add(failedLogin('cty_x', `192.0.2.${at}`), 1);
    const taken = folder.take();
    expect(taken).toHaveLength(11);
    expect(taken.reduce((sum, { count }) => sum + count, 0)).toBe(500);
    expect(taken.at(-1)).toMatchObject({ origin: { actor: { id: 'others' } }, count: 490 });
  });
});
