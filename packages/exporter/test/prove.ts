import type { Json } from '@connectory/json';
import { importDocument, type ParsedDocument } from '@connectory/importer';
import { type Difference, exportDocument, type LedgerTotals, proveExport, versionOfModel } from '../src/index.ts';
import { parsedDocument } from './import-root.ts';

export interface Proof {
  readonly differences: readonly Difference[];
  readonly totals: LedgerTotals;
}

/** The proof of the export of a document. @param change changes the export before it is compared. */
export async function prove(
  source: Json | ParsedDocument,
  change: (exported: { [key: string]: Json }) => void = () => undefined,
): Promise<Proof> {
  const document = isParsed(source) ? source : parsedDocument(source);
  const outcome = importDocument(document);
  if (!outcome.ok) throw new Error(outcome.fault.message);
  const { model } = outcome;
  const exported = structuredClone(await exportDocument(versionOfModel(model)));
  change(exported);
  const proof = proveExport({
    document,
    exported,
    extras: JSON.parse(model.extras),
    messages: model.messages,
    isPart: false,
  });
  const differences: Difference[] = [];
  for (;;) {
    const next = proof.next();
    if (next.done === true) return { differences, totals: next.value };
    differences.push(next.value);
  }
}

function isParsed(source: Json | ParsedDocument): source is ParsedDocument {
  return typeof source === 'object' && source !== null && 'notices' in source;
}

/** `/paths/~1a/get: nullable` for each difference. */
export function describeDifferences({ differences }: Proof): readonly string[] {
  return differences.map(
    ({ kind, pointer, file, rule, report }) =>
      `${file === undefined ? '' : `${file}#`}${pointer}: ${rule ?? report?.code ?? kind}`,
  );
}

/** Number of scalars, empty objects and empty lists of a tree. */
export function countValues(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1;
  const items = Object.values(value);
  return items.length === 0 ? 1 : items.reduce<number>((sum, item) => sum + countValues(item), 0);
}
