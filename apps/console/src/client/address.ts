import type { paths } from '@connectory/client';

declare const documented: unique symbol;

/** The address of a resource, with the path in the OpenAPI document that it was made of. */
export type Address<Path extends string> = string & { readonly [documented]: Path };

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** One value for each parameter of a path. */
export type ParametersOf<Path extends string> = [NamesIn<Path>] extends [never]
  ? readonly []
  : readonly [{ readonly [Name in NamesIn<Path>]: string }];

/** The paths of the OpenAPI document that start with a root, without it. */
export type Below<Root extends string> = keyof paths extends infer Path
  ? Path extends `${Root}${infer Rest}`
    ? Rest
    : never
  : never;

/** Fills in the parameters of a path. */
export function addressOf<Path extends keyof paths>(path: Path, ...parameters: ParametersOf<Path>): Address<Path> {
  return fillIn(path, parameters[0]);
}

/** The path is checked where an address is made: it is generic here. */
function fillIn<Path extends string>(path: string, values: Readonly<Record<string, string>> = {}): Address<Path> {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? '')) as Address<Path>;
}

const organisationRoot = '/api/connect/v1/o/{organisation_id}';

type OrganisationPath<Rest extends string> = `${typeof organisationRoot}${Rest}`;

/** The address of an organisation's resource. @param rest the path below the organisation, as the OpenAPI document writes it */
export function pathOf<Rest extends Below<typeof organisationRoot>>(
  organisation: string,
  rest: Rest,
  ...parameters: ParametersOf<Rest>
): Address<OrganisationPath<Rest>> {
  return fillIn(organisationRoot + rest, { organisation_id: organisation, ...parameters[0] });
}

export interface ConnectorOf {
  readonly organisation: string;
  readonly connectorId: string;
}

const connectorRoot = `${organisationRoot}/connectors/{connector_id}` as const;

/** The address of a connector's resource. */
export function connectorPath<Rest extends Below<typeof connectorRoot>>(
  { organisation, connectorId }: ConnectorOf,
  rest: Rest,
  ...parameters: ParametersOf<Rest>
): Address<`${typeof connectorRoot}${Rest}`> {
  return fillIn(connectorRoot + rest, {
    organisation_id: organisation,
    connector_id: connectorId,
    ...parameters[0],
  });
}

export interface VersionOf extends ConnectorOf {
  readonly version: string;
}

const versionRoot = `${connectorRoot}/versions/{version}` as const;

/** The address of a version's resource. */
export function versionPath<Rest extends Below<typeof versionRoot>>(
  { organisation, connectorId, version }: VersionOf,
  rest: Rest,
  ...parameters: ParametersOf<Rest>
): Address<`${typeof versionRoot}${Rest}`> {
  return fillIn(versionRoot + rest, {
    organisation_id: organisation,
    connector_id: connectorId,
    version,
    ...parameters[0],
  });
}

const operatorRoot = '/api/operator/v1';

/** The address of a resource of operators. */
export function operatorPath<Rest extends Below<typeof operatorRoot>>(
  rest: Rest,
  ...parameters: ParametersOf<Rest>
): Address<`${typeof operatorRoot}${Rest}`> {
  return fillIn(operatorRoot + rest, parameters[0]);
}
