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

test.each(program.commands.map((command) => [command.name(), command] as const))(
  'the help of %s has examples, in 80 columns',
  (name, command) => {
    const text = helpOf(command);
    expect(text).toContain(`\nExamples:\n`);
    expect(examples[name]?.length).toBeGreaterThan(0);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  },
);

test.each(Object.entries(examples).flatMap(([name, rows]) => rows.map(([line]) => [line, name] as const)))(
  '%s: command and options exist',
  (line, name) => {
    const words = (/connectory (.*?)\)?(?: [<>] .*)?$/.exec(line)?.[1] ?? '').split(' ');
    expect(words[0]).toBe(name);
    const command = program.commands.find((each) => each.name() === name);
    const inner = command?.commands.find((each) => each.name() === words[1]);
    const known = [command, inner].flatMap((each) => each?.options.map(({ long }) => long) ?? []);
    for (const word of words.filter((each) => each.startsWith('--'))) expect(known).toContain(word);
  },
);
