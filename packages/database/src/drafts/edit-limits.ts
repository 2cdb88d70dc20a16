import type { EditLimits } from '../limits/edit-limits.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import { RefusedEdit } from './refused-edit.ts';

/** The transaction of an edit. */
export interface LimitedSession extends SqlSession {
  readonly limits: EditLimits;
}

/** Bytes of a batch, where an edit rewrites all entities that refer to a definition. */
export const batchBytes = 2 * 1024 * 1024;

/** @throws RefusedEdit if a text was left out */
export function requireTexts<Row extends { readonly body: string | null }>(
  rows: readonly Row[],
): readonly (Row & { readonly body: string })[] {
  return rows.map(requireText);
}

function requireText<Row extends { readonly body: string | null }>(row: Row): Row & { readonly body: string } {
  const { body } = row;
  if (body === null) throw new RefusedEdit({ outcome: 'edit-too-large' });
  return { ...row, body };
}
