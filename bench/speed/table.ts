import type { DirectoryRow, GrowthRow, OneDocumentRow, ReadRow, Results } from './results.ts';

type TableRow = readonly [row: string, figure: string, value: string, against: string];

/** Prints all measured figures, each with the figure that it is compared with. */
export function printTable(results: Results): void {
  const rows = [...describeResults(results)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  for (const row of rows) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    console.log(cells.join('  ').trimEnd());
  }
}

function* describeResults(results: Results): Generator<TableRow> {
  yield ['row', 'figure', 'value', 'against'];
  for (const run of results.directory ?? []) yield* describeDirectory(run);
  for (const run of results.floor ?? [])
    yield [
      `floor, ${run.processes} process(es)`,
      `${run.documents} documents`,
      `${run.seconds} s`,
      `${run.megabytesPerSecond} MB/s, ${run.peakMb} MB`,
    ];
  for (const run of results.peers ?? [])
    yield [
      `peer ${run.peer}`,
      `${run.documents} documents, conversion alone`,
      `${run.megabytesPerSecond} MB/s`,
      `${run.failed} failed, ${run.seconds} s`,
    ];
  for (const run of results['one-document'] ?? []) yield* describeOneDocument(run);
  for (const run of results['floor-of-one'] ?? [])
    yield [`floor of ${run.document}`, '', `${run.seconds} s`, `${run.peakMb} MB`];
  yield* describeAccept(results);
  for (const run of results.read ?? []) yield* describeRead(run);
  yield* describeAgain(results);
  for (const run of results.growth ?? []) yield* describeGrowth(run);
  for (const [name, ratio] of Object.entries(results.ratios ?? {}))
    yield ['ratio', name, String(ratio.value), ratio.bound === '' ? '' : `promised ${ratio.bound}`];
}

function* describeOneDocument(run: OneDocumentRow): Generator<TableRow> {
  const { peakChildMb = 0, peakWorkerMb = 0 } = run;
  yield [
    `${run.document} (${run.backend})`,
    'submit to result',
    `${run.seconds} s`,
    `${run.megabytes} MB, ${run.status}`,
  ];
  yield ['', 'peak of the child, of worker and child', `${peakChildMb} MB, ${peakChildMb + peakWorkerMb} MB`, ''];
}

function* describeAccept(results: Results): Generator<TableRow> {
  for (const run of results.accept ?? []) {
    yield [
      `accept (${run.backend})`,
      'requests/s, saturated',
      String(run.requestsPerSecond),
      `${run.failed} of ${run.requests} failed`,
    ];
    yield [
      '',
      'p50, p99 of the 202',
      `${run.saturatedMs.p50}, ${run.saturatedMs.p99} ms`,
      `idle ${run.idleMs.p50}, ${run.idleMs.p99} ms`,
    ];
  }
}

function* describeAgain(results: Results): Generator<TableRow> {
  for (const run of results.again ?? []) {
    yield [
      `again (${run.backend})`,
      `${run.documents} documents, unchanged, in bulk`,
      `${run.reimported.seconds} s`,
      `first ${run.first.seconds} s: ${run.reimportRatio}`,
    ];
    yield ['', 'uploaded again to replace', `${run.replaced.seconds} s`, String(run.replaceRatio)];
    yield ['', 'uploaded again for new connectors', `${run.uploaded.seconds} s`, String(run.uploadRatio)];
  }
}

function* describeDirectory(run: DirectoryRow): Generator<TableRow> {
  const name = `directory (${run.backend})`;
  yield [
    name,
    `${run.documents} documents, ${run.megabytes} MB`,
    `${run.seconds} s`,
    `${run.megabytesPerSecond} MB/s, ${run.importsPerSecond}/s, ${run.failed} failed`,
  ];
  const { p50, p95, p99 } = run.acceptToEndMs;
  yield ['', 'accept to end, p50, p95, p99', `${p50}, ${p95}, ${p99} ms`, ''];
  yield ['', 'written', `${run.walMb} MB of WAL`, `${run.databaseMb} MB of database`];
  for (const [role, cost] of Object.entries(run.processes))
    yield ['', `  ${role}`, `${cost.cpuSeconds} s of CPU`, `peak ${cost.peakMb} MB`];
}

function* describeRead(run: ReadRow): Generator<TableRow> {
  const name = `read (${run.backend})`;
  yield [
    name,
    "GitHub's result, first byte, whole",
    `${run.result.firstByteMs}, ${run.result.wholeMs} ms`,
    `${run.result.megabytes} MB`,
  ];
  for (const [key, figure] of [
    ['page of 100 actions', run.actionsPage],
    ['one schema', run.schema],
  ] as const)
    yield ['', key, `${figure.requestsPerSecond}/s`, `p50 ${figure.p50Ms}, p99 ${figure.p99Ms} ms`];
}

function* describeGrowth(run: GrowthRow): Generator<TableRow> {
  for (const [series, unit] of [
    ['operations', 'operations'],
    ['densities', 'references a schema'],
  ] as const)
    for (const point of run[series])
      yield [
        `growth (${run.backend})`,
        `${point.value} ${unit}, ${point.megabytes} MB`,
        `${point.seconds} s, ${point.childCpuSeconds} s CPU, ${point.peakMb} MB`,
        point.timeGrew === undefined
          ? ''
          : `time ×${point.timeGrew}, CPU ×${point.cpuGrew}, memory ×${point.memoryGrew}`,
      ];
}
