/** The samples of a process's `/metrics`. */
export interface Metrics {
  /** The sum over all samples of a name whose labels include these; 0 when there is none. */
  sum(name: string, labels?: { readonly [name: string]: string }): number;
  /** The text as it came. */
  readonly text: string;
}

/** Reads `/metrics` of a process that listens on a port of this machine. */
export async function readMetrics(port: number): Promise<Metrics> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  if (response.status !== 200) throw new Error(`/metrics answered ${response.status}`);
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
