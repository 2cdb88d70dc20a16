/**
 * The connector model: what the importer makes of one OpenAPI document. It is deterministic to the byte and knows nothing of
 * identifiers, hosts, organisations or storage; those are given when it is persisted.
 */

/** A JSON value as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The methods that the wire contract knows. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'CONNECT' | 'TRACE';

export type ParameterLocation = 'path' | 'query' | 'header' | 'cookie';

export type ScalarType = 'string' | 'number' | 'integer' | 'boolean';

export type Severity = 'info' | 'warning' | 'error';

/** A place in the uploaded document. Line and column count from 1 and are absent when the place has no counterpart there. */
export interface SourceLocation {
  /** JSON Pointer (RFC 6901) into the document as uploaded. */
  readonly pointer: string;
  readonly line?: number;
  readonly column?: number;
  /** The file of an archive, by its path in it; absent for the root document. */
  readonly file?: string;
}

/** What could not be taken over as written, and where: one per rule that applied. */
export interface Message {
  /** Stable, as `PARAM_NOT_SCALAR`. */
  readonly code: string;
  readonly severity: Severity;
  /** Starts with `[CODE] `. */
  readonly text: string;
  /** One line a place, at most `maxPlaces` of them: `<pointer> (line L, column C): what`. */
  readonly detail: readonly string[];
  readonly locations: readonly SourceLocation[];
}

export interface ConnectorVariable {
  readonly name: string;
  readonly value: string;
}

export interface OAuth2Scope {
  readonly name: string;
  readonly description?: string;
}

/** The contract's auth schemes, without their ids. `key` is the name under `components.securitySchemes`. */
export type AuthScheme =
  | { readonly key: string; readonly schemeType: 'none' | 'basic-auth' | 'certificate'; readonly description: string }
  | {
      readonly key: string;
      readonly schemeType: 'api-key';
      readonly description: string;
      readonly name: string;
      readonly in: 'query' | 'header' | 'cookie';
    }
  | {
      readonly key: string;
      readonly schemeType: 'oauth2';
      readonly description: string;
      readonly authorizeUrl: string;
      readonly tokenUrl: string;
      readonly scopes: readonly OAuth2Scope[];
      readonly defaultScopes: readonly string[];
      readonly grant: { readonly grantType: 'authorization_code' | 'client_credentials' | 'password' };
    };

export interface ConnectorFacts {
  /** Never empty: `info.title`, else `Untitled API`. */
  readonly name: string;
  /** `info.version` as a string when the document has one. */
  readonly version?: string;
  /** The base URL with server variables as `{{ conn.name }}`; empty when the document names no server. */
  readonly baseUrl: string;
  readonly documentationURL?: string;
  readonly imageURL?: string;
  readonly connectionVariables: readonly ConnectorVariable[];
  readonly authSchemes: readonly AuthScheme[];
}

export interface ParameterModel {
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  readonly type: ScalarType;
  readonly default?: string | number | boolean;
  /** What the contract has no place for: style, explode, description, schema, … */
  readonly openapi?: { readonly [key: string]: Json };
}

/** Definitions are named by their index in `ConnectorModel.definitions`. */
export interface RequestBodyModel {
  readonly required: boolean;
  readonly definitions: readonly number[];
}

export interface ResponseModel {
  /** Absent for `default`. */
  readonly status?: number;
  readonly definitions: readonly number[];
}

interface OperationModel {
  /** Unique within its kind; matches `^[a-zA-Z0-9_\-$]+$`. */
  readonly name: string;
  readonly summary?: string;
  readonly description?: string;
  readonly method: HttpMethod;
  readonly operationId?: string;
  readonly parameters: readonly ParameterModel[];
  readonly requestBody?: RequestBodyModel;
  readonly responses: readonly ResponseModel[];
  /** Indexes of the definitions that kept schemas of its parameters name, ascending. */
  readonly references: readonly number[];
  /** What the contract has no place for: operationId, tags, deprecated, security, servers, callback expression, … */
  readonly openapi?: { readonly [key: string]: Json };
}

export interface ActionModel extends OperationModel {
  /** Placeholders as `{{ param.id }}`. */
  readonly path: string;
  /** The path template of the document, as `/users/{id}`. */
  readonly template: string;
}

