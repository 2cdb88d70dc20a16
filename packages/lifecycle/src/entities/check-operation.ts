import type { Json } from '@connectory/json';
import { checkDefinitionReferences, type KnownSchemas } from './check-references.ts';
import type {
  DefinitionLink,
  EntityError,
  OperationBody,
  StoredParameter,
  StoredRequestBody,
  StoredResponse,
} from './operation-body.ts';

/** The definitions of a version, as far as an entity refers to them. */
export interface KnownDefinitions extends KnownSchemas {
  readonly hasId: (id: string) => boolean;
}

/** Checks an action or trigger as a whole. Linear in its size. */
export function checkOperation(operation: OperationBody, known: KnownDefinitions): readonly EntityError[] {
  return [
    ...(operation.path === undefined ? [] : checkPath(operation.path, operation.parameters)),
    ...checkParameters(operation.parameters),
    ...checkResponses(operation.responses),
    ...checkLinks(operation, known),
    ...partsOf(operation).flatMap(([at, { definitions }]) => checkMediaTypes(`${at}/definitions`, definitions)),
  ];
}

const fault = (field: string, message: string): EntityError => ({ field, message, severity: 'error' });
const hint = (field: string, message: string): EntityError => ({ field, message, severity: 'warning' });

/** Findings of a member that an entity may have thousands of. Further ones say nothing new. */
const maxFindings = 100;

function checkPath(path: string, parameters: readonly StoredParameter[]): readonly EntityError[] {
  const { names, faults } = placeholdersOf(path);
  const declared = new Set(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name));
  const undeclared = [...names].filter((name) => !declared.has(name));
  const unused = parameters.flatMap(({ name, in: location, required }, index) => {
    if (location !== 'path') return [];
    const at = `/parameters/${index}`;
    if (!names.has(name)) return [fault(`${at}/name`, `The path has no placeholder {{ param.${name} }}.`)];
    return required ? [] : [fault(`${at}/required`, `A parameter of the path is always required.`)];
  });
  return [
    ...faults.map((text) => fault('/path', text)),
    ...undeclared.map((name) => fault('/path', `The placeholder {{ param.${name} }} has no parameter in "path".`)),
    ...unused,
  ].slice(0, maxFindings);
}

/** The form of a placeholder: `param.` or `conn.` and a name. */
const placeholder = /^ ?(param|conn)\.([^{} ](?:[^{}]*[^{} ])?) ?$/;

/** Names of the parameters that a path template injects, and what is no placeholder. */
export function placeholdersOf(path: string): {
  readonly names: ReadonlySet<string>;
  readonly faults: readonly string[];
} {
  const names = new Set<string>();
  const faults: string[] = [];
  // Cut at the starts: a search for both ends takes quadratic time on starts without an end.
  const [, ...parts] = path.split('{{');
  for (const part of parts) {
    const end = part.indexOf('}}');
    const [, kind, name = ''] = placeholder.exec(end < 0 ? '' : part.slice(0, end)) ?? [];
    if (kind === undefined)
      faults.push('A placeholder has the form {{ param.NAME }} or {{ conn.NAME }}, and ends with }}.');
    else if (kind === 'param') names.add(name);
  }
  return { names, faults };
}

function checkParameters(parameters: readonly StoredParameter[]): readonly EntityError[] {
  return repeated(parameters, keyOf).map(({ item, index }) =>
    fault(`/parameters/${index}`, `The parameter ${JSON.stringify(item.name)} in "${item.in}" is there already.`),
  );
}

/** Header names are compared without regard to case (RFC 9110, section 5.1). */
function keyOf({ name, in: location }: StoredParameter): string {
  return `${location} ${location === 'header' ? name.toLowerCase() : name}`;
}

function checkResponses(responses: readonly StoredResponse[]): readonly EntityError[] {
  if (responses.length === 0) return [hint('/responses', 'There is no response, so success cannot be recognised.')];
  return repeated(responses, ({ status }) => String(status)).map(({ item, index }) =>
    fault(
      `/responses/${index}`,
      item.status === undefined
        ? 'There is a default response already.'
        : `The status ${item.status} is there already.`,
    ),
  );
}

/** Checks only the references of an operation to definitions. */
export function checkLinks(operation: OperationBody, known: KnownDefinitions): readonly EntityError[] {
  const parts = partsOf(operation);
  return [
    ...parts.flatMap(([at, { definitions }]) => checkDefinitions(`${at}/definitions`, definitions, known)),
    ...parts.flatMap(([at, part]) => checkExtras(at, part.openapi, known)),
    ...operation.parameters.flatMap(({ openapi }, index) => checkExtras(`/parameters/${index}`, openapi, known)),
    ...checkExtras('', operation.openapi, known),
  ].slice(0, maxFindings);
}

/** The request body and the responses, by their places. */
function partsOf({
  requestBody,
  responses,
}: OperationBody): readonly (readonly [string, StoredRequestBody | StoredResponse])[] {
  return [
    ...(requestBody === undefined ? [] : [['/requestBody', requestBody] as const]),
    ...responses.map((response, index) => [`/responses/${index}`, response] as const),
  ];
}

function checkDefinitions(
  at: string,
  links: readonly DefinitionLink[],
  known: KnownDefinitions,
): readonly EntityError[] {
  return links.flatMap(({ definition: { id, name } }, index) =>
    known.hasId(id)
      ? []
      : [fault(`${at}/${index}/definition`, `The version has no definition ${JSON.stringify(name)}.`)],
  );
}

/** A definition accepts all media types under which any operation uses it, so this is no error. */
function checkMediaTypes(at: string, links: readonly DefinitionLink[]): readonly EntityError[] {
  const used = links.flatMap(({ definition }, index) => definition.accept.map((mediaType) => ({ mediaType, index })));
  return repeated(used, ({ mediaType }) => mediaType.toLowerCase()).map(({ item }) =>
    hint(`${at}/${item.index}`, `Another definition has the media type ${JSON.stringify(item.mediaType)} too.`),
  );
}

function checkExtras(at: string, extras: Json | undefined, known: KnownDefinitions): readonly EntityError[] {
  return extras === undefined ? [] : checkDefinitionReferences(extras, `${at}/openapi`, known);
}

function repeated<Item>(
  items: readonly Item[],
  keyOfItem: (item: Item) => string,
): readonly { readonly item: Item; readonly index: number }[] {
  const seen = new Set<string>();
  const again: { item: Item; index: number }[] = [];
  items.forEach((item, index) => {
    const key = keyOfItem(item);
    if (seen.has(key)) again.push({ item, index });
    seen.add(key);
  });
  return again.slice(0, maxFindings);
}

/** Whether a version with this entity cannot be published. */
export function isInvalid(errors: readonly EntityError[] | undefined): boolean {
  return errors?.some(({ severity }) => severity === 'error') === true;
}

/** The path template of a document for the path of an action: `/pets/{{ param.id }}` → `/pets/{id}`. */
export function templateOf(path: string): string {
  return path
    .split('{{')
    .map((part, index) => {
      const end = part.indexOf('}}');
      const [, kind, name = ''] = placeholder.exec(end < 0 ? '' : part.slice(0, end)) ?? [];
      if (index === 0) return part;
      return kind === 'param' ? `{${name}}${part.slice(end + 2)}` : `{{${part}`;
    })
    .join('');
}
