// What others do with the same documents, conversion or validation alone: no HTTP, no queue, no database. Each in a process of its own,
// one document after another; a document that takes too long counts as failed, with the time that it was given.
import { fork } from 'node:child_process';
import { round } from '../statistics.mjs';

const entry = new URL('../peer-child.mjs', import.meta.url);
const timeoutMs = 60_000;

export const peers = ['openapi-to-postmanv2', 'swagger-parser', 'scalar', 'connectory'];

export async function runPeer({ peer, documents }) {
  let child = await start(peer);
  let seconds = 0;
  let failed = 0;
  let secondsFailed = 0;
  let megabytes = 0;
  for (const document of documents) {
    const answer = await ask(child, document.file);
    seconds += answer.ms / 1000;
    if (answer.ok) megabytes += document.bytes / 1e6;
    else {
      failed += 1;
      secondsFailed += answer.ms / 1000;
    }
    if (answer.died) child = await start(peer);
  }
  child.kill();
  return {
    peer,
    documents: documents.length,
    failed,
    seconds: round(seconds),
    megabytes: round(megabytes, 1),
    megabytesPerSecond: round(megabytes / seconds),
    // As if the documents that it failed on had not been there.
    megabytesPerSecondOfOthers: round(megabytes / (seconds - secondsFailed)),
  };
}

async function start(peer) {
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

function ask(child, file) {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const done = (answer) => {
      clearTimeout(timer);
      child.removeAllListeners('message');
      child.removeAllListeners('exit');
      resolve(answer);
    };
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.once('message', done);
    child.once('exit', () => done({ ok: false, died: true, ms: performance.now() - startedAt }));
    child.send(file);
  });
}
