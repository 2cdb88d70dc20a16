import { RefusedEdit } from './refused-edit.ts';

/** Bytes of one entity or schema that an edit parses: that takes one turn of the event loop. */
export const maxEntityBytes = 4 * 1024 * 1024;

/** Bytes of entities or schemas that an edit holds at a time. */
export const maxEditBytes = 16 * 1024 * 1024;

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
