import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { createLogger } from '@connectory/runtime';
import express from 'express';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Registry } from 'prom-client';
import { handleErrors } from '../src/http/error-handler.ts';
import { createApiMetrics } from '../src/metrics/api-metrics.ts';
import { parseMetadata } from '../src/imports/parse-metadata.ts';
import { createPartNamer } from '../src/uploads/name-file-part.ts';
import { createReceiver, maxMetadataBytes, type ReceivedUpload } from '../src/uploads/receive-upload.ts';
import { type Listening, listen } from './listen.ts';
import {
  boundary,
  filePart,
  metadataField,
  metadataFile,
  metadataTyped,
  multipartBody,
  multipartType,
  type RawPart,
} from './multipart.ts';

const maxBytes = 600_000;
/** More than is kept in memory. */
const largeBytes = 400_000;
const metadata = { format: 'openapi', version: '1.0.0' };

let folder: string;
let api: Listening;
let received: { upload: ReceivedUpload; content: Buffer; files: number }[];
let failUse: boolean;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'receive-upload-'));
  received = [];
  failUse = false;
  const receive = createReceiver({ folder, maxBytes });
  const app = express();
  app.post('/', async (request, response) => {
    await receive(request, response, async (upload) => {
      const content = brotliDecompressSync(await upload.stored.read());
      received.push({ upload, content, files: (await readdir(folder)).length });
      if (failUse) throw new Error('no use');
    });
    response.status(204).end();
  });
  app.use(
    handleErrors({
      logger: createLogger({ service: 'test', level: 'silent' }),
      metrics: createApiMetrics(new Registry()),
    }),
  );
  api = await listen(() => app);
});

afterEach(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

function send(body: Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(api.baseUrl, { method: 'POST', headers: { 'Content-Type': multipartType, ...headers }, body });
}

async function expectRefused(answer: Promise<Response>, status: number, code: string): Promise<void> {
  const response = await answer;
  expect({ status: response.status, body: await response.json() }).toMatchObject({ status, body: { code } });
  expect(received).toEqual([]);
  await expectNoFiles();
}

// The response may arrive before the aborted part is removed.
async function expectNoFiles(): Promise<void> {
  await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]), { timeout: 20_000 });
}

/** Sends the start of a request, waits until the server has begun to write a file, and breaks the connection. */
async function sendAndBreakOff(start: Buffer): Promise<void> {
  const socket = connect(api.port, '127.0.0.1');
  socket.on('error', () => undefined);
  const head = `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${multipartType}\r\nContent-Length: ${maxBytes}\r\n\r\n`;
  socket.write(Buffer.concat([Buffer.from(head), start]));
  await vi.waitFor(async () => expect(await readdir(folder)).not.toEqual([]), { timeout: 20_000 });
  socket.destroy();
}

function startOf(parts: readonly RawPart[]): Buffer {
  const whole = multipartBody(parts);
  return whole.subarray(0, whole.length - 100);
}

const noise = (bytes: number): Buffer => createHash('shake256', { outputLength: bytes }).update('noise').digest();

describe('an upload', () => {
  const forms = { field: metadataField, typed: metadataTyped, file: metadataFile };

  describe.each(Object.entries(forms))('with metadata as %s', (_form, metadataPart) => {
    it.each([
      ['metadata first', 20_000, 0],
      ['file first', 20_000, 0],
      ['metadata first', largeBytes, 1],
      ['file first', largeBytes, 1],
    ])('is received completely, %s, %i bytes, through %i temporary file(s)', async (order, bytes, files) => {
      const document = noise(bytes);
      const parts = [metadataPart(metadata), filePart(document)];
      const response = await send(multipartBody(order === 'file first' ? parts.toReversed() : parts));
      expect(response.status).toBe(204);
      const [first] = received;
      expect(first?.content.equals(document)).toBe(true);
      expect(first?.files).toBe(files);
      expect(first?.upload.metadata).toEqual({ text: JSON.stringify(metadata) });
    });
  });

  it('is counted and hashed as received', async () => {
    const document = Buffer.from('{"openapi":"3.1.0"}');
    await send(multipartBody([filePart(document), metadataField(metadata)]));
    const upload = received[0]?.upload;
    expect(upload?.bytes).toBe(document.length);
    expect(Buffer.from(upload?.sha256 ?? [])).toEqual(createHash('sha256').update(document).digest());
  });

  it('keeps its media type and a file name in any script', async () => {
    await send(multipartBody([filePart('x', 'Übersicht-日本.yaml', 'application/yaml'), metadataField(metadata)]));
    expect(received[0]?.upload).toMatchObject({ filename: 'Übersicht-日本.yaml', mediaType: 'application/yaml' });
  });

  it('can have exactly the maximum size', async () => {
    const response = await send(multipartBody([filePart(noise(maxBytes)), metadataField(metadata)]));
    expect(response.status).toBe(204);
    expect(received[0]?.upload.bytes).toBe(maxBytes);
  });

  it('leaves no file after it was handled', async () => {
    await send(multipartBody([filePart(noise(largeBytes)), metadataFile(metadata)]));
    expect(received).toHaveLength(1);
    await expectNoFiles();
  });

  it('leaves no file when its handler fails', async () => {
    failUse = true;
    const response = await send(multipartBody([filePart(noise(largeBytes)), metadataFile(metadata)]));
    expect(response.status).toBe(500);
    await expectNoFiles();
  });

  it('is kept apart from concurrent uploads', async () => {
    const documents = Array.from({ length: 8 }, (_, index) => `document ${index}`.padEnd(index * 60_000));
    await Promise.all(documents.map((text) => send(multipartBody([filePart(text), metadataField(metadata)]))));
    expect(received.map(({ content }) => content.toString()).toSorted()).toEqual(documents);
    await expectNoFiles();
  });
});

