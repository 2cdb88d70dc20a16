import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member, objectMember, textMember } from '../json/members.ts';
import type { SpecVersion } from '../members/member-table.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import type { References } from '../references/references.ts';
import { securitySchemeUnknown } from '../rules/security-scheme-unknown.ts';
import { securityScopeUnknown } from '../rules/security-scope-unknown.ts';

interface Source {
  readonly root: JsonObject;
  readonly version: SpecVersion;
  readonly references: References;
  readonly messages: MessageCollector;
}

/** The security schemes of the document, which requirements name. */
export class SecuritySchemes {
  readonly #source: Source;
  readonly #schemes: JsonObject;
  /** Schemes by name, after following references; undefined for one that cannot be read. */
  readonly #read = new Map<string, JsonObject | undefined>();
  /** The scopes of schemes that requirements name. */
  readonly #scopes = new Map<JsonObject, ReadonlySet<string> | undefined>();
  #sendsAuthorization: boolean | undefined;

  constructor(source: Source) {
    this.#source = source;
    this.#schemes = objectMember(objectMember(source.root, 'components') ?? {}, 'securitySchemes') ?? {};
  }

  /** Whether a scheme of the document sends the header `Authorization`. */
  get sendsAuthorization(): boolean {
    this.#sendsAuthorization ??= Object.keys(this.#schemes).some((name) => {
      const scheme = this.#schemeNamed(name);
      return scheme !== undefined && sendsAuthorization(scheme);
    });
    return this.#sendsAuthorization;
  }

  /** Reports names in a `security` member that stand for no scheme, and scopes that no flow of the scheme has. */
  check(security: Json | undefined, place: Place): void {
    if (!isArray(security)) return;
    security.forEach((requirement, index) => {
      if (!isObject(requirement)) return;
      for (const name of Object.keys(requirement)) this.#checkOne(name, requirement[name], at(place, index, name));
    });
  }

  #checkOne(name: string, scopes: Json | undefined, place: Place): void {
    const { messages, version } = this.#source;
    if (!Object.hasOwn(this.#schemes, name)) {
      // OpenAPI 3.2, Security Requirement Object: the name may be a URI of the scheme.
      if (version === '3.2' && this.#isSchemeAt(name, place)) return;
      if (!name.startsWith('x-')) messages.report(securitySchemeUnknown, place, name);
      return;
    }
    const scheme = this.#schemeNamed(name);
    const known = scheme === undefined ? undefined : this.#scopesOf(scheme);
    if (known === undefined || !isArray(scopes)) return;
    const unknown = scopes.filter((scope): scope is string => typeof scope === 'string' && !known.has(scope));
    if (unknown.length > 0) messages.report(securityScopeUnknown, place, `${name}: ${unknown.join(', ')}`);
  }

  #scopesOf(scheme: JsonObject): ReadonlySet<string> | undefined {
    if (!this.#scopes.has(scheme)) this.#scopes.set(scheme, scopesOf(scheme, this.#source.version));
    return this.#scopes.get(scheme);
  }

  #isSchemeAt(uri: string, place: Place): boolean {
    const target = this.#source.references.find(uri, place);
    const value = target.kind === 'found' ? target.value : undefined;
    return isObject(value) && ['type', '$ref'].some((key) => typeof member(value, key) === 'string');
  }

  #schemeNamed(name: string): JsonObject | undefined {
    if (!this.#read.has(name)) {
      const place = at(rootPlace, 'components', 'securitySchemes', name);
      const resolution = this.#source.references.resolve(member(this.#schemes, name), place, 'security-scheme');
      this.#read.set(name, resolution.kind === 'resolved' ? resolution.object : undefined);
    }
    return this.#read.get(name);
  }
}

const noScopes: ReadonlySet<string> = new Set();

function sendsAuthorization(scheme: JsonObject): boolean {
  const type = member(scheme, 'type');
  if (type === 'apiKey')
    return member(scheme, 'in') === 'header' && textMember(scheme, 'name')?.toLowerCase() === 'authorization';
  return type === 'http' || type === 'basic' || type === 'oauth2' || type === 'openIdConnect';
}

/** The scopes of all flows of an oauth2 scheme; undefined for one without readable flows, and where scopes need not be declared. */
function scopesOf(scheme: JsonObject, version: SpecVersion): ReadonlySet<string> | undefined {
  const type = member(scheme, 'type');
  // OpenAPI 3.0.3, Security Requirement Object: the list of other types is empty. Since 3.1 it may name roles.
  if (type !== 'oauth2') return version === '3.0' && type !== 'openIdConnect' ? noScopes : undefined;
  const flows = objectMember(scheme, 'flows');
  if (flows === undefined) return undefined;
  const named = Object.keys(flows).flatMap((name) =>
    Object.keys(objectMember(objectMember(flows, name) ?? {}, 'scopes') ?? {}),
  );
  return new Set(named);
}
