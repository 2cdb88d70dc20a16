import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import type { CheckedFile } from '../check/checked-file.ts';
import { CliError } from '../errors/cli-error.ts';
import { openResults, writeChunk } from '../output/results.ts';
import type { Report, Totals } from '../reports/report.ts';

interface CheckOptions {
  readonly format: string;
  readonly json?: boolean;
  readonly failOn: string;
  readonly root?: string;
  readonly verbose?: boolean;
}

const severities = ['error', 'warning', 'info'] as const;

/** Adds `connectory check`. It needs no server and no database. */
export function addCheckCommand(program: Command): void {
  program
    .command('check <file...>')
    .description('check OpenAPI documents without a server: files, folders, or - for standard input')
    .option('--format <format>', 'text, json, sarif or github', 'text')
    .option('--json', 'as --format json')
    .option(
      '--fail-on <severity>',
      'exit with 1 for messages from this severity on: error, warning, info or never',
      'error',
    )
    .option('--root <path>', 'path of the root document in an archive')
    .option('--verbose', 'show infos too')
    .action(async (files: readonly string[], options: CheckOptions) => {
      process.exitCode = await runCheck(files, options);
    });
}

async function runCheck(files: readonly string[], options: CheckOptions): Promise<number> {
  const isFailure = readFailOn(options.failOn);
  const report = await createReport(options);
  const [{ findDocuments }, { checkFiles }] = await Promise.all([
    import('../check/find-documents.ts'),
    import('../check/check-files.ts'),
  ]);
  const found = await findDocuments(files);
  const totals: Totals = { files: 0, skipped: 0, failed: 0, error: 0, warning: 0, info: 0 };
  const output = openResults();
  const reading = { withSource: report.showsSource, ...(options.root === undefined ? {} : { root: options.root }) };
  await writeChunk(output, report.start);
  for await (const { isInFolder, ...checked } of checkFiles(found, parseSettings(process.env), reading)) {
    if (isInFolder && checked.error?.code === 'document_not_openapi') {
      totals.skipped += 1;
      continue;
    }
    count(totals, checked);
    await writeChunk(output, report.file(checked));
  }
  await writeChunk(output, report.end(totals));
  if (totals.files === 0) throw new CliError(`No file in ${files.join(', ')} is an OpenAPI document.`, 2);
  return isFailure(totals) ? 1 : 0;
}

function count(totals: Totals, { error, messages }: CheckedFile): void {
  totals.files += 1;
  if (error !== undefined) totals.failed += 1;
  for (const { severity } of messages) totals[severity] += 1;
}

/** A document that cannot be imported is a failure in any case but `never`. */
function readFailOn(failOn: string): (totals: Totals) => boolean {
  if (failOn === 'never') return () => false;
  const last = severities.findIndex((severity) => severity === failOn);
  if (last === -1) throw new CliError('--fail-on must be error, warning, info or never.', 2);
  return (totals) => totals.failed > 0 || severities.slice(0, last + 1).some((severity) => totals[severity] > 0);
}

async function createReport({ format, json, verbose }: CheckOptions): Promise<Report> {
  switch (json === true ? 'json' : format) {
    case 'json':
      return (await import('../reports/json-report.ts')).createJsonReport();
    case 'sarif':
      return (await import('../reports/sarif-report.ts')).createSarifReport();
    case 'github':
      return (await import('../reports/github-report.ts')).createGithubReport();
    case 'text': {
      const { createTextReport } = await import('../reports/text-report.ts');
      return createTextReport(({ severity }) => verbose === true || severity !== 'info');
    }
    default:
      throw new CliError('--format must be text, json, sarif or github.', 2);
  }
}
