import { createServer } from 'node:net';

/**
 * Checks that the API can listen, before it is started: its own process could only say so in its log.
 * @throws the error of the system when it cannot
 */
export function requireFreePort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
