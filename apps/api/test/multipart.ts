/** A raw part of a multipart/form-data body, because clients write parts differently. */
export interface RawPart {
  readonly headers: string;
  readonly body: string | Buffer;
}

export const boundary = 'connectory-test-boundary';

export const multipartType = `multipart/form-data; boundary=${boundary}`;

/** The body of a multipart request. */
export function multipartBody(parts: readonly RawPart[]): Buffer {
  const written = parts.flatMap(({ headers, body }) => [
    Buffer.from(`--${boundary}\r\n${headers}\r\n\r\n`),
    Buffer.from(body),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...written, Buffer.from(`--${boundary}--\r\n`)]);
}

export function filePart(body: string | Buffer, filename = 'openapi.json', type = 'application/json'): RawPart {
  const disposition = `Content-Disposition: form-data; name="file"; filename="${filename}"`;
  return { headers: `${disposition}\r\nContent-Type: ${type}`, body };
}

/** As a plain field: how curl's `-F metadata=…` sends it. */
export function metadataField(metadata: unknown): RawPart {
  return { headers: 'Content-Disposition: form-data; name="metadata"', body: JSON.stringify(metadata) };
}

/** As a part with a type: how generated clients send an object. */
export function metadataTyped(metadata: unknown): RawPart {
  const headers = 'Content-Disposition: form-data; name="metadata"\r\nContent-Type: application/json';
  return { headers, body: JSON.stringify(metadata) };
}

/** As a part with a file name: how browsers send a Blob. */
export function metadataFile(metadata: unknown): RawPart {
  const headers = 'Content-Disposition: form-data; name="metadata"; filename="blob"\r\nContent-Type: application/json';
  return { headers, body: JSON.stringify(metadata) };
}
