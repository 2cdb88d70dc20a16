import { type ImportOptions, importDocument } from '@connectory/importer';
import { exportDocument } from '../document/export-document.ts';
import { versionOfModel } from '../version/version-of-model.ts';
import type { Difference, LedgerTotals } from './ledger/ledger.ts';
import { type ProofInput, proveExport } from './prove-export.ts';

export interface VersionProofInput extends ProofInput {
  /** Options of the import that made the version. */
  readonly importOptions: ImportOptions;
}

export interface ProofTotals extends LedgerTotals {
  overlaid: number;
  edited: number;
}

/**
 * Compares the export of a version with its source. A difference that a new import of the source would not have is an edit, or comes from
 * another importer.
 */
export async function* proveVersion(input: VersionProofInput): AsyncGenerator<Difference, ProofTotals> {
  const unexplained: Difference[] = [];
  const proof = proveExport(input);
  let next = proof.next();
  for (; next.done !== true; next = proof.next()) {
    if (next.value.kind === 'unexplained') unexplained.push(next.value);
    else yield next.value;
  }
  const totals: ProofTotals = { overlaid: 0, ...next.value, edited: 0 };
  const known = unexplained.length === 0 ? new Set<string>() : await placesOfImport(input);
  for (const difference of unexplained) {
    const isEdited = known?.has(placeOf(difference)) === false;
    if (isEdited) {
      totals.edited += difference.values;
      totals.unexplained -= difference.values;
    }
    yield isEdited ? { ...difference, kind: 'edited' } : difference;
  }
  return totals;
}

/** The places of what a new import leaves unexplained; undefined when the source can no longer be imported. */
async function placesOfImport(input: VersionProofInput): Promise<ReadonlySet<string> | undefined> {
  const outcome = importDocument(input.document, input.importOptions);
  if (!outcome.ok) return undefined;
  const { model } = outcome;
  const version = versionOfModel(model);
  const exported = await exportDocument(version);
  const proof = proveExport({ ...input, exported, extras: version.extras, messages: model.messages });
  return new Set([...proof].filter(({ kind }) => kind === 'unexplained').map(placeOf));
}

function placeOf({ file = '', pointer, overlay = '' }: Difference): string {
  return `${file}#${pointer} ${overlay}`;
}
