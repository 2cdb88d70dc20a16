import { isArray, type JsonObject } from '@connectory/json';
import { member, textMember } from '../json/members.ts';
import type { HttpMethod } from '../model/connector-model.ts';
import type { OperationFilter, SelectionOptions } from '../model/import-options.ts';
import { globPattern } from './glob-pattern.ts';

/** The facts about an operation that filters match. */
export interface Candidate {
  readonly method: HttpMethod;
  readonly operation: JsonObject;
  /** Path template of an action, or name of a webhook. */
  readonly path: string;
}

/** The selection of operations. */
export interface Selection {
  /** Whether only the definitions that selected operations reach are imported. */
  readonly isPart: boolean;
  selects(candidate: Candidate): boolean;
}

type Judge = (candidate: Candidate) => boolean;

/** An operation is selected when `include` matches it, or is absent, and `exclude` does not. */
export function createSelection({ include, exclude }: SelectionOptions): Selection {
  const included = include === undefined ? () => true : createJudge(include);
  const excluded = exclude === undefined ? () => false : createJudge(exclude);
  return {
    isPart: include !== undefined || exclude !== undefined,
    selects: (candidate) => included(candidate) && !excluded(candidate),
  };
}

/** All given fields must match, each with at least one of its globs. A filter without fields matches everything. */
function createJudge(filter: OperationFilter): Judge {
  const judges: Judge[] = [];
  const judge = (globs: readonly string[] | undefined, namesOf: (candidate: Candidate) => readonly string[]): void => {
    if (globs === undefined) return;
    const patterns = globs.map(globPattern);
    judges.push((candidate) => namesOf(candidate).some((name) => patterns.some((isMatch) => isMatch(name))));
  };
  judge(filter.tags, ({ operation }) => tagsOf(operation));
  judge(filter.paths, ({ path }) => [path]);
  judge(
    filter.methods?.map((method) => method.toUpperCase()),
    ({ method }) => [method],
  );
  judge(filter.operationIds, ({ operation }) => {
    const operationId = textMember(operation, 'operationId');
    return operationId === undefined ? [] : [operationId];
  });
  return (candidate) => judges.every((matches) => matches(candidate));
}

function tagsOf(operation: JsonObject): readonly string[] {
  const tags = member(operation, 'tags');
  return isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}
