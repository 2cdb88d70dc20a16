// A client that costs little itself: connections are kept, bodies are sent as they are, and copied nowhere.
import http from 'node:http';

export function createClient(service, connections = 64) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const base = new URL(service.baseUrl);
  const root = `/api/connect/v1/o/${service.organisationId}`;

  /**
   * @param options.body in parts.
   * @returns status, headers, body, and milliseconds until the first and the last byte of the answer.
   */
  const request = (method, path, { headers = {}, body, keep = true } = {}) =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const outgoing = http.request(
        {
          agent,
          host: base.hostname,
          port: base.port,
          method,
          path: path.startsWith('/api/') ? path : root + path,
          headers: {
            Authorization: `Bearer ${service.apiKey}`,
            ...headers,
            ...(body === undefined ? {} : { 'Content-Length': body.reduce((sum, part) => sum + part.length, 0) }),
          },
        },
        (incoming) => {
          const chunks = [];
          let bytes = 0;
          let firstMs;
          incoming.on('data', (chunk) => {
            firstMs ??= performance.now() - startedAt;
            bytes += chunk.length;
            if (keep) chunks.push(chunk);
          });
          incoming.once('error', reject);
          incoming.once('end', () =>
            resolve({
              status: incoming.statusCode,
              headers: incoming.headers,
              body: Buffer.concat(chunks),
              bytes,
              firstMs,
              ms: performance.now() - startedAt,
            }),
          );
        },
      );
      outgoing.once('error', reject);
      outgoing.cork();
      for (const part of body ?? []) outgoing.write(part);
      outgoing.end();
    });

  const expect = async (status, answer) => {
    const got = await answer;
    if (got.status !== status)
      throw new Error(`${got.status} instead of ${status}: ${got.body.toString().slice(0, 500)}`);
    return got;
  };

  return {
    request,
    /** Uploads a document for a connector of its own. @returns the answer, whatever it is. */
    upload: (bytes, { headers = {}, metadata = {}, connectorId, keep } = {}) => {
      const { body, contentType } = multipart(bytes, { format: 'openapi', ...metadata });
      const path = connectorId === undefined ? '/protocols/http/import' : `/connector/${connectorId}/http/import`;
      return request('POST', path, { headers: { 'Content-Type': contentType, ...headers }, body, keep });
    },
    /** Waits for an import to end. @returns its resource. */
    untilEnded: async (link) => {
      for (;;) {
        const answer = await expect(200, request('GET', new URL(link).pathname, { headers: { Prefer: 'wait=30' } }));
        const resource = JSON.parse(answer.body.toString());
        if (!['queued', 'running'].includes(resource.status)) return resource;
      }
    },
    get: (path, options) =>
      expect(200, request('GET', path.startsWith('http') ? new URL(path).pathname : path, options)),
    close: () => agent.destroy(),
  };
}

const boundary = 'connectory-bench-7d1f0a5c';

function multipart(bytes, metadata) {
  const body = [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n${JSON.stringify(metadata)}\r\n`,
    ),
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="document.json"\r\nContent-Type: application/json\r\n\r\n`,
    ),
    bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ];
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}
