import type { Report } from './report.ts';

/** One JSON object, with a line for each file. */
export function createJsonReport(): Report {
  let separator = '';
  return {
    start: '{"files":[',
    showsSource: false,
    file: (checked) => {
      const line = `${separator}\n${JSON.stringify(checked)}`;
      separator = ',';
      return line;
    },
    end: (totals) => `\n],"totals":${JSON.stringify(totals)}}\n`,
  };
}
