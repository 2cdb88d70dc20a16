import { writeFile } from 'node:fs/promises';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { userPath } from '../output/command-name.ts';
import { refuseOutput } from '../output/refuse-output.ts';

/** Adds `connectory doctor` and `connectory support-bundle`. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('check the settings, the database, the queue and this machine, and say what to do')
    .option('--json', 'print the findings as JSON')
    .action(diagnose);
  program
    .command('support-bundle')
    .description('write versions, settings and counts to a file, without secrets, names and documents')
    .option('--output <file>', 'the file', 'connectory-support.json')
    .action(writeBundle);
}

async function diagnose({ json = false }: { readonly json?: boolean }): Promise<void> {
  // Other commands do not load the code of the database and the queue.
  const { examine } = await import('../doctor/examine.ts');
  const findings = await examine(parseSettings(process.env));
  const lines = findings.map(({ check, state, text }) => `${state.padEnd(8)} ${check}: ${text}`);
  process.stdout.write(json ? `${JSON.stringify(findings)}\n` : `${lines.join('\n')}\n`);
  process.exitCode = findings.some(({ state }) => state === 'fault') ? 1 : 0;
}

async function writeBundle({ output }: { readonly output: string }): Promise<void> {
  const { collectSupportBundle } = await import('../doctor/collect-support-bundle.ts');
  const bundle = await collectSupportBundle(parseSettings(process.env), process.env);
  const text = `${JSON.stringify(bundle, undefined, 2)}\n`;
  await writeFile(userPath(output), text, { mode: 0o600 }).catch(refuseOutput(output));
  process.stderr.write(`wrote ${output}: read it before you pass it on\n`);
}
