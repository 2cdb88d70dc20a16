import { describe, expect, it } from 'vitest';
import { findStoredText, wholeTextBytes } from '../src/texts/stored-text.ts';
import { openDatabase } from './open-database.ts';

const { database } = await openDatabase(2);

async function store(text: string): Promise<Buffer> {
  const hash = Buffer.from(String(Math.random()).padEnd(32).slice(0, 32));
  await database.pool.query('insert into schemas (hash, body) values ($1, $2)', [hash, text]);
  return hash;
}

const find = (hash: Buffer) =>
  findStoredText(database, { text: 'select body as content from schemas where hash = $1', values: [hash] });

describe('a stored text', () => {
  it.each([
    ['is read as a whole up to a size', 'é'.repeat(wholeTextBytes / 2), 1],
    ['is read in pieces above it, whose borders may be within a character', `a${'é'.repeat(wholeTextBytes * 2)}`, 5],
    ['can be empty', '', 1],
  ])('%s', async (_, text, count) => {
    const stored = await find(await store(text));
    expect(stored?.bytes).toBe(Buffer.byteLength(text));
    const pieces: Buffer[] = [];
    for await (const piece of stored?.pieces() ?? []) pieces.push(piece);
    expect(pieces.length).toBe(count);
    expect(Buffer.concat(pieces).toString()).toBe(text);
  });

  it('is undefined without a row', async () => {
    expect(await find(Buffer.alloc(32))).toBeUndefined();
  });

  it('gives its connection back when its reader stops early', async () => {
    const stored = await find(await store('x'.repeat(wholeTextBytes * 9)));
    for (let times = 0; times < 4; times += 1) {
      for await (const piece of stored?.pieces() ?? []) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
    }
    expect(database.pool.idleCount).toBe(database.pool.totalCount);
  });
});
