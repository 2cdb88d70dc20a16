import { createId } from '@connectory/encoding';
import { expect, test } from 'vitest';
import { renewIds, renewIdsInPieces } from '../src/versions/renew-ids.ts';

const own = Array.from({ length: 40 }, () => createId());
const ids = new Map(own.map((id) => [id, createId()]));

/** Ids of entities, of responses, of no entity, and texts that look like parts of them. */
function buildBody(size: number): string {
  const parts = ['{"', '"},', '"id":"', ' é ', '01', 'ABCDEFGH', '"id":"01', '","status":'];
  let body = '';
  for (let at = 0; body.length < size; at += 1) {
    body += `${parts[at % parts.length]}${'x'.repeat(at % 7)}`;
    if (at % 3 === 0) body += `{"type":"action","id":"${own[at % own.length]}"}`;
    if (at % 5 === 0) body += `{"id":"${createId()}","status":"200"}{"id":"${createId()}","definitions":[]}`;
    if (at % 11 === 0) body += `"${createId()}"`;
  }
  return body;
}

/** Ids of responses are new in each copy. */
const mask = (body: string): string =>
  body.replaceAll(/(?<="id":")[0-9A-Z]{26}(?=","(?:status|definitions)":)/g, '-'.repeat(26));

test.each([1, 7, 26, 63, 64, 65, 100, 1_000])('a body in pieces of %i characters has the same ids renewed', (size) => {
  const body = buildBody(6_000);
  const renew = renewIdsInPieces(ids);
  let renewed = '';
  for (let at = 0; at < body.length; at += size) renewed += renew(body.slice(at, at + size), at + size >= body.length);
  expect(mask(renewed)).toBe(mask(renewIds(body, ids)));
  for (const id of own) expect(renewed).not.toContain(id);
  for (const [id] of body.matchAll(/(?<="id":")[0-9A-Z]{26}(?=","(?:status|definitions)":)/g))
    expect(renewed).not.toContain(id);
});
