// Row "peers": conversion or validation of the same documents by other tools, without HTTP, queue and database. Each peer has its own
// process and works on one document after another. A document over the time limit counts as failed, with the limit as its time.
import { type ChildProcess, fork } from 'node:child_process';
import type { BenchDocument } from '../documents.ts';
import type { PeerReport } from '../peer-child.ts';
import { round } from '../statistics.ts';

const entry = new URL('../peer-child.js', import.meta.url);
const timeoutMs = 60_000;

export const peers = ['openapi-to-postmanv2', 'swagger-parser', 'scalar', 'connectory'];

export async function runPeer({ peer, documents }: { peer: string; documents: readonly BenchDocument[] }) {
  let child = await startPeer(peer);
  let seconds = 0;
  let failed = 0;
  let secondsFailed = 0;
  let megabytes = 0;
  for (const document of documents) {
    const report = await sendFile(child, document.file);
    seconds += report.ms / 1000;
    if (report.ok) megabytes += document.bytes / 1e6;
    else {
      failed += 1;
      secondsFailed += report.ms / 1000;
    }
    if (report.died === true) child = await startPeer(peer);
  }
  child.kill();
  return {
    peer,
    documents: documents.length,
    failed,
    seconds: round(seconds),
    megabytes: round(megabytes, 1),
    megabytesPerSecond: round(megabytes / seconds),
    // Without the documents on which the peer failed.
    megabytesPerSecondOfOthers: round(megabytes / (seconds - secondsFailed)),
  };
}

async function startPeer(peer: string): Promise<ChildProcess> {
  const child = fork(entry, [peer], {
    execArgv: ['--max-old-space-size=4096'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${peer} ended with ${code}`)));
  });
  child.removeAllListeners('exit');
  return child;
}

function sendFile(child: ChildProcess, file: string): Promise<PeerReport> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const end = (report: PeerReport): void => {
      clearTimeout(timer);
      child.removeAllListeners('message');
      child.removeAllListeners('exit');
      resolve(report);
    };
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.once('message', (report: PeerReport) => end(report));
    child.once('exit', () => end({ ok: false, died: true, ms: performance.now() - startedAt }));
    child.send(file);
  });
}
