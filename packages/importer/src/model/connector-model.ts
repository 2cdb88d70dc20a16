import type { Json } from '@connectory/json';
import type { Message } from './message.ts';

/**
 * The connector model: the result of importing one OpenAPI document. It is deterministic to the byte. Ids, hosts,
 * organisations and storage are added when it is persisted.
 */

/** The methods of the wire contract. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'CONNECT' | 'TRACE';

export type ParameterLocation = 'path' | 'query' | 'header' | 'cookie';

export type ScalarType = 'string' | 'number' | 'integer' | 'boolean';

export interface ConnectorVariable {
  readonly name: string;
  readonly value: string;
}

export interface OAuth2Scope {
  readonly name: string;
  readonly description?: string;
}

/** The auth schemes of the contract, without ids. `key` is the name under `components.securitySchemes`. */
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
  /** Extras: members without a field in the contract, as style, explode, description and schema. */
  readonly openapi?: { readonly [key: string]: Json };
}

/** Definitions are referenced by their index in `ConnectorModel.definitions`. */
export interface RequestBodyModel {
  readonly required: boolean;
  readonly definitions: readonly number[];
  /** Its `content` by media type, its description, extensions; or a reference to a shared body. */
  readonly openapi?: { readonly [key: string]: Json };
}

export interface ResponseModel {
  /** Absent for `default`. */
  readonly status?: number;
  readonly definitions: readonly number[];
  /** Its description, headers, links, `content` by media type, extensions; or a reference to a shared response. */
  readonly openapi?: { readonly [key: string]: Json };
}

export interface OperationModel {
  /** Unique within its kind; matches `^[a-zA-Z0-9_\-$]+$`. */
  readonly name: string;
  readonly summary?: string;
  readonly description?: string;
  readonly method: HttpMethod;
  readonly operationId?: string;
  readonly parameters: readonly ParameterModel[];
  readonly requestBody?: RequestBodyModel;
  readonly responses: readonly ResponseModel[];
  /** Indexes of the definitions that the schemas in the extras of its parameters reference, ascending. */
  readonly references: readonly number[];
  /**
   * Extras: members without a field in the contract, as operationId, tags, deprecated, security, servers and callback
   * expression.
   */
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
  /** Media types under which it is a body, in order of first use; `application/json` when it is only referenced. */
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

/** `inDocument` = `asWritten` + `withMessage` + `notImported`, and `withMessage` = `noted` + `changed`. */
export interface CoverageCount {
  readonly inDocument: number;
  readonly asWritten: number;
  readonly withMessage: number;
  readonly notImported: number;
  /** Only infos were reported. */
  readonly noted: number;
  /** A warning or an error was reported. */
  readonly changed: number;
}

export type Coverage = { readonly [Kind in CoverageKind]: CoverageCount };

export interface ConnectorModel {
  /** The version that the document declares, as `3.0.3` or `2.0`. */
  readonly openapi: string;
  readonly connector: ConnectorFacts;
  readonly actions: readonly ActionModel[];
  readonly triggers: readonly TriggerModel[];
  readonly definitions: readonly DefinitionModel[];
  /** JSON text of the extras of the version, in the shape of an OpenAPI 3.1 document. */
  readonly extras: string;
  readonly messages: readonly Message[];
  readonly coverage: Coverage;
}
