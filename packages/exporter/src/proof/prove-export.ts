import { createTargetFinder, type ParsedDocument, specVersionOf } from '@connectory/importer';
import { isObject, type JsonObject } from '@connectory/json';
import { textOf } from '../objects/text-of.ts';
import { compareDocument } from './document/compare-document.ts';
import { type Difference, Ledger, type LedgerTotals } from './ledger/ledger.ts';
import type { OverlayChanges } from './ledger/overlay-changes.ts';
import { MessagePlaces, type ProofMessage } from './ledger/message-places.ts';
import { Pairs } from './ledger/pairs.ts';
import { memberAt, own, ownObject } from './ledger/source-member.ts';
import type { Comparison } from './values/comparison.ts';
import { finishReferences } from './objects/finish-references.ts';
import { openapi3Comparisons } from './operations/compare-operation.ts';
import { swagger2Comparisons } from './swagger-2/compare-operation.ts';
import { compareSwagger2 } from './swagger-2/compare-swagger-2.ts';

export interface ProofInput {
  /** The source. */
  readonly document: ParsedDocument;
  /** The exported document. */
  readonly exported: JsonObject;
  /** The extras of the version. */
  readonly extras: JsonObject;
  /** The messages of the import. */
  readonly messages: Iterable<ProofMessage>;
  /** Whether a selection of operations was imported. */
  readonly isPart: boolean;
  /** What overlays changed in the source; undefined without any. */
  readonly overlays?: OverlayChanges | undefined;
}

/**
 * Compares an export with its source: enters every value of the source as equal, or as part of a difference that a rule or a message
 * explains, or that nothing explains. Yields the differences.
 * @returns the totals, which balance.
 */
export function* proveExport(input: ProofInput): Generator<Difference, LedgerTotals> {
  const { document, messages, isPart, overlays } = input;
  const ledger = new Ledger(new MessagePlaces(messages, overlays), overlays);
  const files = document.files ?? [{ path: '', uri: 'upload:/', root: document.root }];
  const comparison = createComparison(input, ledger);
  const root = memberAt('', document.root);
  const compare = comparison.version === '2.0' ? compareSwagger2 : compareDocument;
  for (const _part of compare(root, comparison)) yield* ledger.take();
  for (const _reference of finishReferences(comparison)) yield* ledger.take();
  ledger.enterRest(root, isPart ? 'not-selected' : undefined);
  for (const { path, root: tree } of files.slice(1)) {
    const file = memberAt(fileName(path), tree);
    if (comparison.texts.has(fileName(path))) ledger.equal(file);
    else ledger.enterRest(file, 'unreferenced');
  }
  ledger.enterRemoved();
  yield* ledger.take();
  return ledger.totals;
}

function createComparison({ document, exported, extras }: ProofInput, ledger: Ledger): Comparison {
  const version = specVersionOf(document.openapi);
  const files = document.files ?? [{ path: '', uri: 'upload:/', root: document.root }];
  return {
    version,
    source: isObject(document.root) ? document.root : {},
    exported,
    finder: createTargetFinder(files, version === '3.1' || version === '3.2'),
    ledger,
    pairs: new Pairs(),
    renamed: renamedSchemas(extras),
    own: version === '2.0' ? swagger2Comparisons : openapi3Comparisons,
    texts: new Set(),
    waiting: [],
  };
}

function renamedSchemas(extras: JsonObject): ReadonlyMap<string, string> {
  const schemas = ownObject(ownObject(extras, 'components'), 'schemas');
  return new Map(
    Object.entries(schemas).map(([key, value]) => [key, textOf(own(value, '$ref')).replace(/\.json$/, '')]),
  );
}

/** The name of the place of a file. */
function fileName(path: string): string {
  return `${path.replaceAll('%', '%25').replaceAll('#', '%23')}#`;
}
