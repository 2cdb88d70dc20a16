import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importDocument } from '../src/index.ts';
import { checkProperty } from './check-property.ts';
import { createMeaningJudge, schemasOf } from './judge-meaning.ts';
import { parsed } from './parsed.ts';
import { schemaDocument, versions } from './schema-document.ts';

/** Few, because validators are slow to create. The same in each run, because for some schemas the generator of instances does not end. */
const drawn = { runs: 12, seed: 20_261_127 };

describe('The schemas of generated documents', () => {
  it.each(versions)(
    'of %s accept and reject the same values as their definitions',
    { timeout: 36_000_000 },
    (version) => {
      let accepted = 0;
      let refused = 0;
      checkProperty(
        `meaning of ${version}`,
        fc.property(schemaDocument(version), (document) => {
          const outcome = importDocument(parsed(document));
          if (!outcome.ok) throw new Error(outcome.fault.message);
          const comparisons = Object.keys(schemasOf(document)).map(createMeaningJudge(document, outcome.model));
          accepted += comparisons.reduce((sum, comparison) => sum + comparison.accepted, 0);
          refused += comparisons.reduce((sum, comparison) => sum + comparison.refused, 0);
          expect(comparisons.flatMap(({ name, differing }) => differing.map((one) => ({ name, ...one })))).toEqual([]);
        }),
        drawn,
      );
      expect(Math.min(accepted, refused)).toBeGreaterThan(30);
    },
  );
});
