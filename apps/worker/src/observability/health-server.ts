import { createServer, type Server } from 'node:http';
import { type Database, pingDatabase } from '@connectory/database';
import type { QueueProducer } from '@connectory/queue';
import { answerMetrics, createProbe } from '@connectory/runtime';
import type { Registry } from 'prom-client';

/** How long database and queue have to answer before this process counts as not ready. */
const readyTimeoutMs = 3_000;

/**
 * Answers `/healthz` (the process lives) and `/readyz` (database and queue can be reached, and if not, which) for orchestrators, which
 * cannot see a worker otherwise, and `/metrics`. Nothing else is served.
 */
export function startHealthServer(
  dependencies: { database: Database; queue: QueueProducer; registry: Registry; onError: (error: Error) => void },
  port: number,
): Server {
  const askDatabase = createProbe(() => pingDatabase(dependencies.database), readyTimeoutMs);
  const askQueue = createProbe(() => dependencies.queue.ping(), readyTimeoutMs);
  const readiness = async () => {
    const [database, queue] = await Promise.all([askDatabase(), askQueue()]);
    return { ready: database && queue, database: nameState(database), queue: nameState(queue) };
  };
  const server = createServer((request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/healthz') answer(200, { status: 'ok' });
    else if (request.url === '/metrics') void answerMetrics(dependencies.registry, response);
    else if (request.url !== '/readyz') response.writeHead(404).end();
    else {
      void readiness().then(({ ready, ...states }) =>
        answer(ready ? 200 : 503, { status: ready ? 'ready' : 'unavailable', ...states }),
      );
    }
  });
  server.on('error', dependencies.onError);
  return server.listen(port);
}

function nameState(reachable: boolean): string {
  return reachable ? 'ok' : 'cannot be reached';
}
