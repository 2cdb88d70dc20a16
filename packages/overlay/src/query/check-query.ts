import type { Comparable, Filter, FilterQuery, FunctionCall, Query, Selector } from './query.ts';
import { singularSelector } from './singular-selector.ts';

interface Declaration {
  readonly parameters: readonly ('value' | 'nodes')[];
  readonly result: 'value' | 'logical';
}

/** The functions of RFC 9535, section 2.4. */
const functions: ReadonlyMap<string, Declaration> = new Map([
  ['length', { parameters: ['value'], result: 'value' }],
  ['count', { parameters: ['nodes'], result: 'value' }],
  ['value', { parameters: ['nodes'], result: 'value' }],
  ['match', { parameters: ['value', 'value'], result: 'logical' }],
  ['search', { parameters: ['value', 'value'], result: 'logical' }],
]);

/**
 * Checks what the grammar leaves open: the range of numbers (RFC 9535, section 2.1) and the types of functions (section 2.4.3).
 * @returns the first problem.
 */
export function checkQuery({ segments }: Pick<Query, 'segments'>): string | undefined {
  return first(segments, ({ node }) => checkSelector(node));
}

function first<Item>(items: readonly Item[], check: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = check(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkSelector(selector: Selector): string | undefined {
  switch (selector.type) {
    case 'BracketedSelection':
      return first(selector.selectors, checkSelector);
    case 'IndexSelector':
      return checkNumbers([selector.value]);
    case 'SliceSelector':
      return checkNumbers([selector.start, selector.end, selector.step]);
    case 'FilterSelector':
      return checkFilter(selector.value);
    default:
      return undefined;
  }
}

function checkNumbers(numbers: readonly (number | null)[]): string | undefined {
  const outside = numbers.find((number) => number !== null && !Number.isSafeInteger(number));
  return outside === undefined ? undefined : `the number ${outside} is out of range`;
}

function checkFilter(filter: Filter): string | undefined {
  switch (filter.type) {
    case 'LogicalNotExpr':
      return checkFilter(filter.expression);
    case 'LogicalAndExpr':
    case 'LogicalOrExpr':
      return checkFilter(filter.left) ?? checkFilter(filter.right);
    case 'ComparisonExpr':
      return checkComparable(filter.left) ?? checkComparable(filter.right);
    case 'TestExpr':
      return filter.expression.type === 'FilterQuery'
        ? checkQuery(filter.expression.value)
        : checkCall(filter.expression, 'logical');
  }
}

function checkComparable(comparable: Comparable): string | undefined {
  if (comparable.type === 'FunctionExpr') return checkCall(comparable, 'value');
  return comparable.type === 'Literal'
    ? undefined
    : first(comparable.segments, ({ node }) => checkSelector(singularSelector(node)));
}

function checkCall({ name, arguments: args }: FunctionCall, result: Declaration['result']): string | undefined {
  const declared = functions.get(name);
  if (declared === undefined) return `there is no function ${name}()`;
  if (declared.result !== result)
    return result === 'value' ? `${name}() cannot be compared` : `the result of ${name}() has to be compared`;
  if (args.length !== declared.parameters.length) return `${name}() takes ${declared.parameters.length} argument(s)`;
  return first([...args.entries()], ([index, argument]) => checkArgument(argument, name, declared.parameters[index]));
}

function checkArgument(
  argument: FunctionCall['arguments'][number],
  name: string,
  parameter: 'value' | 'nodes' | undefined,
): string | undefined {
  if (parameter === 'nodes')
    return argument.type === 'FilterQuery' ? checkQuery(argument.value) : `${name}() takes a query`;
  switch (argument.type) {
    case 'Literal':
      return undefined;
    case 'FunctionExpr':
      return checkCall(argument, 'value');
    case 'FilterQuery':
      return isSingular(argument)
        ? checkQuery(argument.value)
        : `${name}() takes a query that selects at most one value`;
    default:
      return `${name}() takes a value, not a condition`;
  }
}

function isSingular({ value: { segments } }: FilterQuery): boolean {
  const isSingle = (selector: Selector): boolean =>
    selector.type === 'BracketedSelection'
      ? selector.selectors.length === 1 && selector.selectors.every(isSingle)
      : selector.type === 'NameSelector' ||
        selector.type === 'MemberNameShorthand' ||
        selector.type === 'IndexSelector';
  return segments.every((segment) => segment.type === 'ChildSegment' && isSingle(segment.node));
}
