import { parseSettings, type Settings } from '@connectory/runtime';
import type { Command } from 'commander';
import { createApiClient } from '../client/api-client.ts';
import { type DiffSide, parseSide, readSide } from '../diff/diff-side.ts';
import { CliError } from '../errors/cli-error.ts';
import { writeJson, writeResult } from '../output/results.ts';
import { requireServer } from '../stack/server.ts';
import { type ComparedVersions, showDiff } from '../views/show-diff.ts';

interface DiffCommandOptions {
  readonly json?: boolean;
  readonly annotations?: boolean;
}

/** Differs from 1, so that a script can distinguish a breaking change from a diff that could not be read. */
const failureCode = 2;

/** Adds `connectory diff`. It exits with 0 without breaking changes, with 1 with some, and with 2 on any error. */
export function addDiffCommand(program: Command): void {
  program
    .command('diff <old> <new> [version]')
    .usage('[options] OLD NEW\n       connectory diff [options] CONNECTOR FROM TO')
    .description(
      'show the changes between two documents: files, URLs, - for standard input, or versions as CONNECTOR@VERSION; ' +
        'exits with 1 when any change is breaking',
    )
    .option('--annotations', 'show changes of annotations too')
    .option('--json', 'print the diff as JSON')
    .action(async (...given: readonly [string, string, string | undefined, DiffCommandOptions]) => {
      const [first, second, third, options] = given;
      const sides =
        third === undefined
          ? ([parseSide(first), parseSide(second)] as const)
          : ([versionOf(first, second), versionOf(first, third)] as const);
      process.exitCode = await runDiff(sides, options);
    });
}

const versionOf = (connector: string, version: string): DiffSide => ({ kind: 'version', connector, version });

type Sides = readonly [before: DiffSide, after: DiffSide];

async function runDiff(sides: Sides, options: DiffCommandOptions): Promise<number> {
  const text = await readDiff(sides);
  const diff = JSON.parse(text) as ComparedVersions;
  await (options.json === true ? writeJson(text) : writeResult(showDiff(diff, options.annotations === true)));
  return diff.summary.breaking > 0 ? 1 : 0;
}

/** @returns the diff as JSON text. */
async function readDiff([before, after]: Sides): Promise<string> {
  const settings = parseSettings(process.env);
  try {
    const isStored = before.kind === 'version' && after.kind === 'version' && before.connector === after.connector;
    if (!isStored) return JSON.stringify(await compareSides([before, after], settings));
    const client = createApiClient(await requireServer(settings));
    return await client.getDiff(before.connector, before.version, after.version);
  } catch (error) {
    throw error instanceof CliError ? new CliError(error.message, failureCode, error.code) : error;
  }
}

async function compareSides([before, after]: Sides, settings: Settings): Promise<ComparedVersions> {
  const find = () => requireServer(settings);
  const [old, current] = [await readSide(before, find), await readSide(after, find)];
  // Other commands do not load the code that compares.
  const { compareDocuments } = await import('../diff/compare-documents.ts');
  const { summary, entries } = await compareDocuments(old, current, settings);
  return { from: { version: old.name }, to: { version: current.name }, summary, entries };
}
