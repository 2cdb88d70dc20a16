import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findFreePort, waitFor } from '@connectory/harness';

/** An alert that fires or is pending. */
export interface ActiveAlert {
  readonly name: string;
  readonly state: 'firing' | 'pending';
}

export interface Prometheus {
  /** Alerts that fire or are pending now. */
  readonly activeAlerts: () => Promise<readonly ActiveAlert[]>;
  /** The value of an expression that has one. */
  readonly query: (expression: string) => Promise<number | undefined>;
  readonly stop: () => Promise<void>;
}

export interface PrometheusOptions {
  readonly folder: string;
  /** Text of the rule file. */
  readonly rules: string;
  readonly scrapeSeconds: number;
  /** Addresses with a port, by job. */
  readonly targets: { readonly [job: string]: readonly string[] };
}

/** Starts Prometheus (Debian: `prometheus`). @throws when it is not installed */
export async function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  const { folder, rules, scrapeSeconds, targets } = options;
  await mkdir(folder, { recursive: true });
  const interval = `${scrapeSeconds}s`;
  // JSON is YAML.
  const config = {
    global: { scrape_interval: interval, evaluation_interval: interval },
    rule_files: [path.join(folder, 'rules.yml')],
    scrape_configs: Object.entries(targets).map(([job, addresses]) => ({
      job_name: job,
      static_configs: [{ targets: addresses }],
    })),
  };
  await writeFile(path.join(folder, 'rules.yml'), rules);
  await writeFile(path.join(folder, 'prometheus.yml'), JSON.stringify(config));
  const address = `127.0.0.1:${await findFreePort()}`;
  const args = ['--config.file', path.join(folder, 'prometheus.yml'), '--storage.tsdb.path', path.join(folder, 'data')];
  const child = spawn('prometheus', [...args, '--web.listen-address', address, '--log.level', 'error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const read = async (target: string): Promise<unknown> => {
    const response = await fetch(`http://${address}/api/v1/${target}`);
    if (!response.ok) throw new Error(`Prometheus: ${response.status} ${await response.text()}`);
    return Object(await response.json()).data;
  };
  await waitFor(async () => (await fetch(`http://${address}/-/ready`)).ok, {
    timeoutMs: 60_000,
    describe: 'Prometheus is ready. Is it installed (apt-get install prometheus)',
  });
  return {
    activeAlerts: async () => parseAlerts(await read('alerts')),
    query: async (expression) => parseValue(await read(`query?query=${encodeURIComponent(expression)}`)),
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

function parseAlerts(data: unknown): readonly ActiveAlert[] {
  const { alerts } = data as {
    alerts: readonly { labels: { alertname: string }; state: ActiveAlert['state'] }[];
  };
  return alerts.map(({ labels, state }) => ({ name: labels.alertname, state }));
}

function parseValue(data: unknown): number | undefined {
  const { result } = data as { result: readonly { value: readonly [number, string] }[] };
  return result[0] === undefined ? undefined : Number(result[0].value[1]);
}
