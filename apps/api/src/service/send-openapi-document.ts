import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { buildOpenApiDocument } from '@connectory/contract';
import type { RequestHandler } from 'express';
import { sentNotModified } from '../http/send-unless-known.ts';

/** How long clients may use the document without asking again. It changes with a new release only. */
const maxAgeSeconds = 300;

/** Sends the OpenAPI document of this service. It is built and compressed once, because anonymous clients may request it. */
export function sendOpenApiDocument(baseUrl: () => string): RequestHandler {
  let encoded: ReturnType<typeof encodeDocument> | undefined;
  return (request, response) => {
    // Not before the first request: the base URL is known once the server listens.
    encoded ??= encodeDocument(baseUrl());
    const accepted = request.acceptsEncodings(['br', 'gzip', 'identity']);
    const encoding = accepted === 'br' || accepted === 'gzip' ? accepted : 'identity';
    response.set('Cache-Control', `public, max-age=${maxAgeSeconds}`).vary('Accept-Encoding');
    response.type('application/json');
    // The middleware for compression leaves a response with this header alone.
    if (encoding !== 'identity') response.set('Content-Encoding', encoding);
    if (sentNotModified(request, response, encoded.etags[encoding])) return;
    response.send(encoded.bodies[encoding]);
  };
}

function encodeDocument(baseUrl: string) {
  const identity = Buffer.from(JSON.stringify(buildOpenApiDocument({ baseUrl })));
  const hash = createHash('sha256').update(identity).digest('base64url');
  return {
    bodies: { identity, gzip: gzipSync(identity), br: brotliCompressSync(identity) },
    // A strong validator differs between encodings (RFC 9110, section 8.8.3.3).
    etags: { identity: `"${hash}"`, gzip: `"${hash}-gzip"`, br: `"${hash}-br"` },
  };
}
