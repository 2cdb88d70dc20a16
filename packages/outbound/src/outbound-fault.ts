/**
 * Why a request to a user's URL gave no response. More details, such as the address of a name, would let users explore the network
 * behind this service.
 * - `refused`: not allowed, or the host name is unknown. The two are not distinguished, to keep internal names secret.
 * - `unreachable`: no connection, no TLS, no HTTP, or the connection closed early.
 * - `timed-out`: connected, but not finished in time.
 * - `unreadable`: the body does not match its content encoding, or a redirect has an invalid URL.
 */
export type OutboundFault = 'refused' | 'unreachable' | 'timed-out' | 'too-large' | 'too-many-redirects' | 'unreadable';

/** Thrown inside this package. `send` turns it into an outcome. */
export class OutboundFaultError extends Error {
  override readonly name = 'OutboundFaultError';
  readonly fault: OutboundFault;

  constructor(fault: OutboundFault) {
    super(fault);
    this.fault = fault;
  }
}

/** Error codes of Node, its HTTP parser, zlib and undici. */
const faultsByCode: readonly { readonly code: RegExp; readonly fault: OutboundFault }[] = [
  { code: /^(UND_ERR_HEADERS_OVERFLOW|HPE_HEADER_OVERFLOW)$/, fault: 'too-large' },
  { code: /^(UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)$/, fault: 'timed-out' },
  { code: /^(Z_|ERR__ERROR_|ERR_BROTLI_)/, fault: 'unreadable' },
];

/** Maps a network error to a fault. Errors with an unknown code count as `unreachable`. */
export function toOutboundFault(error: unknown): OutboundFault {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (cause instanceof OutboundFaultError) return cause.fault;
    const code: unknown = 'code' in cause ? cause.code : undefined;
    const known = typeof code === 'string' ? faultsByCode.find((row) => row.code.test(code)) : undefined;
    if (known !== undefined) return known.fault;
  }
  return 'unreachable';
}
