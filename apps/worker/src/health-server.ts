import { createServer, type Server } from 'node:http';
import { type Database, pingDatabase } from '@connectory/database';
import type { QueueProducer } from '@connectory/queue';

/**
 * Answers `/healthz` (the process lives) and `/readyz` (database and queue can be reached) for orchestrators, which cannot see a
 * worker otherwise. Nothing else is served, and nothing is told.
 */
export function startHealthServer(
  dependencies: { database: Database; queue: QueueProducer; onError: (error: Error) => void },
  port: number,
): Server {
  const server = createServer((request, response) => {
    const answer = (status: number): void => void response.writeHead(status).end();
    if (request.url === '/healthz') answer(200);
    else if (request.url !== '/readyz') answer(404);
    else {
      Promise.all([pingDatabase(dependencies.database), dependencies.queue.ping()]).then(
        () => answer(200),
        () => answer(503),
      );
    }
  });
  server.on('error', dependencies.onError);
  return server.listen(port);
}
