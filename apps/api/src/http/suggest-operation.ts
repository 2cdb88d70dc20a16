import { type ApiOperation, apiOperations } from '@connectory/contract';

/** Costs of the differences between two paths. A suggestion has at most `maxCost`. */
const cost = { near: 1, literal: 1.5, parameter: 2, other: 4, method: 2 };

/** Added to the cost of a path with another last segment, when suggestions are compared: its last segment says most about an operation. */
const otherEnd = 0.75;

const maxCost = 3;

/** Longer paths and segments are not compared. */
const maxSegments = 20;
const maxLetters = 40;

interface KnownPath {
  readonly operation: ApiOperation;
  readonly segments: readonly string[];
}

const known: readonly KnownPath[] = apiOperations.map((operation) => ({
  operation,
  segments: operation.path.slice(1).split('/'),
}));

/**
 * Finds the operation whose path is nearest to one that matches none: a segment is misspelt, missing or too much.
 * @returns method and path, with the parameters that could be told; undefined if no path is near.
 */
export function suggestOperation(method: string, path: string): string | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  if (segments.length === 0 || segments.length > maxSegments) return undefined;
  const [best] = known
    .map(({ operation, segments: template }) => {
      const match = align(template, segments);
      const total = match.cost + (operation.method.toUpperCase() === method ? 0 : cost.method);
      return {
        total,
        rank: total + (endsAlike(template, segments) ? 0 : otherEnd),
        isSame: operation.method.toUpperCase() === method,
        text: `${operation.method.toUpperCase()} /${match.path.join('/')}`,
      };
    })
    // A path of one segment has little in common with any other.
    .filter(({ total }) => total <= Math.min(maxCost, segments.length))
    .sort((one, other) => one.rank - other.rank || Number(other.isSame) - Number(one.isSame));
  return best?.text;
}

function endsAlike(template: readonly string[], segments: readonly string[]): boolean {
  const [expected, given] = [template.at(-1), segments.at(-1)];
  return expected === given;
}

interface Match {
  readonly cost: number;
  /** The path of the operation, with the values of the request. */
  readonly path: readonly string[];
}

/** The cheapest way to make a path of the template from the segments of a request. */
function align(template: readonly string[], segments: readonly string[]): Match {
  let row: Match[] = [{ cost: 0, path: [] }];
  for (const [index] of segments.entries()) row.push({ cost: (index + 1) * cost.literal, path: [] });
  for (const expected of template) {
    const missing = isParameter(expected) ? cost.parameter : cost.literal;
    const next: Match[] = [extend(row[0], missing, expected)];
    for (const [index, given] of segments.entries()) {
      const kept = isParameter(expected) ? given : expected;
      const ways = [
        extend(row[index], differenceOf(expected, given), kept),
        extend(row[index + 1], missing, expected),
        extend(next[index], cost.literal),
      ];
      next.push(ways.reduce((best, way) => (way.cost < best.cost ? way : best)));
    }
    row = next;
  }
  return row.at(-1) ?? { cost: Number.POSITIVE_INFINITY, path: [] };
}

function extend(match: Match | undefined, added: number, ...segments: readonly string[]): Match {
  if (match === undefined) return { cost: Number.POSITIVE_INFINITY, path: [] };
  return { cost: match.cost + added, path: [...match.path, ...segments] };
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

function differenceOf(expected: string, given: string): number {
  if (isParameter(expected) || expected === given) return 0;
  // The path has `o` for the organisation.
  const isAbbreviated = expected.length === 1 && given.startsWith(expected);
  return isAbbreviated || isNear(expected, given.toLowerCase()) ? cost.near : cost.other;
}

/** Whether at most two letters differ, and at most every second one. */
function isNear(one: string, other: string): boolean {
  if (one.length > maxLetters || other.length > maxLetters) return false;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of one.split('').entries()) {
    const next = [index + 1];
    for (const [column, twin] of other.split('').entries())
      next.push(
        Math.min((row[column] ?? 0) + (letter === twin ? 0 : 1), (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1),
      );
    row = next;
  }
  return (row.at(-1) ?? maxLetters) <= Math.min(2, one.length / 2);
}
