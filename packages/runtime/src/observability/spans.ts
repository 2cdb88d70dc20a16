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

// OpenTelemetry's API does nothing until tracing is started, so these functions cost nothing without it.

const kinds = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

export interface SpanOptions {
  readonly kind?: keyof typeof kinds;
  readonly attributes?: Attributes;
  /** The parent span in another process, as W3C `traceparent`. Default: the active span. */
  readonly traceParent?: string | null | undefined;
}

/** Starts a span. The caller ends it. */
export function startSpan(name: string, options: SpanOptions = {}, parent = parentOf(options)): Span {
  const { kind = 'internal', attributes = {} } = options;
  return trace.getTracer('connectory').startSpan(name, { kind: kinds[kind], attributes }, parent);
}

/** Runs `work` in a new span, the parent of spans started inside. An error is recorded in the span and rethrown. */
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

/** Runs `work` with `span` as the active span. */
export function insideSpan<Value>(span: Span, work: () => Value): Value {
  return context.with(trace.setSpan(context.active(), span), work);
}

/** The active span as W3C `traceparent`, to continue the trace in another process. Undefined without tracing. */
export function currentTraceParent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

function parentOf({ traceParent }: SpanOptions): Context {
  if (traceParent === undefined || traceParent === null) return context.active();
  return propagation.extract(context.active(), { traceparent: traceParent });
}
