import { createServer, type Server } from 'node:http';
import type { DatabaseCheck } from '@connectory/database';
import type { QueueCheck } from '@connectory/queue';
import { sendMetrics, createProbe } from '@connectory/runtime';
import type { Registry } from 'prom-client';

/** Time for database and queue to respond before this process counts as not ready. */
const readyTimeoutMs = 3_000;

/**
 * Serves `/healthz` (the process runs), `/readyz` (database and queue can be reached) and `/metrics`, for orchestrators and Prometheus. A
 * worker has no other port.
 */
export function startHealthServer(
  dependencies: {
    databaseCheck: DatabaseCheck;
    queueCheck: QueueCheck;
    registry: Registry;
    onError: (error: Error) => void;
  },
  address: { readonly port: number; readonly host: string },
): Server {
  const probeDatabase = createProbe(() => dependencies.databaseCheck.run(), readyTimeoutMs);
  const probeQueue = createProbe(() => dependencies.queueCheck.run(), readyTimeoutMs);
  const readiness = async () => {
    const [database, queue] = await Promise.all([probeDatabase(), probeQueue()]);
    return {
      ready: database && queue,
      database: nameState(database, dependencies.databaseCheck),
      queue: nameState(queue, dependencies.queueCheck),
    };
  };
  const server = createServer((request, response) => {
    const respond = (status: number, body: object): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/healthz') respond(200, { status: 'ok' });
    else if (request.url === '/metrics') void sendMetrics(dependencies.registry, response);
    else if (request.url !== '/readyz') response.writeHead(404).end();
    else {
      void readiness().then(({ ready, ...states }) =>
        respond(ready ? 200 : 503, { status: ready ? 'ready' : 'unavailable', ...states }),
      );
    }
  });
  server.on('error', dependencies.onError);
  return server.listen(address.port, address.host);
}

function nameState(isFit: boolean, check: { fault(): { readonly summary: string } | undefined }): string {
  return isFit ? 'ok' : (check.fault()?.summary ?? 'cannot be reached');
}
