import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const root = fileURLToPath(new URL('../../../', import.meta.url));

test('the migrations make the tables that prisma/schema.prisma describes, and no others', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['prisma/tools/print-drift.mjs'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: testDatabase.url },
  });
  expect(stdout).toBe('');
}, 60_000);
