import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { signatureHeaders } from '../src/callbacks/callback-message.ts';

type Verify = (secret: string, headers: { readonly [name: string]: string }, body: string) => boolean;

/** The code example of docs/notifications.md. */
async function documentedExample(): Promise<Verify> {
  const page = readFileSync(new URL('../../../docs/notifications.md', import.meta.url), 'utf8');
  const code = /```js\n([^]*?)```/.exec(page)?.[1] ?? '';
  const module: { isFromConnectory: Verify } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return module.isFromConnectory;
}

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const body = '{"type":"import.succeeded","name":"é"}';

test('the documented example accepts only what its secret signed, alone or beside another secret', async () => {
  const isFromConnectory = await documentedExample();
  const signed = (secrets: readonly string[], at = new Date()) => signatureHeaders({ id: 'a-1', body, at }, secrets);
  expect([
    isFromConnectory(secret, signed([secret]), body),
    isFromConnectory(secret, signed([other, secret]), body),
    isFromConnectory(secret, signed([other]), body),
    isFromConnectory(secret, signed([secret]), body.replace('é', 'e')),
    isFromConnectory(secret, { ...signed([secret]), 'webhook-id': 'a-2' }, body),
    isFromConnectory(secret, signed([secret], new Date(0)), body),
    isFromConnectory(secret, signed([]), body),
    isFromConnectory(secret, {}, body),
  ]).toEqual([true, true, false, false, false, false, false, false]);
});
