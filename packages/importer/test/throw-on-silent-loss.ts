import { silentLoss } from '../src/messages/coverage-counter.ts';

// Set up for every unit test: a part of a document that is not imported needs a message.
silentLoss.found = (kind) => {
  throw new Error(`A part of the document (${kind}) is not imported, and no message says so.`);
};
