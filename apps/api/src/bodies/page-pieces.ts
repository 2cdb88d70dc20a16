import type { Page } from '@connectory/database';
import { presentPageInfo } from '../http/paging.ts';
import type { Piece } from './in-chunks.ts';
import { eachAsJson, jsonArray, jsonObject } from './json-pieces.ts';

/** A page as the API sends it: the cursors, and the items under their name. */
export function pagePieces(page: Page<unknown>, name: string, items: AsyncIterable<AsyncIterable<Piece>>) {
  return jsonObject(presentPageInfo(page), { [name]: jsonArray(items) });
}

/** A page whose items are small objects. */
export function pageOf<Item>(page: Page<Item>, name: string, present: (item: Item) => object) {
  return pagePieces(page, name, eachAsJson(page.items.map(present)));
}
