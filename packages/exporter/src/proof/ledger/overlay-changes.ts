import { childAt, type Json, splitPointer } from '@connectory/json';

/** What overlays changed in the root document before it was imported. */
export interface OverlayChanges {
  /** The root as it was sent. */
  readonly original: Json;
  /** The parts that overlays removed, and the actions that did, as `overlay fixes#/actions/3`. */
  readonly removed: readonly { readonly pointer: string; readonly action: string }[];
  /** Whether an overlay wrote a member or item. Written values share no containers with others. */
  isWritten(holder: object, key: string | number): boolean;
  /** @returns the place in the root as it was sent, and the action that put the value there, if one did. */
  locate(pointer: string): { readonly pointer: string; readonly action: string | undefined };
}

/** The value at a place of the document as it was sent. */
export function originalAt({ original }: OverlayChanges, pointer: string): Json | undefined {
  let value: Json | undefined = original;
  for (const token of splitPointer(pointer)) value = childAt(value, token);
  return value;
}
