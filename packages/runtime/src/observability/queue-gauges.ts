import { Gauge, type Registry } from 'prom-client';

/** Limits a scrape while the queue is unavailable. */
const queryTimeoutMs = 2_000;

interface CountedJobs<Job extends string> {
  readonly jobs: readonly Job[];
  readonly count: (job: Job) => Promise<number>;
}

/**
 * Registers gauges of the queue: `connectory_queue_up`, and, where jobs are counted, `connectory_queue_jobs`. While the queue does not respond,
 * its jobs are absent.
 * @param check rejects unless the queue accepts jobs.
 */
export function registerQueueGauges<Job extends string>(
  registry: Registry,
  check: () => Promise<void>,
  counted?: CountedJobs<Job>,
): void {
  const up = new Gauge({
    name: 'connectory_queue_up',
    help: '1 while the queue accepts jobs of this process.',
    registers: [],
    async collect() {
      this.set((await inTime(check().then(() => 1))) ?? 0);
    },
  });
  registry.registerMetric(up);
  if (counted !== undefined) registry.registerMetric(jobsGauge(counted));
}

function jobsGauge<Job extends string>({ jobs, count }: CountedJobs<Job>): Gauge {
  return new Gauge({
    name: 'connectory_queue_jobs',
    help: 'Jobs that the queue has to deliver, of the whole installation.',
    labelNames: ['job'],
    registers: [],
    async collect() {
      const counts = await Promise.all(jobs.map((job) => inTime(count(job))));
      this.reset();
      jobs.forEach((job, index) => counts[index] !== undefined && this.set({ job }, counts[index]));
    },
  });
}

/** @returns undefined when the work fails or takes too long. */
async function inTime<Value>(work: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), queryTimeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