export type TriggerModel = OperationModel;

export interface DefinitionModel {
  /** Unique without regard to case; matches `^[a-zA-Z0-9_\-]+$`. */
  readonly name: string;
  readonly description?: string;
  /** Media types under which it is used as a body, in order of first use; `application/json` when only referenced. */
  readonly accept: readonly string[];
  /** JSON text of the JSON Schema 2020-12; references to siblings read `Pet.json` or `Pet.json#/properties/tag`. */
  readonly schema: string;
  /** Indexes of the definitions that the schema references directly, ascending, each once. */
  readonly references: readonly number[];
}

export type CoverageKind =
  | 'operations'
  | 'parameters'
  | 'bodies'
  | 'responses'
  | 'schemas'
  | 'securitySchemes'
  | 'webhooks'
  | 'callbacks';

/** `inDocument` = `asWritten` + `withMessage` + `notImported`. */
export interface CoverageCount {
  readonly inDocument: number;
  readonly asWritten: number;
  readonly withMessage: number;
  readonly notImported: number;
}

export type Coverage = { readonly [Kind in CoverageKind]: CoverageCount };

export interface ConnectorModel {
  /** The version that the document declares, as `3.0.3` or `2.0`. */
  readonly openapi: string;
  readonly connector: ConnectorFacts;
  readonly actions: readonly ActionModel[];
  readonly triggers: readonly TriggerModel[];
  readonly definitions: readonly DefinitionModel[];
  readonly messages: readonly Message[];
  readonly coverage: Coverage;
}

/** Why a document could not be imported at all: the one clear error. */
export interface DocumentFault {
  /** Stable, as `document_not_openapi`. */
  readonly code: string;
  /** For the user: what is wrong, where, and what to do. */
  readonly message: string;
  readonly locations: readonly SourceLocation[];
}

/**
 * Where a place of the tree is in the uploaded bytes; `pointer` when it has another one there, as after the upgrade of Swagger 2.0;
 * `file` when that is another one than the root document of an archive.
 */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
  readonly pointer?: string;
  readonly file?: string;
}

/** Finds JSON Pointers in the uploaded bytes, in one pass; pointers without a counterpart are absent. */
export type LocatePointers = (pointers: ReadonlySet<string>) => ReadonlyMap<string, SourcePosition>;

/** A parsed document, ready to be mapped. */
export interface ParsedDocument {
  /** The tree: plain objects (own `__proto__` keys included), arrays and scalars; acyclic; upgraded to 3.0 when it was 2.0. */
  readonly root: Json;
  /** The version that the document declared, as `2.0`, `3.0.3`, `3.1.0`. */
  readonly openapi: string;
  /** What was noticed while reading: duplicate keys, upgraded from 2.0, external references, … */
  readonly notices: readonly DocumentNotice[];
  readonly locate: LocatePointers;
}

/** A problem found while reading, to be reported as a message with its places located. */
export interface DocumentNotice {
  readonly code: string;
  readonly severity: Severity;
  /** Without the leading code. */
  readonly text: string;
  readonly places: readonly { readonly pointer: string; readonly what: string }[];
}

/** Globs for the fields of operations: `*` within a segment, `**` across, `?` for one character. */
export interface OperationFilter {
  readonly tags?: readonly string[];
  /** Of path templates, and of the names of webhooks. */
  readonly paths?: readonly string[];
  readonly methods?: readonly string[];
  readonly operationIds?: readonly string[];
}

/** Which operations to import: those that `include` matches, all without it, but for those that `exclude` matches. */
export interface SelectionOptions {
  readonly include?: OperationFilter;
  readonly exclude?: OperationFilter;
}

export interface ImportOptions extends SelectionOptions {
  /** The URL that the document was fetched from: relative servers are resolved against it. */
  readonly sourceUrl?: string;
}

/** Called with what is done and what is to be done, in operations. */
export type ReportProgress = (done: number, total: number) => void;

export type ImportOutcome =
  | { readonly ok: true; readonly model: ConnectorModel }
  | { readonly ok: false; readonly fault: DocumentFault; readonly messages: readonly Message[] };
