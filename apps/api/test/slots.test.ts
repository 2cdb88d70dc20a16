import { expect, it } from 'vitest';
import { createSlots } from '../src/children/slots.ts';

const { signal } = new AbortController();

function createHeldSlots() {
  let holder = '';
  const slots = createSlots(
    1,
    () => new Error('too many'),
    () => holder,
  );
  const order: string[] = [];
  return {
    slots,
    order,
    acquire: (by: string, name: string, until = signal): Promise<void> => {
      holder = by;
      return slots.acquire(until).then(() => void order.push(name));
    },
  };
}

it('organisations that wait for a child take turns', async () => {
  const { slots, order, acquire } = createHeldSlots();
  const all = [
    acquire('a', 'a1'),
    acquire('a', 'a2'),
    acquire('a', 'a3'),
    acquire('a', 'a4'),
    acquire('b', 'b1'),
    acquire('b', 'b2'),
  ];
  for (const [at] of all.entries()) {
    await expect.poll(() => order.length).toBe(at + 1);
    slots.release();
  }
  await Promise.all(all);
  expect(order).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4']);
});

it('one organisation cannot take all places of those that wait', async () => {
  const { order, acquire } = createHeldSlots();
  await acquire('a', 'running');
  for (let index = 0; index < 20; index += 1) void acquire('a', 'waiting');
  await expect(acquire('a', 'refused')).rejects.toThrow('too many');
  void acquire('b', 'waiting');
  expect(order).toEqual(['running']);
});

it('a request that was given up while it waited passes its slot on', async () => {
  const { slots, order, acquire } = createHeldSlots();
  const gone = new AbortController();
  await acquire('a', 'first');
  const given = acquire('a', 'gone', gone.signal).catch(() => 'given up');
  const last = acquire('b', 'last');
  gone.abort();
  slots.release();
  expect(await given).toBe('given up');
  await last;
  expect(order).toEqual(['first', 'last']);
});
