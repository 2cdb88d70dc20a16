import { connectoryVersion } from './metrics.ts';

export interface Tracing {
  /** Sends what is still kept. */
  close(): Promise<void>;
}

/**
 * Starts OpenTelemetry when its standard variables name where spans go; loads nothing otherwise. Everything else about it is set by its
 * own variables (OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER, …).
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
    // Prometheus reads the metrics, and logs go to standard output: spans alone are sent.
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  return { close: () => sdk.shutdown() };
}