describe('an upload without a file name', () => {
  const heads = [
    'Content-Disposition: form-data; name="file"',
    'Content-Disposition: form-data; name="file"\r\nContent-Type: application/octet-stream',
    'content-disposition: form-data; name=file\r\nContent-Type: application/yaml',
    'Content-Type: application/json\r\nContent-Disposition: form-data; name="file"',
  ];

  it.each(heads)('is received as a document: %s', async (headers) => {
    for (const bytes of [0, 20_000, largeBytes]) {
      const document = Buffer.concat([Buffer.from('{}'), noise(bytes)]);
      for (const parts of [
        [{ headers, body: document }, metadataField(metadata)],
        [metadataField(metadata), { headers, body: document }],
      ]) {
        received = [];
        expect((await send(multipartBody(parts))).status).toBe(204);
        expect(received[0]?.content.equals(document)).toBe(true);
        expect(received[0]?.upload.filename).toBe('document');
      }
    }
  });

  it('is received whole, however its body is cut, and whatever it contains', () => {
    const body = fc.array(
      fc.oneof(
        fc.constantFrom('\r\n', '--', `\r\n--${boundary}`, `--${boundary}\r\n`, 'name="file"', '\r', '\n'),
        fc.string({ maxLength: 20 }),
      ),
    );
    fc.assert(
      fc.property(body, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (texts, sizes) => {
        const parts = [{ headers: heads[0] ?? '', body: texts.join('') }, metadataField(metadata)];
        const sent = multipartBody(parts);
        const namer = createPartNamer(multipartType, 'file', 'document');
        const pieces: Buffer[] = [];
        for (let at = 0, turn = 0; at < sent.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          pieces.push(namer.push(sent.subarray(at, at + size)));
          at += size;
        }
        pieces.push(namer.end());
        const expected = sent.toString().replace('name="file"\r\n\r\n', 'name="file"; filename="document"\r\n\r\n');
        // A document may contain what looks like another part: only its head is changed then, too.
        const [made] = Buffer.concat(pieces).toString().split(`\r\n--${boundary}`);
        expect(made).toBe(expected.split(`\r\n--${boundary}`)[0]);
      }),
    );
  });

  it('can have its metadata in fields', async () => {
    const fields = {
      format: 'openapi',
      version: 'true',
      strict: 'true',
      'include][tags][0': 'a',
      'include][tags][1': 'b',
    };
    const parts = Object.entries(fields).map(([name, body]) => ({
      headers: `Content-Disposition: form-data; name="metadata[${name}]"`,
      body,
    }));
    expect((await send(multipartBody([filePart('x'), ...parts]))).status).toBe(204);
    const sent = received[0]?.upload.metadata ?? { text: '' };
    expect(await parseMetadata(sent, true)).toEqual({
      format: 'openapi',
      version: 'true',
      strict: true,
      include: { tags: ['a', 'b'] },
    });
  });

  it('names metadata that are sent as a part and as fields', async () => {
    const field = { headers: 'Content-Disposition: form-data; name="metadata[version]"', body: '2' };
    for (const parts of [
      [metadataField(metadata), field],
      [field, metadataField(metadata)],
    ]) {
      received.length = 0;
      const { status } = await send(multipartBody([filePart('x'), ...parts]));
      const sent = received[0]?.upload.metadata;
      if (sent === undefined) expect(status).toBe(400);
      else await expect(parseMetadata(sent, true)).rejects.toMatchObject({ code: 'metadata_invalid' });
    }
  });
});

