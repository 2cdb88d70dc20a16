/** Samples of the `/metrics` endpoint of a process. */
export interface Metrics {
  /** Sums the samples with a name whose labels include the given ones; 0 without samples. */
  sum(name: string, labels?: { readonly [name: string]: string }): number;
  /** The response body. */
  readonly text: string;
}

/** Reads `/metrics` on a port of this machine. @throws when the status is not 200 */
export async function readMetrics(port: number): Promise<Metrics> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  if (response.status !== 200) throw new Error(`/metrics responded with status ${response.status}`);
  const text = await response.text();
  const samples = [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value = '']) => ({
    name,
    labels: new Map([...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', of = '']) => [key, of])),
    value: Number(value),
  }));
  return {
    text,
    sum: (name, labels = {}) =>
      samples
        .filter((sample) => sample.name === name)
        .filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels.get(key) === value))
        .reduce((total, { value }) => total + value, 0),
  };
}
