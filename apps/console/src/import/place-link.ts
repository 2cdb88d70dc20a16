import { createContext, type ReactNode } from 'react';

/** The way from a place to the whole document, where a page has one. */
export const PlaceLinkContext = createContext<((pointer: string) => ReactNode) | undefined>(undefined);
