import type { ExportDifference } from '@connectory/contract';
import type { Difference } from '@connectory/exporter';

/** Longest text of a value, in characters. */
const maxChars = 500;

/** A difference as the API returns it. */
export function presentDifference({
  kind,
  pointer,
  file,
  values,
  source,
  target,
  rule,
  report,
  overlay,
}: Difference): ExportDifference {
  return {
    location: { pointer, ...(file === undefined ? {} : { file }) },
    kind,
    values,
    ...(rule === undefined ? {} : { rule }),
    ...report,
    ...(overlay === undefined ? {} : { overlay }),
    ...(source === undefined ? {} : { source: shorten(source) }),
    ...(target === undefined ? {} : { export: shorten(target) }),
  };
}

/** Long values are their JSON text, cut. */
function shorten(value: NonNullable<Difference['source']> | null): unknown {
  const text = JSON.stringify(value);
  return text.length > maxChars ? `${text.slice(0, maxChars)}…` : value;
}