describe('an upload that is aborted', () => {
  it('within the document leaves no file, and the server continues', async () => {
    await sendAndBreakOff(startOf([metadataField(metadata), filePart(noise(largeBytes))]));
    await expectNoFiles();
    expect((await send(multipartBody([filePart('x'), metadataField(metadata)]))).status).toBe(204);
    await expectNoFiles();
  });

  it('after the document leaves no file', async () => {
    await sendAndBreakOff(startOf([filePart(noise(largeBytes)), metadataField('x'.repeat(200))]));
    await expectNoFiles();
    expect(received).toEqual([]);
  });

  it('repeatedly leaves no file', async () => {
    for (let round = 0; round < 5; round += 1) await sendAndBreakOff(startOf([filePart(noise(largeBytes + round))]));
    await expectNoFiles();
  });
});

describe('an upload is refused, and leaves no file,', () => {
  it('when the document is one byte too large', async () => {
    const body = multipartBody([metadataField(metadata), filePart(noise(maxBytes + 1))]);
    await expectRefused(send(body), 413, 'document_too_large');
  });

  it('when its Content-Length exceeds the limit, before it is read', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(api.port, '127.0.0.1');
      socket.once('data', (chunk: Buffer) => (resolve(chunk.toString()), socket.destroy()));
      socket.once('error', reject);
      socket.write(
        `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${multipartType}\r\nContent-Length: 99999999999\r\n\r\n`,
      );
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('99999999999');
    expect(answer).toContain(String(maxBytes));
  });

  it('when the part "file" is missing', async () => {
    await expectRefused(send(multipartBody([metadataField(metadata)])), 400, 'file_missing');
  });

  it('when the document is empty', async () => {
    await expectRefused(send(multipartBody([filePart(''), metadataField(metadata)])), 400, 'file_missing');
  });

  it('when the part "metadata" is missing', async () => {
    await expectRefused(send(multipartBody([filePart('x')])), 400, 'metadata_missing');
  });

  it('when the part "file" occurs twice', async () => {
    const body = multipartBody([filePart('x'), filePart('y'), metadataField(metadata)]);
    await expectRefused(send(body), 400, 'file_repeated');
  });

  it('when it has a field of another name', async () => {
    const other = { headers: 'Content-Disposition: form-data; name="version"', body: '1' };
    await expectRefused(send(multipartBody([filePart('x'), metadataField(metadata), other])), 400, 'part_unknown');
  });

  it('when a name is nested too deeply, or has an index that is too large', async () => {
    for (const name of ['metadata[a][b][c][d][e]', 'metadata[a][100000]']) {
      const other = { headers: `Content-Disposition: form-data; name="${name}"`, body: '1' };
      await expectRefused(send(multipartBody([filePart('x'), other])), 400, 'part_unknown');
    }
  });

  it('when it has a file part of another name', async () => {
    const other = { headers: 'Content-Disposition: form-data; name="spec"; filename="a.json"', body: '{}' };
    await expectRefused(send(multipartBody([other, metadataField(metadata)])), 400, 'part_unknown');
  });

  it.each([metadataField, metadataFile])('when the metadata is too large (%o)', async (metadataPart) => {
    const body = multipartBody([filePart('x'), metadataPart('x'.repeat(maxMetadataBytes))]);
    await expectRefused(send(body), 413, 'body_too_large');
  });

  it('when the body ends within a part', async () => {
    for (const bytes of [5_000, largeBytes]) {
      const body = startOf([metadataField(metadata), filePart(noise(bytes))]);
      await expectRefused(send(body), 400, 'multipart_invalid');
    }
  });

  it('when its Content-Type has no boundary', async () => {
    const headers = { 'Content-Type': 'multipart/form-data' };
    await expectRefused(send(multipartBody([filePart('x')]), headers), 400, 'multipart_invalid');
  });

  it('when its body is not multipart', async () => {
    await expectRefused(send(Buffer.from('{"openapi":"3.1.0"}')), 400, 'multipart_invalid');
  });

  it('when a part has a malformed header', async () => {
    const body = Buffer.from(`--${boundary}\r\n: :\u0000\r\n\r\nx\r\n--${boundary}--\r\n`);
    await expectRefused(send(body), 400, 'multipart_invalid');
  });

  it('when it has more parts than allowed', async () => {
    const fields = Array.from({ length: 50 }, (_, index) => ({
      headers: `Content-Disposition: form-data; name="field${index}"`,
      body: 'x',
    }));
    const body = multipartBody([filePart('x'), ...fields]);
    const response = await send(body);
    expect(response.status).toBe(400);
    expect(received).toEqual([]);
    await expectNoFiles();
  });
});
