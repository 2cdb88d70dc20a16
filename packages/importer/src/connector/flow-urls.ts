import { isArray, isObject, type JsonObject } from '@connectory/json';
import type { ImportContext } from '../context/import-context.ts';
import { member, objectMember, textMember } from '../json/members.ts';
import { at, type Place } from '../place/place.ts';
import { oauth2FlowIncomplete } from '../rules/oauth2-flow-incomplete.ts';
import { oauth2UrlCompleted } from '../rules/oauth2-url-completed.ts';
import { valueOfVariable } from './servers.ts';

/** The URLs of an OAuth flow, absolute; undefined, having reported the reason, when the flow lacks one that its grant needs. */
export function readFlowUrls(
  grant: string,
  flow: JsonObject,
  place: Place,
  context: ImportContext,
): { readonly authorizeUrl: string; readonly tokenUrl: string } | undefined {
  const needed = grant === 'authorizationCode' ? ['tokenUrl', 'authorizationUrl'] : ['tokenUrl'];
  const read = new Map(
    ['tokenUrl', 'authorizationUrl'].map((field) => [field, readUrl(textMember(flow, field), context)]),
  );
  for (const field of needed) {
    if (read.get(field)?.url !== undefined) continue;
    const written = textMember(flow, field);
    const remark = written === undefined ? `no ${field}` : `${field} cannot be made absolute: ${written}`;
    context.messages.report(oauth2FlowIncomplete, place, remark);
    return undefined;
  }
  for (const [field, outcome] of read)
    if (outcome.url !== undefined && outcome.isCompleted)
      context.messages.report(oauth2UrlCompleted, at(place, field), `${textMember(flow, field)} became ${outcome.url}`);
  // The contract requires both URLs. A grant that uses only one gets that URL twice.
  const tokenUrl = read.get('tokenUrl')?.url ?? '';
  return { authorizeUrl: read.get('authorizationUrl')?.url ?? tokenUrl, tokenUrl };
}

interface FlowUrl {
  readonly url: string | undefined;
  /** Whether values of server variables are part of it. */
  readonly isCompleted: boolean;
}

/**
 * Resolves a relative URL against the first server, which may itself be relative to the URL of the document (OpenAPI 3.1.1, "Relative
 * References in API URLs"). Variables of that server get their default values.
 */
function readUrl(written: string | undefined, context: ImportContext): FlowUrl {
  if (written === undefined) return { url: undefined, isCompleted: false };
  const servers = member(context.root, 'servers');
  const first = isArray(servers) && isObject(servers[0]) ? servers[0] : {};
  const variables = objectMember(first, 'variables') ?? {};
  const text = fillVariables(written.trim(), variables);
  if (text === undefined) return { url: undefined, isCompleted: false };
  const isFilled = text !== written.trim();
  if (URL.canParse(text)) return { url: usable(text), isCompleted: isFilled };
  const server = textMember(first, 'url') ?? '/';
  const filled = fillVariables(server, variables);
  const base = filled === undefined ? undefined : absolute(filled, context.sourceUrl);
  if (base === undefined || !namesHost(base) || !URL.canParse(text, base))
    return { url: undefined, isCompleted: false };
  return { url: usable(new URL(text, base).href), isCompleted: isFilled || filled !== server };
}

function absolute(server: string, sourceUrl: string | undefined): string | undefined {
  if (URL.canParse(server)) return server;
  return sourceUrl !== undefined && URL.canParse(server, sourceUrl) ? new URL(server, sourceUrl).href : undefined;
}

/** @returns undefined when a variable has no value. */
function fillVariables(text: string, variables: JsonObject): string | undefined {
  let isFilled = true;
  const filled = text.replace(/\{([^{}]+)\}/g, (written, name: string) => {
    const variable = objectMember(variables, name);
    const value = variable === undefined ? undefined : valueOfVariable(variable);
    isFilled &&= value !== undefined;
    return value ?? written;
  });
  return isFilled ? filled : undefined;
}

/** The contract wants a URI: braces that are left are none. Clients call it by HTTP. */
function usable(url: string): string | undefined {
  return /[{}\s]|%7[bd]/i.test(url) || !namesHost(url) ? undefined : url;
}

/** Parsers of URLs take the first segment of the path for the host when the host is empty, as in `https:///token`. */
function namesHost(url: string): boolean {
  return /^https?:\/\/[^/?#\\:@]/i.test(url);
}
