import { isObject, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place } from '../place/place.ts';
import type { References } from './references.ts';
import { linkOperationUnknown } from '../rules/link-operation-unknown.ts';
import { serverWithQuery } from '../rules/server-with-query.ts';
import { hasQuery } from '../text/url-query.ts';

/** The operations of the document, which links name. */
export class LinkTargets {
  readonly #operationIds = new Set<string>();
  readonly #links: { readonly operationId: string; readonly place: Place }[] = [];
  readonly #source: { readonly references: References; readonly messages: MessageCollector };

  constructor(source: { readonly references: References; readonly messages: MessageCollector }) {
    this.#source = source;
  }

  addOperation(operationId: string | undefined): void {
    if (operationId !== undefined) this.#operationIds.add(operationId);
  }

  addLink(link: JsonObject, place: Place): void {
    const operationId = member(link, 'operationId');
    if (typeof operationId === 'string') this.#links.push({ operationId, place: at(place, 'operationId') });
    const { references, messages } = this.#source;
    const server = member(link, 'server');
    const url = isObject(server) ? member(server, 'url') : undefined;
    if (typeof url === 'string' && hasQuery(url)) messages.report(serverWithQuery, at(place, 'server', 'url'), url);
    const reference = member(link, 'operationRef');
    if (typeof reference !== 'string') return;
    const here = at(place, 'operationRef');
    if (references.find(reference, here).kind === 'dangling') messages.report(linkOperationUnknown, here, reference);
  }

  /** Reports links to operations that were not added. Call it when all operations are known. */
  finish(): void {
    for (const { operationId, place } of this.#links)
      if (!this.#operationIds.has(operationId)) this.#source.messages.report(linkOperationUnknown, place, operationId);
  }
}
