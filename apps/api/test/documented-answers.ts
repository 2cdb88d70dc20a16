import { buildOpenApiDocument } from '@connectory/contract';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** An answer, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** The body where it is JSON. */
  readonly json: unknown;
}

/** Says what of an answer is not as our OpenAPI document has it; empty when it is. */
export type CheckAnswer = (method: string, path: string, answer: Answer) => readonly string[];

/** Compares answers with the document that the service publishes. */
export function createAnswerCheck(): CheckAnswer {
  const document = buildOpenApiDocument({ baseUrl: 'http://localhost' });
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat('ulid', /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  ajv.addSchema(document, 'document');
  return (method, path, answer) => {
    const pointer = ['paths', path, method.toLowerCase(), 'responses', String(answer.status)];
    const described = pointer.reduce<unknown>(member, document);
    if (described === undefined) return [`${method} ${path} does not document the status ${answer.status}`];
    const content = member(described, 'content');
    if (content === undefined) return answer.bytes.length === 0 ? [] : ['a body that is not documented'];
    const mediaType = (answer.headers.get('Content-Type') ?? '').split(';')[0] ?? '';
    if (member(content, mediaType) === undefined && member(content, '*/*') === undefined) return [`type ${mediaType}`];
    if (member(member(content, mediaType), 'schema') === undefined) return [];
    const validate = ajv.compile({
      $ref: `document#/${[...pointer, 'content', mediaType, 'schema'].map(escape).join('/')}`,
    });
    if (validate(answer.json)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  };
}

function escape(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
