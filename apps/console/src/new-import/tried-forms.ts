import type { ImportForm } from './submit-import.ts';

/** Forms of dry runs by the ids of their imports, while this page lives. A file cannot be kept in the address. */
const tried = new Map<string, ImportForm>();

export function rememberForm(importId: string, form: ImportForm): void {
  tried.set(importId, form);
}

/** The form of a dry run that was submitted here. Undefined after a reload. */
export function formOf(importId: string): ImportForm | undefined {
  return tried.get(importId);
}
