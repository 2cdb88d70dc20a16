import { isObject, type Json } from '@connectory/json';
import { combineLists, pairByKey } from '../fields/combine-lists.ts';
import { combineExtras, combineMembers } from '../fields/combine-members.ts';
import type { Combine } from '../fields/merge-context.ts';
import { pairBodies } from '../fields/pair-bodies.ts';

const fieldsOf = (fields: { readonly [name: string]: Combine }): Combine => {
  const combines = new Map(Object.entries(fields));
  return combineMembers((name) => combines.get(name));
};

const combineBody = fieldsOf({ definitions: combineLists(pairBodies, undefined), openapi: combineExtras });

/** Merges actions and triggers field by field. Fields without an entry are atoms. */
export const combineOperations: Combine = fieldsOf({
  parameters: combineLists(pairByKey(parameterKey), fieldsOf({ openapi: combineExtras })),
  requestBody: combineBody,
  responses: combineLists(pairByKey(statusKey), combineBody),
  openapi: combineExtras,
});

function parameterKey(parameter: Json): string {
  return isObject(parameter) ? `${textOf(parameter['in'])} ${textOf(parameter['name'])}` : '';
}

function statusKey(response: Json): string {
  return isObject(response) ? textOf(response['status'] ?? 'default') : '';
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
