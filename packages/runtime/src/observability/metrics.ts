import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** The version of the running Connectory. */
export function connectoryVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return String(Reflect.get(Object(manifest), 'version'));
}

/** Creates the registry of a process, with Node's metrics and build information. `service` names the process, such as `api`. */
export function createMetricsRegistry(service: string): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'connectory_build_info',
    help: 'Always 1. The labels identify the running build.',
    labelNames: ['service', 'version', 'node'],
    registers: [registry],
  }).set({ service, version: connectoryVersion(), node: process.version }, 1);
  return registry;
}

/** Sends the metrics in the text format of Prometheus. */
export async function sendMetrics(registry: Registry, response: ServerResponse): Promise<void> {
  try {
    const text = await registry.metrics();
    response.writeHead(200, { 'Content-Type': registry.contentType }).end(text);
  } catch {
    response.writeHead(500).end();
  }
}

/**
 * Serves `/metrics` on a separate port without authentication. Access is controlled by the network.
 * @throws if the port is not available.
 */
export async function startMetricsServer(registry: Registry, address: { port: number; host: string }): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] === '/metrics') void sendMetrics(registry, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return server;
}
