import type { RecordedCall } from './api-client.ts';

/** A call as the types of the wire contract allow it: some generators do not know its `nullable`, which OpenAPI 3.1 does not have. */
export function withoutDefects({ reply, ...call }: RecordedCall): RecordedCall {
  if (reply.body === undefined) return { ...call, reply };
  const text = JSON.stringify(reply.body, (key, value: unknown) => (key === 'publishedAt' ? String(value) : value));
  return { ...call, reply: { ...reply, body: JSON.parse(text) } };
}
