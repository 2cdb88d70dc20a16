import type { HostileDocument } from './hostile-document.ts';
import { longText, times, yamlHead } from './parts.ts';

const example = `${yamlHead}components:\n  schemas:\n    S:\n      example:\n`;

/** YAML whose aliases and merge keys expand to far more than is written. */
export const expandingYaml: readonly HostileDocument[] = [
  {
    name: 'aliases of aliases',
    build: (size) => {
      const levels = times(
        Math.min(20, size / 60),
        (at) => `        a${at + 1}: &a${at + 1} [${times(10, () => `*a${at}`).join()}]\n`,
      );
      return `${example}        a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n${levels.join('')}`;
    },
  },
  {
    name: 'many aliases of a long text',
    build: (size) =>
      `${example}        t: &t ${longText(size / 2)}\n        l: [${times(size / 6, () => '*t').join()}]\n`,
  },
  {
    name: 'many aliases of a long key',
    build: (size) =>
      `${example}        t: &t\n          ? ${longText(Math.min(900, size / 2))}\n          : 1\n        l: [${times(size / 4, () => '*t').join()}]\n`,
  },
  {
    name: 'many schemas with an alias of a large one',
    build: (size) => {
      const properties = times(size / 50, (at) => `p${at}: {type: string}`).join(', ');
      const schemas = times(size / 80, (at) => `    S${at}: {title: t${at}, properties: {a: *b}}\n`).join('');
      return `${yamlHead}components:\n  schemas:\n    Big: &b {type: object, properties: {${properties}}}\n${schemas}`;
    },
  },
  {
    name: 'a chain of merge keys',
    build: (size) => {
      const links = times(size / 40, (at) => `  k${at + 1}: &k${at + 1} {<<: *k${at}, b${at}: 1}\n`).join('');
      return `${yamlHead}x-a:\n  k0: &k0 {a: 1}\n${links}`;
    },
  },
];
