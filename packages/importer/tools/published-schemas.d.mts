import type { SpecVersion } from '../src/members/member-table.ts';

/** The schema of a version as the OpenAPI Initiative publishes it. */
export function readPublishedSchema(version: SpecVersion): { readonly [keyword: string]: unknown };
