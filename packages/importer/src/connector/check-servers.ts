import { isArray, isObject, type Json } from '@connectory/json';
import type { ImportContext } from '../context/import-context.ts';
import { textMember } from '../json/members.ts';
import { at, type Place } from '../place/place.ts';
import { serverWithQuery } from '../rules/server-with-query.ts';
import { hasQuery } from '../text/url-query.ts';

/** Reports server URLs with a query or a fragment. */
export function checkServerUrls(servers: Json | undefined, place: Place, { messages, shape }: ImportContext): void {
  if (!isArray(servers)) return;
  servers.forEach((server, index) => {
    const url = isObject(server) ? textMember(server, 'url') : undefined;
    const here = at(shape.placeOf(server, at(place, index)), 'url');
    if (url !== undefined && hasQuery(url)) messages.report(serverWithQuery, here, url);
  });
}
