import { gzipSync } from 'node:zlib';
import { buildSpec, operation } from '@connectory/harness';
import type { Random } from '../chaos/random.ts';
import type { RequestSources } from './generate-request.ts';
import { oddJson, oddText, oddValue } from './odd-values.ts';

const boundary = 'fuzz';

/** A multipart body with a document and metadata, and often with one thing wrong. */
export function generateUpload(metadata: unknown, { random, values }: RequestSources) {
  const text = random.chance(0.5)
    ? JSON.stringify(values.valid(metadata))
    : random.chance(0.3)
      ? oddJson(random)
      : (JSON.stringify(values.wrong(metadata)) ?? 'null');
  const parts = [
    part(
      `name="file"; filename="${headerText(random.chance(0.7) ? 'openapi.json' : oddText(random))}"`,
      generateDocument(random),
      random,
    ),
    ...(random.chance(0.1)
      ? fieldParts(values.valid(metadata), random)
      : [part('name="metadata"', Buffer.from(text), random)]),
  ];
  if (random.chance(0.15)) parts.push(part('name="overlay"; filename="fixes.json"', generateOverlay(random), random));
  if (random.chance(0.3)) parts.reverse();
  if (random.chance(0.05)) parts.pop();
  if (random.chance(0.05))
    parts.push(part(`name="${headerText(oddText(random))}"`, Buffer.from(oddText(random)), random));
  const end = Buffer.from(`--${boundary}--\r\n`);
  const whole = Buffer.concat([...parts, end]);
  const body = random.chance(0.05) ? whole.subarray(0, Math.floor(random.between(0, whole.length))) : whole;
  const sent = random.chance(0.97) ? boundary : random.pick(['', 'other', 'x'.repeat(100), '"']);
  return { body, headers: { 'Content-Type': `multipart/form-data; boundary=${sent}` } };
}

/** The members of the metadata as fields of the form, the way some clients send objects. */
function fieldParts(metadata: unknown, random: Random): readonly Buffer[] {
  return Object.entries(Object(metadata)).map(([name, value]) =>
    part(`name="metadata[${name}]"`, Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), random),
  );
}

const targets = ['$', '$.info', '$.paths.*.get', '$..schema', "$.paths['/pets']", '$[?@.a==1]', '$.paths[?(@.x', ''];

function generateOverlay(random: Random): Buffer {
  if (random.chance(0.2)) return Buffer.from(oddJson(random));
  const update: unknown = random.chance(0.5) ? { description: oddText(random) } : oddValue(random);
  const action = {
    target: random.pick(targets),
    ...(random.chance(0.2) ? { remove: random.chance(0.8) } : { update }),
  };
  const overlay = { overlay: random.pick(['1.0.0', '1.1.0', '2', null]), info: { title: 'Fixes', version: '1' } };
  return Buffer.from(
    JSON.stringify({ ...overlay, actions: Array.from({ length: 1 + random.between(0, 3) }, () => action) }),
  );
}

function part(disposition: string, content: Buffer, random: Random): Buffer {
  const type = random.chance(0.9) ? 'application/json' : headerText(oddText(random));
  const charset = random.chance(0.03) ? '\r\nContent-Transfer-Encoding: base64' : '';
  return Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: ${type}${charset}\r\n\r\n`,
    ),
    content,
    Buffer.from('\r\n'),
  ]);
}

/** Unlike in headers of a request, other bytes are possible here. */
function headerText(text: string): string {
  return text.replaceAll(/[\r\n"]/g, '?').slice(0, 2_000);
}

export function generateDocument(random: Random): Buffer {
  const number = Math.floor(random.between(0, 50));
  const spec = buildSpec({
    title: `Fuzz ${number}`,
    version: `${number}`,
    paths: { [`/pets/${number}`]: { get: operation({ operationId: 'listPets' }) } },
    schemas: { Pet: { type: 'object', properties: { name: { type: 'string' }, [`p${number}`]: true } } },
  });
  switch (random.weighted({ valid: 12, odd: 3, gzip: 1, bytes: 1, empty: 1 })) {
    case 'odd':
      return Buffer.from(
        random.pick([oddJson(random), oddText(random), 'openapi: 3.1.0\ninfo: {title: T', 'swagger: "2.0"']),
      );
    case 'gzip':
      return gzipSync(JSON.stringify(spec));
    case 'bytes':
      return Buffer.from(Array.from({ length: 200 }, () => Math.floor(random.between(0, 256))));
    case 'empty':
      return Buffer.alloc(0);
    default:
      return Buffer.from(JSON.stringify(spec));
  }
}
