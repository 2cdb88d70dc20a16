import { createContext, useContext } from 'react';

/** Id of the item of a tree that the Tab key goes to. */
export const ActiveItemContext = createContext<string>('');

export function useActiveItem(): string {
  return useContext(ActiveItemContext);
}
