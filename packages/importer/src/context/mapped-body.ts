import type { JsonObject } from '@connectory/json';
import type { ReportCounts } from '../messages/message-collector.ts';

/** What a shared body becomes in every operation that references it. */
export interface MappedBody {
  /** Indexes of its definitions, one for each media type. */
  readonly definitions: readonly number[];
  readonly openapi: JsonObject | undefined;
  /** Indexes of the definitions that its extras reference. */
  readonly used: ReadonlySet<number>;
  readonly reports: ReportCounts;
}
