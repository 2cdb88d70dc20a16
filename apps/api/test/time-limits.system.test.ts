import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogger, parseSettings } from '@connectory/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCutExcerpt } from '../src/excerpts/cut-in-child.ts';
import { createCheckOverlay } from '../src/overlays/check-in-child.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const settings = parseSettings({});
const { signal } = new AbortController();

let uploadFolder: string;
beforeAll(async () => void (uploadFolder = await mkdtemp(path.join(tmpdir(), 'time-limits-'))));
afterAll(() => rm(uploadFolder, { recursive: true }));

it('a check of an overlay that does not end in time is no overlay that is too large', async () => {
  const check = createCheckOverlay({ settings, logger, uploadFolder, timeoutMs: 1 });
  await expect(check('overlay: 1.0.0', signal)).rejects.toMatchObject({
    code: 'time_limit_exceeded',
    status: 503,
    message: 'The check of the overlay has not ended within 0.001 seconds.',
  });
});

it('an excerpt that is not cut in time is of no document that is too large', async () => {
  const cut = createCutExcerpt({ settings: { ...settings, DIFF_TIMEOUT_SECONDS: 0.001 }, logger, uploadFolder });
  const document = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.from('{"openapi":"3.1.0"}');
  };
  await expect(cut(document(), { place: '/openapi' }, signal)).rejects.toMatchObject({
    code: 'time_limit_exceeded',
    headers: { 'Retry-After': '10' },
  });
});

it('an overlay whose aliases expand to more than an overlay may have is refused by the child that expands them', async () => {
  const check = createCheckOverlay({ settings, logger, uploadFolder, timeoutMs: 100_000 });
  const items = Array.from({ length: 40 }, () => '*a').join(', ');
  const text = `overlay: 1.0.0\ninfo: {title: x, version: "1"}\nx-a: &a ${'y'.repeat(30_000)}\nx-b: [${items}]\nactions: [{target: $, update: {}}]\n`;
  await expect(check(text, signal)).rejects.toMatchObject({ code: 'body_too_large' });
});
