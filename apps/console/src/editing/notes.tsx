import type { ActionResource } from '@connectory/client';
import { createContext, useContext } from 'react';
import type { ApiFault } from '../client/api-fault.ts';

/** Something that is wrong with a field. */
export interface Note {
  /** The field, as `parameters/0/name`. */
  readonly path: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

export const NotesContext = createContext<readonly Note[]>([]);

/** The notes of a field. @param isWhole includes those within its value. */
export function useNotes(path: string, isWhole: boolean): readonly Note[] {
  return useContext(NotesContext).filter((note) => note.path === path || (isWhole && note.path.startsWith(`${path}/`)));
}

/** The findings of an entity, whose fields are JSON Pointers. */
export function notesOfFindings(findings: ActionResource['errors']): readonly Note[] {
  return (findings ?? []).map(({ field, message, severity }) => ({
    path: field.replace(/^\//, ''),
    message,
    severity,
  }));
}

/** The invalid fields of a refused change, as `parameters[0].name`. A new definition is sent in a list of one. */
export function notesOfFault({ fields }: Pick<ApiFault, 'fields'>): readonly Note[] {
  return fields.map(({ field, message }) => ({
    path: field
      .replaceAll(/\[(\d+)\]/g, '.$1')
      .replaceAll('.', '/')
      .replace(/^definitions\/0\//, ''),
    message,
    severity: 'error',
  }));
}

/** Id of the control of a field. */
export function idOfField(path: string): string {
  return `field-${path.replaceAll(/[^\w]/g, '-')}`;
}
