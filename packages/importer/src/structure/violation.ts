import type { Violation } from './kind.ts';

/** A place below an object, and what is wrong there. */
export interface DescribedViolation {
  readonly path: string;
  readonly text: string;
}

/**
 * The violations of an object, each place once. Of alternatives, only the failure of all branches is informative. Members that a failed
 * condition would have allowed are no violations of their own.
 */
export function describeViolations(violations: readonly Violation[]): readonly DescribedViolation[] {
  const informative = violations.filter(
    ({ keyword, schemaPath }) =>
      keyword !== 'if' && !/\/(oneOf|anyOf|not|contains|propertyNames)\/(?!$)/.test(schemaPath),
  );
  const isUncertain = violations.some(({ schemaPath }) => conditions.test(schemaPath));
  const certain = informative.filter(({ keyword }) => !(isUncertain && keyword === 'unevaluatedProperties'));
  const byPath = new Map<string, Violation[]>();
  for (const violation of certain.length > 0 ? certain : informative) {
    const { instancePath } = violation;
    const ofPath = byPath.get(instancePath);
    if (ofPath === undefined) byPath.set(instancePath, [violation]);
    else ofPath.push(violation);
  }
  return [...byPath].map(([path, ofPath]) => ({ path, text: describeTogether(ofPath, violations) }));
}

const conditions = /\/(oneOf|anyOf|then|else|dependentSchemas)(\/|$)/;

/** The violations of one place. Violations that each name a member become one text. */
function describeTogether(ofPath: readonly Violation[], all: readonly Violation[]): string {
  const texts = new Map<string, Set<string>>();
  for (const violation of ofPath) {
    if (ofPath.length > 1 && isVague(violation, all)) continue;
    const name = namedBy(violation);
    const text = name === undefined ? describe(violation, all) : violation.message;
    const names = texts.get(text) ?? new Set();
    texts.set(text, names);
    if (name !== undefined) names.add(name);
  }
  return [...texts].map(([text, names]) => (names.size === 0 ? text : `${text}: ${listNames([...names])}`)).join('; ');
}

/** Whether a violation says less than others of its place: that members are missing, or that no branch of a choice fits. */
function isVague(violation: Violation, all: readonly Violation[]): boolean {
  const { keyword, message } = violation;
  if (keyword === 'minProperties') return true;
  return (keyword === 'oneOf' || keyword === 'anyOf') && describe(violation, all) === message;
}

/** Names that are listed of one object. */
const maxNames = 20;

function listNames(names: readonly string[]): string {
  const listed = names.slice(0, maxNames).map((name) => JSON.stringify(name));
  const more = names.length > maxNames ? [`${names.length - maxNames} more`] : [];
  return [...listed, ...more].join(', ');
}

/** The member that a violation is about, where its message does not name it. */
function namedBy({ params }: Violation): string | undefined {
  const named = params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['propertyName'];
  return typeof named === 'string' ? named : undefined;
}

/** What the specification demands, for users. */
function describe(violation: Violation, all: readonly Violation[]): string {
  const { keyword, message, params, schemaPath } = violation;
  if (keyword === 'not' || keyword === 'contains') return 'has members or entries that exclude each other';
  // The schemas of 3.1 and 3.2 demand `default` where there is no status code.
  if (keyword === 'required' && params['missingProperty'] === 'default' && schemaPath.endsWith('/then/required'))
    return "must have a status code or 'default'";
  const missing = keyword === 'oneOf' || keyword === 'anyOf' ? missingIn(violation, all) : [];
  if (missing.length > 1) return `must have ${missing.map((name) => `'${name}'`).join(' or ')}`;
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
