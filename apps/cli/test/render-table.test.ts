import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { renderTable } from '../src/views/render-table.ts';

const columns = [
  { head: 'id' },
  { head: 'name', breaks: true },
  { head: 'count', align: 'right' },
  { head: 'text', breaks: true },
] as const;

const word = fc.string({ unit: fc.constantFrom('a', 'B', '7', '-', '/', 'é', '界'), maxLength: 120 });

test('a table is no wider than the terminal, keeps ids whole, and loses no character', () => {
  const row = fc.tuple(fc.stringMatching(/^[0-9A-Z]{26}$/), word, fc.nat(99_999), word);
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 64, max: 160 }), (rows, width) => {
      const table = renderTable(columns, rows, width);
      for (const line of table.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      for (const [id] of rows) expect(table).toContain(id);
      const count = (text: string): number => text.replaceAll(/\s/g, '').length;
      expect(count(table)).toBe(count('idnamecounttext') + rows.reduce((sum, cells) => sum + count(cells.join('')), 0));
    }),
  );
});
