import type { Json, JsonObject } from '@connectory/json';
import { asideName, emptyObject, member } from '../json/members.ts';
import { copySpellings } from '../json/spellings.ts';
import type { Place } from '../place/place.ts';
import { withAsides, withoutMembers } from './shape-places.ts';
import type { SwaggerSource } from './swagger-source.ts';

const flowNames: ReadonlyMap<string, string> = new Map([
  ['application', 'clientCredentials'],
  ['accessCode', 'authorizationCode'],
]);

const ofFlow: ReadonlySet<string> = new Set(['authorizationUrl', 'tokenUrl', 'scopes']);

/** A security scheme in the shape of OpenAPI 3. */
export function reshapeSecurityScheme(object: JsonObject, place: Place, source: SwaggerSource): JsonObject {
  const type = member(object, 'type');
  const shaped = emptyObject();
  const name = member(object, 'flow');
  const isOAuth = type === 'oauth2' && typeof name === 'string';
  const flow = emptyObject();
  const isBasic = type === 'basic';
  for (const key of Object.keys(object)) {
    const value: Json = object[key] ?? null;
    if (key === 'type' && isBasic) Object.assign(shaped, { type: 'http', scheme: 'basic' });
    else if (isOAuth && key === 'flow') shaped['flows'] = { [flowNames.get(name) ?? name]: flow };
    else if (isOAuth && ofFlow.has(key)) flow[key] = value;
    else shaped[(isOAuth && key === 'flows') || (isBasic && key === 'scheme') ? asideName(object, key) : key] = value;
  }
  copySpellings(object, shaped);
  return source.places.add(shaped, place, withAsides(object, isOAuth ? withoutMembers({ flows: 2 }) : undefined));
}
