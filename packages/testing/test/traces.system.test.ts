import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSpec, startProcess, waitFor, importForm } from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '../src/index.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly service: string;
}

interface Receiver {
  readonly url: string;
  spans(traceId: string): readonly Span[];
  close(): void;
}

/** Receives spans from OpenTelemetry exporters: OTLP over HTTP, as JSON. */
async function startReceiver(): Promise<Receiver> {
  const received: Span[] = [];
  const server: Server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      if (request.url === '/v1/traces') received.push(...readSpans(text));
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    spans: (traceId) => received.filter((span) => span.traceId === traceId),
    close: () => void server.close(),
  };
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: { stringValue?: string } }[] };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<Span, 'service'>[] }[];
  }[];
}

function readSpans(text: string): readonly Span[] {
  const { resourceSpans }: Export = JSON.parse(text);
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service })));
  });
}

const traceA = 'a'.repeat(32);
const traceB = 'b'.repeat(32);
const clientSpan = 'c'.repeat(16);

describeOnQueues('a trace, with the queue on $name', (backend) => {
  let receiver: Receiver;
  let stack: Stack;

  beforeAll(async () => {
    receiver = await startReceiver();
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '200',
      STALE_AFTER_SECONDS: '10',
    };
    stack = await startStack(backend, { workers: 0, env });
  });
  afterAll(async () => {
    await stack.stop();
    receiver.close();
  });

  const submit = async (traceId: string, spec: unknown = buildSpec()): Promise<string> => {
    const form = importForm(spec);
    const headers = { traceparent: `00-${traceId}-${clientSpan}-01` };
    const response = await stack.fetch('/protocols/http/import', { method: 'POST', body: form, headers });
    const { id }: { id: string } = JSON.parse(await response.text());
    return id;
  };
  const untilNamed = (traceId: string, name: string, count = 1): Promise<boolean> =>
    waitFor(() => receiver.spans(traceId).filter((span) => span.name === name).length >= count, {
      timeoutMs: 60_000,
      describe: () => `the span ${name} is received; received: ${JSON.stringify(receiver.spans(traceId))}`,
    });

  test('connects the client, the API, the job, the worker and the stages of the child', async () => {
    const worker = startProcess({ app: 'worker', env: stack.env });
    await submit(traceA);
    await untilNamed(traceA, 'import');
    const route = 'POST /api/connect/v1/o/{organisation_id}/protocols/http/import';
    await untilNamed(traceA, route);
    const spans = receiver.spans(traceA);
    const named = (name: string): Span | undefined => spans.find((span) => span.name === name);
    const [request, enqueue, work] = [named(route), named('enqueue import'), named('import')];
    expect([request?.parentSpanId, request?.service]).toEqual([clientSpan, 'connectory-api']);
    expect([enqueue?.parentSpanId, enqueue?.service]).toEqual([request?.spanId, 'connectory-api']);
    expect([work?.parentSpanId, work?.service]).toEqual([request?.spanId, 'connectory-worker']);
    for (const stage of ['import parsing', 'import mapping', 'import persisting'])
      expect(named(stage)?.parentSpanId, stage).toBe(work?.spanId);
    await worker.stop();
  }, 90_000);

  test('continues after a sweep, in the worker that takes the import over', async () => {
    const content = { 'application/json': { schema: { type: 'object', title: 'x'.repeat(200) } } };
    const get = { responses: { 200: { description: 'x'.repeat(200), content } } };
    const paths = Object.fromEntries(Array.from({ length: 8_000 }, (_, index) => [`/t${index}`, { get }]));
    const victim = startProcess({ app: 'worker', env: stack.env });
    const id = await submit(traceB, buildSpec({ paths }));
    await waitFor(
      async () => {
        const { status }: { status: string } = JSON.parse(await (await stack.fetch(`/imports/${id}`)).text());
        return status === 'running';
      },
      { timeoutMs: 40_000, describe: 'the import runs' },
    );
    victim.kill('SIGKILL');
    await victim.exited;
    const successor = startProcess({ app: 'worker', env: stack.env });
    await untilNamed(traceB, 'import');
    await untilNamed(traceB, 'import persisting');
    const work = receiver.spans(traceB).find((span) => span.name === 'import');
    expect(work?.service).toBe('connectory-worker');
    await successor.stop();
  }, 120_000);

  test('loads no tracing code when tracing is not configured', async () => {
    const hook = fileURLToPath(new URL('./fixtures/report-tracing.cjs', import.meta.url));
    const outputOf = async (env: { readonly [name: string]: string }): Promise<string> => {
      const worker = startProcess({ app: 'worker', env: { ...stack.env, NODE_OPTIONS: `--require ${hook}`, ...env } });
      await worker.untilOutput('worker ready', 50_000);
      await worker.stop();
      return worker.output();
    };
    expect(await outputOf({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toContain('tracing loaded: false');
    expect(await outputOf({})).toContain('tracing loaded: true');
  }, 120_000);
});
