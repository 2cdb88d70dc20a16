import { connect, createServer } from 'node:net';
import { CliError } from '../errors/cli-error.ts';

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

/**
 * Checks that processes of this machine reach each other.
 * @throws CliError when the loopback interface is down: a program can listen on it then, but not connect
 */
export async function requireLoopback(): Promise<void> {
  const server = createServer((socket) => socket.end());
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        const socket = connect(port, '127.0.0.1', () => {
          socket.destroy();
          resolve();
        });
        socket.once('error', reject);
      });
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENETUNREACH')) throw error;
    throw new CliError('The loopback interface is down, which the service needs: bring it up (ip link set lo up).');
  } finally {
    server.close();
  }
}
