import pc from 'picocolors';
import { counted } from '../output/counted.ts';
import { entityCounts } from '../views/show-summary.ts';
import type { CheckedFile, CheckedMessage } from '../check/checked-file.ts';
import type { Report, Totals } from './report.ts';

const paint = { info: pc.blue, warning: pc.yellow, error: pc.red } as const;

/** Places shown for each message. */
const shownPlaces = 3;

/** For people. @param isQuiet leaves out files without a message of the given severities */
export function createTextReport(shows: (message: CheckedMessage) => boolean): Report {
  return {
    start: '',
    showsSource: true,
    file: (checked) => showFile(checked, shows),
    end: showTotals,
  };
}

function showFile(
  { file, openapi, counts, error, messages }: CheckedFile,
  shows: (message: CheckedMessage) => boolean,
) {
  const facts = [openapi === undefined ? '' : `OpenAPI ${openapi}`];
  if (counts !== undefined) facts.push(entityCounts(counts));
  const isBad = error !== undefined || messages.some(({ severity }) => severity === 'error');
  const lines = [
    `${isBad ? pc.red('✘') : pc.green('✔')} ${pc.bold(file)}  ${pc.dim(facts.filter(Boolean).join(', '))}`.trimEnd(),
  ];
  if (error !== undefined) {
    const { line, column } = error.locations[0] ?? {};
    const place = line === undefined ? '' : ` ${file}:${line}:${column ?? 1}`;
    lines.push(`  ${error.message} ${pc.dim(`[${error.code}]${place}`)}`);
    if (error.details !== undefined) lines.push(`    ${error.details.replaceAll('\n', '\n    ')}`);
  }
  for (const message of messages.filter(shows)) lines.push(...showMessage(file, message));
  return `${lines.join('\n')}\n`;
}

function showMessage(
  file: string,
  { severity, text, detail, locations, places, source }: CheckedMessage,
): readonly string[] {
  const stated = locations.slice(0, shownPlaces).map(({ line, column }, index) => {
    const at = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
    return pc.dim(`          ${at}  ${detail[index] ?? ''}`);
  });
  const shownSource = source === undefined ? [] : [source.replaceAll(/^/gm, ' '.repeat(12))];
  const rest = places - stated.length;
  return [
    `  ${paint[severity](severity.padEnd(7))} ${text}`,
    ...stated.slice(0, 1),
    ...shownSource,
    ...stated.slice(1),
    ...(rest > 0 ? [pc.dim(`          … ${rest} more`)] : []),
  ];
}

function showTotals({ files, skipped, failed, error, warning, info }: Totals): string {
  const found = [counted(error, 'error'), counted(warning, 'warning'), counted(info, 'info')];
  const others = skipped === 0 ? '' : `; ${counted(skipped, 'other file')} skipped`;
  return `${counted(files, 'document')}, ${failed} cannot be imported; ${found.join(', ')}${others}\n`;
}
