export { isArray, isObject, type Json, type JsonObject } from './json/json.ts';
export { appendToken, childAt, encodeFragment, joinPointer, splitPointer } from './pointer/pointer.ts';
export { appendShortToken, joinShortPointer, shortPointer, shortToken } from './pointer/short-pointer.ts';
export { append } from './list/append.ts';
