/**
 * Why a request to a user's URL gave no answer. No more is told: which address a name has, or in which way a connection failed, is how
 * a network behind this service could be explored.
 * - `refused`: not allowed, or a name that is not known (the two are not told apart: names of an inner network are nobody's business).
 * - `unreachable`: no connection, no TLS, no HTTP, or a connection that broke off.
 * - `timed-out`: connected, and not done in time.
 * - `unreadable`: the answer is not encoded as it says, or redirects to what is no URL.
 */
export type OutboundFault = 'refused' | 'unreachable' | 'timed-out' | 'too-large' | 'too-many-redirects' | 'unreadable';

/** Thrown inside this package; `send` turns it into its outcome. */
export class OutboundFaultError extends Error {
  override readonly name = 'OutboundFaultError';
  readonly fault: OutboundFault;

  constructor(fault: OutboundFault) {
    super(fault);
    this.fault = fault;
  }
}

/** By the codes of Node, its HTTP parser, zlib and undici. */
const faultsByCode: readonly { readonly code: RegExp; readonly fault: OutboundFault }[] = [
  { code: /^(UND_ERR_HEADERS_OVERFLOW|HPE_HEADER_OVERFLOW)$/, fault: 'too-large' },
  { code: /^(UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)$/, fault: 'timed-out' },
  { code: /^(Z_|ERR__ERROR_|ERR_BROTLI_)/, fault: 'unreadable' },
];

/** What an error of the network means; whatever is not known by its code is a connection that failed. */
export function toOutboundFault(error: unknown): OutboundFault {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (cause instanceof OutboundFaultError) return cause.fault;
    const code: unknown = 'code' in cause ? cause.code : undefined;
    const known = typeof code === 'string' ? faultsByCode.find((row) => row.code.test(code)) : undefined;
    if (known !== undefined) return known.fault;
  }
  return 'unreachable';
}
