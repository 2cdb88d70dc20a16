import type { ImportContext } from '../context/import-context.ts';
import type { Place } from '../place/place.ts';
import { pathTemplateInvalid } from '../rules/path-template-invalid.ts';
import { pathTemplateRepeated } from '../rules/path-template-repeated.ts';
import { pathWithQuery } from '../rules/path-with-query.ts';
import type { PathItem } from './path-item.ts';
import type { PathTemplate } from './path-template.ts';

/** A path item of `paths`. */
export interface ActionItem extends PathItem {
  /** The place of its template, also when its object is elsewhere. */
  readonly key: Place;
  readonly template: PathTemplate;
  readonly path: string;
}

/** Reports path templates that the specification does not allow, one after the other. */
export function createTemplateCheck({ messages }: ImportContext): (item: ActionItem) => void {
  const earlier = new Map<string, string>();
  return ({ key, template, path }) => {
    if (/[?#]/.test(template.signature)) messages.report(pathWithQuery, key, path);
    if (template.faults.length > 0) messages.report(pathTemplateInvalid, key, template.faults.join(', '));
    const same = earlier.get(template.signature);
    if (same === undefined) earlier.set(template.signature, path);
    else messages.report(pathTemplateRepeated, key, `${path} is the same path as ${same}`);
  };
}
