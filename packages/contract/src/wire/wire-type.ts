import type { z } from 'zod';

/**
 * Type of a response: exactly the fields that its schema names. The schemas themselves are open, because clients must
 * accept fields that are added later. This service must not send a field without a schema, so its types are closed.
 */
export type WireType<Schema extends z.ZodType> = Closed<z.infer<Schema>>;

type Closed<Value> = Value extends readonly (infer Item)[]
  ? readonly Closed<Item>[]
  : Value extends object
    ? ClosedObject<Value>
    : Value;

/** Drops the index signature of an open object; an object that is nothing but an index signature is a map and stays one. */
type ClosedObject<Value> = keyof NamedFields<Value> extends never
  ? { readonly [Key in keyof Value]: Closed<Value[Key]> }
  : { readonly [Key in keyof NamedFields<Value>]: Closed<NamedFields<Value>[Key]> };

type NamedFields<Value> = {
  [Key in keyof Value as string extends Key ? never : number extends Key ? never : Key]: Value[Key];
};
