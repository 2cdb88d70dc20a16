import type { ImportContext } from '../context/import-context.ts';
import { resolveObject } from '../context/resolve-object.ts';
import { isObject, type JsonObject } from '@connectory/json';
import { readText } from '../context/read-text.ts';
import { member, objectMember, textMember } from '../json/members.ts';
import type { AuthScheme, OAuth2Scope } from '../model/connector-model.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import { readFlowUrls } from './flow-urls.ts';
import type { Rule } from '../rules/rule.ts';
import { oauth2FlowIncomplete } from '../rules/oauth2-flow-incomplete.ts';
import { oauth2FlowUnsupported } from '../rules/oauth2-flow-unsupported.ts';
import { securityBearerAsApiKey } from '../rules/security-bearer-as-api-key.ts';
import { securitySchemeInvalid } from '../rules/security-scheme-invalid.ts';
import { securitySchemeUnsupported } from '../rules/security-scheme-unsupported.ts';

/** Maps `components.securitySchemes`; returns a single `none` when there are no security schemes. */
export function mapSecuritySchemes(context: ImportContext): readonly AuthScheme[] {
  const schemes = objectMember(objectMember(context.root, 'components') ?? {}, 'securitySchemes') ?? {};
  const keys = Object.keys(schemes);
  const mapped = keys.flatMap((key) => {
    const place = at(rootPlace, 'components', 'securitySchemes', key);
    return context.coverage.count('securitySchemes', () => mapSecurityScheme(key, schemes[key], place, context)) ?? [];
  });
  return keys.length === 0 ? [{ key: '', schemeType: 'none', description: 'No authentication' }] : mapped;
}

interface SchemeSource {
  readonly key: string;
  readonly scheme: JsonObject;
  readonly description: string;
  readonly place: Place;
  readonly context: ImportContext;
}

/** Returns undefined, having reported the reason, when no part of the scheme could be imported. */
function mapSecurityScheme(
  key: string,
  value: JsonObject[string] | undefined,
  place: Place,
  context: ImportContext,
): readonly AuthScheme[] | undefined {
  const resolved = resolveObject(
    value,
    place,
    { kind: 'security-scheme', rule: securitySchemeInvalid, remark: 'not an object' },
    context,
  );
  if (resolved === undefined) return undefined;
  const scheme = resolved.object;
  const source = { key, scheme, description: textMember(scheme, 'description') ?? key, place, context };
  const type = textMember(scheme, 'type');
  switch (type) {
    case 'apiKey':
      return mapApiKey(source);
    case 'http':
      return mapHttp(source);
    case 'oauth2':
      return mapOAuth2(source);
    case 'mutualTLS':
      return [{ key, schemeType: 'certificate', description: source.description }];
    case 'openIdConnect':
      return refuse(
        source,
        securitySchemeUnsupported,
        `openIdConnect, ${textMember(scheme, 'openIdConnectUrl') ?? 'without a URL'}`,
      );
    default:
      return refuse(source, securitySchemeInvalid, `type: ${JSON.stringify(type) ?? 'missing'}`);
  }
}

function refuse({ context, place }: SchemeSource, rule: Rule, remark: string): undefined {
  context.messages.report(rule, place, remark);
  return undefined;
}

function mapApiKey(source: SchemeSource): readonly AuthScheme[] | undefined {
  const { key, scheme, description } = source;
  const name = readText(scheme, 'name', source.place, source.context);
  const location = member(scheme, 'in');
  if (name === undefined || (location !== 'query' && location !== 'header' && location !== 'cookie')) {
    return refuse(source, securitySchemeInvalid, 'an apiKey needs a name, and "in" as query, header or cookie');
  }
  return [{ key, schemeType: 'api-key', description, name, in: location }];
}

function mapHttp(source: SchemeSource): readonly AuthScheme[] | undefined {
  const { key, scheme, description, context, place } = source;
  // HTTP authentication scheme names are case-insensitive (RFC 9110, section 11.1).
  const name = textMember(scheme, 'scheme')?.toLowerCase();
  if (name === 'basic') return [{ key, schemeType: 'basic-auth', description }];
  if (name === 'bearer') {
    context.messages.report(securityBearerAsApiKey, place, key);
    return [{ key, schemeType: 'api-key', description, name: 'Authorization', in: 'header' }];
  }
  if (name === undefined) return refuse(source, securitySchemeInvalid, 'http without a scheme');
  return refuse(source, securitySchemeUnsupported, `http ${textMember(scheme, 'scheme')}`);
}

const grants = {
  authorizationCode: 'authorization_code',
  clientCredentials: 'client_credentials',
  password: 'password',
} as const;

function isGrant(flow: string): flow is keyof typeof grants {
  return Object.hasOwn(grants, flow);
}

function mapOAuth2(source: SchemeSource): readonly AuthScheme[] | undefined {
  const { key, scheme, description, place, context } = source;
  const flows = objectMember(scheme, 'flows');
  if (flows === undefined) return refuse(source, securitySchemeInvalid, 'oauth2 without flows');
  const names = Object.keys(flows).filter((name) => !name.startsWith('x-'));
  if (names.length === 0) return refuse(source, securitySchemeInvalid, 'oauth2 without a flow of the specification');
  const mapped = names.flatMap((name): AuthScheme[] => {
    const flow = flows[name];
    const here = at(place, 'flows', name);
    if (!isGrant(name) || !isObject(flow)) {
      if (isGrant(name)) context.messages.report(oauth2FlowIncomplete, here, 'not an object');
      else context.messages.report(oauth2FlowUnsupported, here, name);
      return [];
    }
    const urls = readFlowUrls(name, flow, here, context);
    if (urls === undefined) return [];
    const grant = { grantType: grants[name] };
    return [
      { key, schemeType: 'oauth2', description, ...urls, scopes: scopesOf(flow, context), defaultScopes: [], grant },
    ];
  });
  return mapped.length === 0 ? undefined : mapped;
}

/** In Swagger 2.0, names among the scopes that start with `x-` are extensions (Scopes Object). */
function scopesOf(flow: JsonObject, { version }: ImportContext): readonly OAuth2Scope[] {
  const scopes = objectMember(flow, 'scopes') ?? {};
  const names = Object.keys(scopes).filter((name) => version !== '2.0' || !name.startsWith('x-'));
  return names.map((name) => {
    const description = textMember(scopes, name);
    return description === undefined ? { name } : { name, description };
  });
}
