import { spawn } from 'node:child_process';
import { findFreePort, waitFor } from '@connectory/harness';
import { toolFile } from './run-tool.ts';

export interface Prism {
  readonly baseUrl: string;
  stop(): Promise<void>;
}

/** Starts `prism proxy`. It names the violations of each exchange in the header `sl-violations` of its response. */
export async function startPrism(document: string, upstream: string): Promise<Prism> {
  const port = await findFreePort();
  const args = ['proxy', document, upstream, '--port', String(port), '--verboseLevel', 'info'];
  const child = spawn(process.execPath, [toolFile('@stoplight/prism-cli/dist/index.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-10_000)));
  const closed = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  await waitFor(
    () => {
      if (child.exitCode !== null) throw new Error('prism ended');
      return output.includes('Prism is listening');
    },
    { timeoutMs: 120_000, describe: () => `prism listens. Its output:\n${output}` },
  );
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill();
      await closed;
    },
  };
}
