import { expect, test } from 'vitest';
import { createOutageLog } from '../src/observability/outage-log.ts';

function record() {
  const lines: string[] = [];
  const note =
    (level: string) =>
    (facts: object, text: string): void =>
      void lines.push(`${level} ${text} ${String(Reflect.get(facts, 'errors'))}`);
  let time = 0;
  const log = { warn: note('warn'), info: note('info') };
  const outages = createOutageLog({ log: log as never, dependency: 'queue', now: () => time });
  return { lines, outages, wait: (seconds: number) => (time += seconds * 1_000) };
}

test('an outage of ten thousand errors is one line at its start, one each minute, and one at its end', () => {
  const { lines, outages, wait } = record();
  for (let index = 0; index < 10_000; index += 1) {
    outages.failed(new Error('connect ECONNREFUSED'));
    wait(0.01);
  }
  outages.responded();
  expect(lines).toEqual(['warn queue: connection failed 1', 'warn queue: connection still fails 6001']);
  wait(6);
  outages.responded();
  outages.responded();
  expect(lines.slice(2)).toEqual(['info queue: connection is back 10000']);
});

test('another error within an outage is logged, and two that alternate are logged once each', () => {
  const { lines, outages } = record();
  for (let index = 0; index < 50; index += 1) outages.failed(new Error(index % 2 === 0 ? 'refused' : 'reset'));
  expect(lines).toEqual(['warn queue: connection failed 1', 'warn queue: connection still fails 2']);
});

test('a dependency that responds between its errors is not back', () => {
  const { lines, outages, wait } = record();
  for (let index = 0; index < 20; index += 1) {
    outages.failed(new Error('READONLY'));
    wait(1);
    outages.responded();
  }
  expect(lines).toEqual(['warn queue: connection failed 1']);
});
