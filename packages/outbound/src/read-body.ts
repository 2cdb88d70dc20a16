import { type Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { OutboundFaultError } from './outbound-fault.ts';

const decoders: { readonly [encoding: string]: () => Transform } = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The Accept-Encoding header: the encodings that this module decodes. */
export const acceptEncoding = 'gzip, deflate, br';

/** A body with more encodings is an attempt to exhaust the decoder. */
const maxEncodings = 2;

/**
 * Reads a whole body and decodes it. `maxBytes` limits both the encoded and the decoded size.
 * @throws OutboundFaultError `too-large` or `unreadable`.
 */
export async function readBody(
  body: Readable,
  contentEncoding: string,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  const collector = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  const stages = decodersFor(contentEncoding).flatMap((decoder) => [limitBytes(maxBytes), decoder]);
  try {
    await pipeline([body, ...stages, limitBytes(maxBytes), collector]);
  } catch (error) {
    body.destroy();
    throw error;
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function decodersFor(contentEncoding: string): readonly Transform[] {
  const names = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > maxEncodings) throw new OutboundFaultError('unreadable');
  // Encodings are listed in the order in which they were applied (RFC 9110, section 8.4).
  return names.reverse().map((name) => {
    const create = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
    if (create === undefined) throw new OutboundFaultError('unreadable');
    return create();
  });
}

function limitBytes(maxBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      if (bytes > maxBytes) done(new OutboundFaultError('too-large'));
      else done(null, chunk);
    },
  });
}
