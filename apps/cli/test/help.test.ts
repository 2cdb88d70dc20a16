import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { buildProgram } from '../src/build-program.ts';
import { examples } from '../src/help/examples.ts';

const program = buildProgram();

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 80 }).outputHelp();
  return text;
}

test('the help of the program lists environment and exit codes, in 80 columns', () => {
  const text = helpOf(program);
  for (const part of ['organisations', 'CONNECTORY_URL', 'Exit codes:', '130']) expect(text).toContain(part);
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

const pages = program.commands.flatMap((command) => [
  [command.name(), command] as const,
  ...command.commands.map((nested) => [`${command.name()} ${nested.name()}`, nested] as const),
]);

test.each(pages)('the help of %s has examples and exit codes, in 80 columns', (name, command) => {
  const text = helpOf(command);
  expect(text).toMatch(/\nExamples:\n[^]*\nExit codes:\n {2}0 /);
  expect(examples[name]?.length).toBeGreaterThan(0);
  expect(text).not.toContain('`');
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('the help of start names its settings with their defaults', () => {
  const start = program.commands.find((command) => command.name() === 'start');
  const text = start === undefined ? '' : helpOf(start);
  expect(text).toMatch(/^ {2}PORT +Port of the API; .*default: 8082$/m);
  expect(text).toContain('DATABASE_URL');
});

/** Commands whose result is no list of facts: a service, a document, a script, or a sentence. */
const withoutJson = ['start', 'export', 'migrate', 'support-bundle', 'keys', 'keys revoke', 'completion'];

test('every command that prints facts prints them as JSON too', () => {
  const without = pages.filter(([, command]) => command.options.every(({ long }) => long !== '--json'));
  expect(without.map(([name]) => name).toSorted()).toEqual(withoutJson.toSorted());
});

test.each(Object.entries(examples).flatMap(([name, rows]) => rows.map(([line]) => [line, name] as const)))(
  '%s: command and options exist',
  (line, name) => {
    const words = (/connectory (.*?)\)?(?: [<>] .*)?$/.exec(line)?.[1] ?? '').split(' ');
    expect([words[0], words.slice(0, 2).join(' ')]).toContain(name);
    const command = program.commands.find((each) => each.name() === words[0]);
    const inner = command?.commands.find((each) => each.name() === words[1]);
    const known = [command, inner].flatMap((each) => each?.options.map(({ long }) => long) ?? []);
    for (const word of words.filter((each) => each.startsWith('--'))) expect(known).toContain(word);
  },
);
