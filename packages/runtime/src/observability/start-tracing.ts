import { connectoryVersion } from './metrics.ts';

export interface Tracing {
  /** Sends the buffered spans. */
  close(): Promise<void>;
}

/**
 * Starts OpenTelemetry if its standard variables name an endpoint, or else loads nothing. Its own variables configure the rest
 * (OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER, …).
 */
export async function startTracing(service: string, env: NodeJS.ProcessEnv): Promise<Tracing | undefined> {
  const endpoint = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  if (endpoint === '' || env['OTEL_SDK_DISABLED'] === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none')
    return undefined;
  const { NodeSDK, resources } = await import('@opentelemetry/sdk-node');
  const sdk = new NodeSDK({
    serviceName: env['OTEL_SERVICE_NAME'] ?? `connectory-${service}`,
    resource: resources.resourceFromAttributes({ 'service.version': connectoryVersion() }),
    instrumentations: [],
    // Sends spans only: Prometheus scrapes the metrics, and logs go to standard output.
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  return { close: () => sdk.shutdown() };
}
