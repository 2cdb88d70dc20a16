import { encodeFragment, isObject, type Json, type JsonObject } from '@connectory/json';
import { member, objectMember } from '../json/members.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, fileOf, type Place, rootPlace } from '../place/place.ts';
import type { References } from './references.ts';
import { linkOperationUnknown } from '../rules/link-operation-unknown.ts';
import { serverWithQuery } from '../rules/server-with-query.ts';
import { hasQuery } from '../text/url-query.ts';

interface Source {
  /** The root document. */
  readonly root: JsonObject;
  readonly references: References;
  readonly messages: MessageCollector;
}

/** The operations of the document, which links name. */
export class LinkTargets {
  readonly #operationIds = new Set<string>();
  readonly #links: { readonly operationId: string; readonly place: Place }[] = [];
  readonly #source: Source;
  /** Pointers of the operations of the root document; undefined until a link needs them. */
  #pointers: ReadonlyMap<Json, string> | undefined;

  constructor(source: Source) {
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

  /**
   * The reference to an operation as it is from the root document, when it stands in another file or leads into one. Operations of
   * other files are part of the paths that refer to them.
   */
  operationRefOf(reference: string, place: Place): string {
    const target = this.#source.references.find(reference, place);
    if (target.kind !== 'found' || (fileOf(place) === '' && fileOf(target.place) === '')) return reference;
    this.#pointers ??= this.#findOperations();
    return this.#pointers.get(target.value) ?? reference;
  }

  #findOperations(): ReadonlyMap<Json, string> {
    const pointers = new Map<Json, string>();
    const paths = objectMember(this.#source.root, 'paths') ?? {};
    for (const path of Object.keys(paths)) {
      const item = this.#source.references.resolve(paths[path], at(rootPlace, 'paths', path), 'path-item');
      if (item.kind !== 'resolved') continue;
      for (const [method, operation] of Object.entries(item.object))
        if (isObject(operation) && !pointers.has(operation))
          pointers.set(operation, `#${encodeFragment(['paths', path, method])}`);
    }
    return pointers;
  }

  /** Reports links to operations that were not added. Call it when all operations are known. */
  finish(): void {
    for (const { operationId, place } of this.#links)
      if (!this.#operationIds.has(operationId)) this.#source.messages.report(linkOperationUnknown, place, operationId);
  }
}
