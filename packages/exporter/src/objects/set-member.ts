import type { Json } from '@connectory/json';

/** Sets an own member, `__proto__` included; does nothing for undefined. */
export function setMember(object: { [key: string]: Json }, key: string, value: Json | undefined): void {
  if (value === undefined) return;
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  else object[key] = value;
}

/** Sets the members of another object. `Object.assign` would set the prototype for a member `__proto__`. */
export function setMembers(object: { [key: string]: Json }, members: { readonly [key: string]: Json }): void {
  for (const key of Object.keys(members)) setMember(object, key, members[key]);
}

/** The members of an object without some of them. */
export function without(object: { readonly [key: string]: Json }, keys: ReadonlySet<string>): { [key: string]: Json } {
  const rest: { [key: string]: Json } = {};
  for (const key of Object.keys(object)) if (!keys.has(key)) setMember(rest, key, object[key]);
  return rest;
}
