import type { ConnectorModel } from '@connectory/importer';
import {
  describePlan,
  factsOf,
  planVersion,
  type RowChunk,
  type VersionPlan,
  type VersionSource,
} from '@connectory/lifecycle';
import { createId } from '../ids/create-id.ts';
import { encodeVersionRows } from './encode-version-rows.ts';

/**
 * A version source whose model is in this process.
 * @param limits `maxBodyChars` for the bodies of all entities together. No limit by default: planning and rows throw OutputTooLargeError.
 */
export function createVersionSource(
  model: ConnectorModel,
  limits: { readonly maxBodyChars?: number | undefined } = {},
): VersionSource {
  const { maxBodyChars = Number.POSITIVE_INFINITY } = limits;
  let plan: VersionPlan | undefined;
  return {
    facts: factsOf(model),
    plan: async (standing, { maxDiffBytes, edits }) => {
      plan = planVersion(standing, model, { maxDiffBytes, maxBodyChars, createId, edits });
      return describePlan(plan);
    },
    rows: async function* (versionId, unknownSchemas): AsyncGenerator<RowChunk, void, undefined> {
      if (plan === undefined) throw new Error('rows were asked for before the plan');
      yield* encodeVersionRows(versionId, plan.rows, unknownSchemas);
    },
  };
}
