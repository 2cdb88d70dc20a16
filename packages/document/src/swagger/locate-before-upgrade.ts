import { appendToken, childAt, splitPointer } from '@connectory/json';
import type { Json, LocatePointers, SourcePosition } from '@connectory/importer';
import { asObject } from '../places/pointer.ts';

type Tokens = readonly string[];

/**
 * Maps places of an upgraded document back to the uploaded Swagger 2.0 document: the value's source, else its nearest ancestor there.
 */
export function locateBeforeUpgrade(locate: LocatePointers, swagger: Json, openapi: Json): LocatePointers {
  return (pointers) => {
    const before = new Map(
      [...pointers].map((pointer) => [pointer, existing(swagger, moveBack(splitPointer(pointer), swagger, openapi))]),
    );
    const found = locate(new Set(before.values()));
    const positions = new Map<string, SourcePosition>();
    for (const [pointer, old] of before) {
      const position = found.get(old);
      if (position !== undefined) positions.set(pointer, { pointer: old, ...position });
    }
    return positions;
  };
}

/** The longest prefix of the pointer that exists. */
function existing(root: Json, tokens: Tokens): string {
  let pointer = '';
  let node: Json | undefined = root;
  for (const token of tokens) {
    node = childAt(node, token);
    if (node === undefined) break;
    pointer = appendToken(pointer, token);
  }
  return pointer;
}

function moveBack(tokens: Tokens, swagger: Json, openapi: Json): Tokens {
  const [first, second, third] = tokens;
  if (first === 'components' && second !== undefined) return moveComponent(second, tokens.slice(2), swagger, openapi);
  if (first === 'servers')
    return [['host', 'basePath', 'schemes'].find((key) => childAt(swagger, key) !== undefined) ?? ''];
  if ((first !== 'paths' && first !== 'x-ms-paths') || second === undefined || third === undefined) return tokens;
  if (third === 'parameters') return moveParameter(tokens.slice(0, 3), tokens.slice(3), swagger);
  return moveInOperation(tokens.slice(0, 3), tokens.slice(3), swagger);
}

function moveInOperation(operation: Tokens, rest: Tokens, swagger: Json): Tokens {
  const [field, ...below] = rest;
  if (field === 'parameters') return moveParameter([...operation, 'parameters'], below, swagger);
  if (field === 'requestBody') return moveBody(operation, below, swagger);
  if (field === 'servers') return [...operation, 'schemes'];
  const [status, ...inResponse] = below;
  if (field !== 'responses' || status === undefined) return [...operation, ...rest];
  return [...operation, 'responses', status, ...moveResponse(inResponse)];
}

const componentHomes: { readonly [section: string]: string } = {
  schemas: 'definitions',
  securitySchemes: 'securityDefinitions',
  parameters: 'parameters',
  responses: 'responses',
};

function moveComponent(section: string, rest: Tokens, swagger: Json, openapi: Json): Tokens {
  const [name, ...below] = rest;
  if (section === 'requestBodies')
    return name === undefined ? ['paths'] : moveSharedBody(name, below, swagger, openapi);
  const home = componentHomes[section];
  if (home === undefined) return [];
  if (name === undefined) return [home];
  const place = [home, originalName(childAt(swagger, home), name)];
  if (section === 'parameters') return [...place, ...withoutSchema(below)];
  if (section === 'responses') return [...place, ...moveResponse(below)];
  // Swagger 2.0 has the members of an OAuth flow on the security scheme itself.
  return [...place, ...(below[0] === 'flows' ? below.slice(2) : below)];
}

/** The upgrade replaces characters in names: `a b` becomes `a_b`. */
function originalName(container: Json | undefined, name: string): string {
  if (childAt(container, name) !== undefined) return name;
  const fits = (key: string): string => key.replace('[]', 'Array').replaceAll(/[^A-Za-z0-9_\-.]+/g, '_');
  return Object.keys(asObject(container) ?? {}).find((key) => fits(key) === name) ?? name;
}

/** The upgrade merges equal bodies into one component. It is located at its first use. */
function moveSharedBody(name: string, rest: Tokens, swagger: Json, openapi: Json): Tokens {
  const shared = ['parameters', originalName(childAt(swagger, 'parameters'), name)];
  if (isBody(shared.reduce<Json | undefined>(childAt, swagger)))
    return [...shared, ...(rest[0] === 'content' ? rest.slice(2) : rest)];
  for (const [path, item] of Object.entries(asObject(childAt(openapi, 'paths')) ?? {})) {
    for (const [method, operation] of Object.entries(asObject(item) ?? {})) {
      const reference = childAt(childAt(operation, 'requestBody'), '$ref');
      if (reference === `#/components/requestBodies/${name}`) return moveBody(['paths', path, method], rest, swagger);
    }
  }
  return ['paths'];
}

/** The upgrade removes body and form parameters from the list, so later indexes shift. */
function moveParameter(list: Tokens, rest: Tokens, swagger: Json): Tokens {
  const [index, ...below] = rest;
  if (index === undefined) return list;
  const parameters = parametersAt(list, swagger);
  const kept = parameters.flatMap((parameter, at) => (isBody(parameter) ? [] : [at]));
  const original = kept[Number(index)];
  return original === undefined ? list : [...list, String(original), ...withoutSchema(below)];
}

/** `content/<media type>/schema` was the schema of the body parameter; its properties were the form parameters. */
function moveBody(operation: Tokens, rest: Tokens, swagger: Json): Tokens {
  const lists = [
    [...operation, 'parameters'],
    [...operation.slice(0, 2), 'parameters'],
  ];
  const below = rest[0] === 'content' ? rest.slice(2) : rest;
  for (const list of lists) {
    const parameters = parametersAt(list, swagger);
    const body = parameters.findIndex((parameter) => childAt(parameter, 'in') === 'body');
    if (body >= 0) return [...list, String(body), ...below];
    const [schema, properties, property, ...inProperty] = below;
    const isProperty = schema === 'schema' && properties === 'properties';
    const form = parameters.findIndex(
      (parameter) => isBody(parameter) && (!isProperty || childAt(parameter, 'name') === property),
    );
    if (form >= 0) return [...list, String(form), ...inProperty];
  }
  return operation;
}

/** The parameters of a list, with references to shared parameters resolved. */
function parametersAt(list: Tokens, swagger: Json): readonly (Json | undefined)[] {
  const parameters = list.reduce<Json | undefined>(childAt, swagger);
  if (!Array.isArray(parameters)) return [];
  return parameters.map((parameter: Json) => {
    const reference = childAt(parameter, '$ref');
    if (typeof reference !== 'string' || !reference.startsWith('#/parameters/')) return parameter;
    return splitPointer(reference.slice(1)).reduce<Json | undefined>(childAt, swagger) ?? parameter;
  });
}

function isBody(parameter: Json | undefined): boolean {
  const place = childAt(parameter, 'in');
  return place === 'body' || place === 'formData' || childAt(parameter, 'type') === 'file';
}

function moveResponse(rest: Tokens): Tokens {
  if (rest[0] === 'content') return rest.slice(2);
  return rest[0] === 'headers' && rest[2] === 'schema' ? [...rest.slice(0, 2), ...rest.slice(3)] : rest;
}

function withoutSchema(rest: Tokens): Tokens {
  return rest[0] === 'schema' ? rest.slice(1) : rest;
}
