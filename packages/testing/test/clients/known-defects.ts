import type { RecordedCall } from './api-client.ts';
import { responseId } from './journey.ts';

/** Members of requests that the types of the wire contract lack: required and not declared, or of this service alone. */
const undeclared: ReadonlySet<string> = new Set(['connections', 'ifExists', 'openapi']);

const withoutUndeclared = (key: string, value: unknown): unknown =>
  undeclared.has(key) || value === responseId ? undefined : value;

/** Some generators do not know the `nullable` of the wire contract, which OpenAPI 3.1 does not have. */
const withoutNull = (key: string, value: unknown): unknown => (key === 'publishedAt' && value === null ? '' : value);

/** A call as the types of the wire contract allow it, which have the defects of docs/api/contract-defects.md. */
export function withoutDefects({ operationId, given, reply }: RecordedCall): RecordedCall {
  const { body, form, ...rest } = given;
  const parts = Object.entries(form ?? {}).map(([name, part]): [string, unknown] => [
    name,
    part instanceof Blob ? part : copy(part, withoutUndeclared),
  ]);
  return {
    operationId,
    given: {
      ...rest,
      ...(body === undefined ? {} : { body: copy(body, withoutUndeclared) }),
      ...(form === undefined ? {} : { form: Object.fromEntries(parts) }),
    },
    reply: { ...reply, body: copy(reply.body, withoutNull) },
  };
}

function copy(value: unknown, replace: (key: string, value: unknown) => unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value, replace));
}
