import {
  type Attributes,
  type Context,
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

// OpenTelemetry's interface does nothing until tracing is started: none of this costs anything without it.

const kinds = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

export interface SpanOptions {
  readonly kind?: keyof typeof kinds;
  readonly attributes?: Attributes;
  /** What came before it elsewhere, as W3C's `traceparent`; what is under way here unless given. */
  readonly traceParent?: string | null | undefined;
}

/** Begins a span, which the caller ends. */
export function startSpan(name: string, options: SpanOptions = {}, parent = parentOf(options)): Span {
  const { kind = 'internal', attributes = {} } = options;
  return trace.getTracer('connectory').startSpan(name, { kind: kinds[kind], attributes }, parent);
}

/** Runs `work` within a span: spans begun in it are the span's children. What it throws is kept in the span, and thrown on. */
export async function withSpan<Value>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<Value>,
): Promise<Value> {
  const parent = parentOf(options);
  const span = startSpan(name, options, parent);
  try {
    return await context.with(trace.setSpan(parent, span), () => work(span));
  } catch (error) {
    failSpan(span, error instanceof Error ? error.message : String(error));
    throw error;
  } finally {
    span.end();
  }
}

export function failSpan(span: Span, message: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

/** Runs `work` as a part of a span. */
export function insideSpan<Value>(span: Span, work: () => Value): Value {
  return context.with(trace.setSpan(context.active(), span), work);
}

/** What is under way here, as W3C's `traceparent`: for going on with it elsewhere. Undefined when nothing is traced. */
export function currentTraceParent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

function parentOf({ traceParent }: SpanOptions): Context {
  if (traceParent === undefined || traceParent === null) return context.active();
  return propagation.extract(context.active(), { traceparent: traceParent });
}
