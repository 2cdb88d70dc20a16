import http from 'node:http';
import type { ImportResource } from '@connectory/contract';
import type { Access } from './server.ts';

export interface BenchResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Empty unless the body was kept. */
  readonly body: Buffer;
  /** Size of the body. */
  readonly bytes: number;
  /** Milliseconds from the request to the first byte of the body. */
  readonly firstMs: number;
  /** Milliseconds from the request to the last byte of the body. */
  readonly ms: number;
}

interface RequestOptions {
  readonly headers?: { readonly [name: string]: string };
  /** The body in parts. */
  readonly body?: readonly Buffer[];
  /** Whether to keep the response body; default: true. */
  readonly keep?: boolean;
}

export interface UploadOptions {
  readonly headers?: { readonly [name: string]: string };
  readonly metadata?: object;
  /** Default: a new connector. */
  readonly connectorId?: string;
  readonly keep?: boolean;
}

export interface BenchClient {
  request(method: string, path: string, options?: RequestOptions): Promise<BenchResponse>;
  /** Uploads a document. @returns the response with any status */
  upload(bytes: Buffer, options?: UploadOptions): Promise<BenchResponse>;
  /** Waits for an import to end. */
  untilEnded(link: string): Promise<ImportResource>;
  /** @throws when the status is not 200 */
  get(path: string, options?: RequestOptions): Promise<BenchResponse>;
  close(): void;
}

/** A client with low cost: it keeps connections and sends bodies without copying them. */
export function createClient(service: Access, connections = 64): BenchClient {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const root = `/api/connect/v1/o/${service.organisationId}`;
  const request = (method: string, path: string, options: RequestOptions = {}): Promise<BenchResponse> =>
    send(agent, service, { ...options, method, path: path.startsWith('/api/') ? path : root + path });
  const expectOk = async (response: Promise<BenchResponse>): Promise<BenchResponse> => {
    const { status, body } = await response;
    if (status !== 200) throw new Error(`status ${status} instead of 200: ${body.toString().slice(0, 500)}`);
    return response;
  };
  return {
    request,
    upload: (bytes, { headers = {}, metadata = {}, connectorId, keep = true } = {}) => {
      const { body, contentType } = multipart(bytes, { format: 'openapi', ...metadata });
      const path = connectorId === undefined ? '/protocols/http/import' : `/connector/${connectorId}/http/import`;
      return request('POST', path, { headers: { 'Content-Type': contentType, ...headers }, body, keep });
    },
    untilEnded: async (link) => {
      for (;;) {
        const { body } = await expectOk(request('GET', new URL(link).pathname, { headers: { Prefer: 'wait=30' } }));
        const resource: ImportResource = JSON.parse(body.toString());
        if (resource.status !== 'queued' && resource.status !== 'running') return resource;
      }
    },
    get: (path, options) => expectOk(request('GET', path.startsWith('http') ? new URL(path).pathname : path, options)),
    close: () => agent.destroy(),
  };
}

function send(
  agent: http.Agent,
  { baseUrl, apiKey }: Access,
  { method, path, headers = {}, body, keep = true }: RequestOptions & { method: string; path: string },
): Promise<BenchResponse> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const length = body?.reduce((sum, part) => sum + part.length, 0);
    const outgoing = http.request({
      agent,
      host: hostname,
      port,
      method,
      path,
      headers: {
        Authorization: `Bearer ${apiKey}`,
        ...headers,
        ...(length === undefined ? {} : { 'Content-Length': length }),
      },
    });
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      let firstMs: number | undefined;
      incoming.on('data', (chunk: Buffer) => {
        firstMs ??= performance.now() - startedAt;
        bytes += chunk.length;
        if (keep) chunks.push(chunk);
      });
      incoming.once('error', reject);
      incoming.once('end', () => {
        const ms = performance.now() - startedAt;
        const { statusCode: status = 0, headers: received } = incoming;
        resolve({ status, headers: received, body: Buffer.concat(chunks), bytes, firstMs: firstMs ?? ms, ms });
      });
    });
    outgoing.cork();
    for (const part of body ?? []) outgoing.write(part);
    outgoing.end();
  });
}

const boundary = 'connectory-bench-7d1f0a5c';

function multipart(bytes: Buffer, metadata: object): { body: readonly Buffer[]; contentType: string } {
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
