import type { z } from 'zod';
import type { HeaderName } from './header-names.ts';

/** One response of an operation. It has a JSON body with a schema, a body of another media type, or no body. */
export interface ApiResponse {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Default: `application/json`, if there is a schema. */
  readonly mediaType?: string;
  /** Media types besides JSON that the header Accept may ask for. */
  readonly otherMediaTypes?: readonly string[];
  /** Schema of the data of each event, or of each JSON line. */
  readonly itemSchema?: z.ZodType;
  /** Headers besides those that `headersOf` derives from the operation and the status. */
  readonly headers?: readonly HeaderName[];
  /** Name of a response that operations share, as a component. */
  readonly component?: string;
  /** Default: composed from the examples of the properties. */
  readonly example?: unknown;
}
