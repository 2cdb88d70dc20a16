// Types of packages that only bench/node_modules has. With these, the type check needs no more than `npm ci` at the root.

declare module '@scalar/openapi-parser' {
  export function validate(text: string): Promise<{ readonly valid: boolean; readonly errors?: readonly unknown[] }>;
}

declare module 'pg-copy-streams' {
  import type { Readable, Writable } from 'node:stream';
  import type { Submittable } from 'pg';
  export function to(statement: string): Submittable & Readable;
  export function from(statement: string): Submittable & Writable;
}
