import { splitPointer } from '@connectory/json';
import type { LocatePointers } from '@connectory/importer';
import type yaml from 'js-yaml';
import { locateOffsets } from '../places/locate-offsets.ts';
import { createNodeFinder, skipToContent } from './find-node.ts';
import { readYamlNodes } from './yaml-nodes.ts';

/**
 * Locates pointers in valid YAML text: the key of a member, as editors show it, or the start of an item. Parses the text a second
 * time with the parser's events. Values behind aliases and merge keys are located where they are written.
 */
export function locateInYaml(text: string, options: yaml.LoadOptions): LocatePointers {
  return (pointers) => {
    const find = createNodeFinder(readYamlNodes(text, options));
    const offsets = new Map<string, number>();
    for (const pointer of pointers) {
      const offset = find(splitPointer(pointer))?.offset;
      if (offset !== undefined) offsets.set(pointer, skipToContent(text, offset));
    }
    return locateOffsets(text, offsets);
  };
}
