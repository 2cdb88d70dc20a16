import { type ChangeClassName, changeClasses } from '../parts/change-class.tsx';
import { outcomes as runOutcomes } from '../reimports/outcome.tsx';
import { deliveryStatuses } from '../webhooks/delivery-status.tsx';
import { type LedgerFate, ledgerFates, type LedgerKind, ledgerKinds } from '../parts/ledger-rows.ts';
import { type ActionMark, actionMarks } from '../parts/action-marks.ts';
import { importStatuses } from '../parts/import-status.tsx';
import { type FoundKind, foundKinds } from './found-kinds.ts';

type Given = Readonly<Record<string, unknown>>;

/** The router parses `2` as a number. */
function text(given: Given, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Known values of a list; undefined for none. */
function choices<Choice extends string>(
  given: Given,
  name: string,
  known: readonly Choice[],
): readonly Choice[] | undefined {
  const values: readonly unknown[] = [given[name] ?? []].flat();
  const chosen = known.filter((choice) => values.includes(choice));
  return chosen.length === 0 ? undefined : chosen;
}

/** Without members that are undefined, so that they are not written into the address. */
function only<Search extends object>(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as Search;
}

interface Cursor {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

export interface ImportsSearch extends Cursor {
  readonly status?: readonly (typeof importStatuses)[number][] | undefined;
  readonly connectorId?: string | undefined;
}

export function readImportsSearch(given: Given): ImportsSearch {
  return only({
    status: choices(given, 'status', importStatuses),
    connectorId: text(given, 'connectorId'),
    ...readCursor(given),
  });
}

function readCursor(given: Given): Cursor {
  return { after: text(given, 'after'), before: text(given, 'before') };
}

export function readConnectorSearch(given: Given): Cursor & { readonly name?: string | undefined } {
  return only({ name: text(given, 'name'), ...readCursor(given) });
}

/** The code of the open message, and the number of the open place; and the row and column of the ledger to which messages are limited. */
export interface MessageSearch {
  readonly message?: string | undefined;
  readonly place?: number | undefined;
  readonly kind?: LedgerKind | undefined;
  readonly fate?: LedgerFate | undefined;
}

export function readMessageSearch(given: Given): MessageSearch {
  const place = Number(given['place']);
  const [kind] = choices(given, 'kind', ledgerKinds) ?? [];
  const [fate] = choices(given, 'fate', ledgerFates) ?? [];
  return only({
    message: text(given, 'message'),
    place: Number.isInteger(place) && place > 0 ? place : undefined,
    kind,
    fate,
  });
}

/** The place at which a document is opened. */
export function readDocumentSearch(given: Given): { readonly pointer?: string | undefined } {
  return only({ pointer: text(given, 'pointer') });
}

interface ActionSearch {
  readonly q?: string | undefined;
  readonly method?: string | undefined;
  readonly tag?: string | undefined;
  readonly only?: readonly ActionMark[] | undefined;
  /** Name of the open action. */
  readonly action?: string | undefined;
}

export function readActionSearch(given: Given): ActionSearch {
  return only({
    q: text(given, 'q'),
    method: text(given, 'method'),
    tag: text(given, 'tag'),
    only: choices(given, 'only', actionMarks),
    action: text(given, 'action'),
  });
}

/** The page to show after signing in, and why a sign-in by an issuer failed. */
export function readSignInSearch(given: Given): {
  readonly next?: string | undefined;
  readonly failed?: string | undefined;
} {
  return only({ next: text(given, 'next'), failed: text(given, 'failed') });
}

/** The organisation that an operator chooses. */
export function readOrganisationSearch(given: Given): { readonly id?: string | undefined } {
  return only({ id: text(given, 'id') });
}

/** The connector and version that a new import goes to. */
export function readNewImportSearch(given: Given): {
  readonly connectorId?: string | undefined;
  readonly version?: string | undefined;
} {
  return only({ connectorId: text(given, 'connectorId'), version: text(given, 'version') });
}

interface EverythingSearch {
  readonly q?: string | undefined;
  readonly kind?: readonly FoundKind[] | undefined;
  readonly connectorId?: string | undefined;
}

export function readEverythingSearch(given: Given): EverythingSearch {
  return only({
    q: text(given, 'q'),
    kind: choices(given, 'kind', foundKinds),
    connectorId: text(given, 'connectorId'),
  });
}

interface DiffSearch {
  readonly from?: string | undefined;
  readonly class?: readonly ChangeClassName[] | undefined;
  readonly entry?: string | undefined;
  /** Number of the marked change of the open entry, from 1. */
  readonly change?: number | undefined;
}

export function readDiffSearch(given: Given): DiffSearch {
  const change = Number(given['change']);
  return only({
    change: Number.isInteger(change) && change > 0 ? change : undefined,
    from: text(given, 'from'),
    class: choices(given, 'class', changeClasses),
    entry: text(given, 'entry'),
  });
}

export function readCursorSearch(given: Given): Cursor {
  return only(readCursor(given));
}

/** The dry run that a bulk run repeats. */
export function readNewRunSearch(given: Given): { readonly like?: string | undefined } {
  return only({ like: text(given, 'like') });
}

export function readRunSearch(given: Given): {
  readonly outcome?: readonly (typeof runOutcomes)[number][] | undefined;
} {
  return only({ outcome: choices(given, 'outcome', runOutcomes) });
}

export function readWebhooksSearch(
  given: Given,
): Cursor & { readonly notification?: readonly (typeof deliveryStatuses)[number][] | undefined } {
  return only({ notification: choices(given, 'notification', deliveryStatuses), ...readCursor(given) });
}
