import type { Violation } from './kind.ts';

/**
 * The violation to report of those that an object has: the first that is not part of another one.
 * Of alternatives, only the failure of all branches is informative.
 */
export function describeFirst(
  violations: readonly Violation[],
): { readonly path: string; readonly text: string } | undefined {
  const violation = violations.find(
    ({ keyword, schemaPath }) => keyword !== 'if' && !/\/(oneOf|anyOf|not|propertyNames)\/(?!$)/.test(schemaPath),
  );
  return violation && { path: violation.instancePath, text: describe(violation, violations) };
}

/** What the specification demands, for users. */
function describe(violation: Violation, all: readonly Violation[]): string {
  const { keyword, message, params, schemaPath } = violation;
  if (keyword === 'not') return 'has members or entries that exclude each other';
  // The schemas of 3.1 and 3.2 demand `default` where there is no status code.
  if (keyword === 'required' && params['missingProperty'] === 'default' && schemaPath.endsWith('/then/required'))
    return "must have a status code or 'default'";
  const missing = keyword === 'oneOf' || keyword === 'anyOf' ? missingIn(violation, all) : [];
  if (missing.length > 1) return `must have ${missing.map((name) => `'${name}'`).join(' or ')}`;
  const named = params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['propertyName'];
  if (typeof named === 'string') return `${message}: ${JSON.stringify(named)}`;
  const allowed = params['allowedValues'];
  const values = Array.isArray(allowed) ? allowed : 'allowedValue' in params ? [params['allowedValue']] : [];
  return values.length === 0 ? message : `${message}: ${values.map((value) => JSON.stringify(value)).join(', ')}`;
}

/** The members whose absence made all branches of a choice fail. */
function missingIn(violation: Violation, all: readonly Violation[]): readonly string[] {
  return all
    .filter(({ keyword, schemaPath }) => keyword === 'required' && schemaPath.startsWith(`${violation.schemaPath}/`))
    .map(({ params }) => String(params['missingProperty']));
}
