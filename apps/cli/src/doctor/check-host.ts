import { statfs } from 'node:fs/promises';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { createQueueProducer, UnfitQueueError } from '@connectory/queue';
import { isLoopback, type Settings } from '@connectory/runtime';
import { reasonOf } from './check-database.ts';
import { counted } from '../output/counted.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

const ignore = (): void => undefined;

/** Uploads that arrive at the same time, for the room that they need. */
const concurrentUploads = 4;

export async function checkQueue(settings: Settings, databaseUrl: string): Promise<Finding> {
  const { REDIS_URL: redisUrl, QUEUE_PREFIX: prefix } = settings;
  const queue = createQueueProducer({
    databaseUrl,
    redisUrl,
    prefix,
    applicationName: 'connectory doctor',
    onError: ignore,
  });
  try {
    const warned = await queue.probe();
    const name = redisUrl === undefined ? 'PostgreSQL' : 'Redis';
    return warned === undefined ? ok('queue', `on ${name}, accepts jobs`) : warning('queue', `the queue ${warned}`);
  } catch (error) {
    const text =
      error instanceof UnfitQueueError
        ? `the queue ${error.summary}`
        : `cannot be reached (${reasonOf(error)}): check REDIS_URL and Redis`;
    return fault('queue', text);
  } finally {
    await queue.close();
  }
}

export async function checkDisk(settings: Settings): Promise<Finding> {
  const folder = settings.CONNECTORY_TMP_DIR ?? tmpdir();
  const needed = settings.MAX_UPLOAD_BYTES * concurrentUploads;
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const text = `${folder} has ${toMegabytes(free)} MB free`;
    return free >= needed
      ? ok('disk', text)
      : warning(
          'disk',
          `${text}, less than ${concurrentUploads} uploads of MAX_UPLOAD_BYTES: free space, or set CONNECTORY_TMP_DIR`,
        );
  } catch (error) {
    return fault(
      'disk',
      `${folder} cannot be used (${reasonOf(error)}): set CONNECTORY_TMP_DIR to a folder that exists`,
    );
  }
}

export function checkMemory(settings: Settings): Finding {
  const children = settings.WORKER_CONCURRENCY + settings.WORKER_BULK_CONCURRENCY;
  const needed = children * settings.IMPORT_HEAP_MB;
  const total = toMegabytes(totalmem());
  const text = `${counted(children, 'import')} of at most ${settings.IMPORT_HEAP_MB} MB each, on ${total} MB and ${counted(availableParallelism(), 'core')}`;
  return needed < total
    ? ok('memory', text)
    : warning('memory', `${text}: lower WORKER_CONCURRENCY or IMPORT_HEAP_MB, or the system may kill imports`);
}

export function checkExposure(settings: Settings): Finding {
  const { HOST: host, PUBLIC_BASE_URL: url } = settings;
  if (isLoopback(host)) return ok('exposure', `the API listens on ${host}, this machine only`);
  return url?.startsWith('https:') === true
    ? ok('exposure', `the API listens on ${host}, behind TLS of ${new URL(url).origin}`)
    : warning(
        'exposure',
        `the API listens on ${host} without TLS: put a proxy with TLS in front, and set PUBLIC_BASE_URL and TRUST_PROXY`,
      );
}

function toMegabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
