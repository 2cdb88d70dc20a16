import { documentRules } from '@connectory/document';
import { allRules, type Rule } from '@connectory/importer';
import { allVersionRules } from '@connectory/lifecycle';
import { overlayRules } from '@connectory/overlay';

/** The rules of one package that reports messages. */
export interface MessageTable {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** Every rule behind the messages of an import, in the order of docs/messages.md. */
export const messageTables: readonly MessageTable[] = [
  { title: 'Reading the document', rules: documentRules },
  { title: 'Applying overlays', rules: overlayRules },
  { title: 'Mapping the document', rules: allRules },
  { title: 'Writing the version', rules: allVersionRules },
];
