import type { Json } from '@connectory/importer';
import type { Shape } from './grammar.ts';

export const text: Shape = { values: ['words', 'other words'] };
export const url: Shape = { values: ['https://example.com/page'] };
export const flag: Shape = { values: [true, false] };
export const count: Shape = { values: [3, 1] };
export const data: Shape = { values: [{ member: ['of data', 1, null] }, 'data', 7] };
export const one = (object: string): Shape => ({ object });
export const oneOf = (...values: readonly Json[]): Shape => ({ values });
export const list = (shape: Shape): Shape => ({ list: shape });
export const map = (shape: Shape, ...keys: readonly string[]): Shape => ({ map: shape, keys });
