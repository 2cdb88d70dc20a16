export { type AllowList, parseAllowList } from './allow-list.ts';
export { checkUrl, type CheckedUrl } from './check-url.ts';
export {
  createOutbound,
  type Outbound,
  type OutboundResponse,
  type OutboundLimits,
  type OutboundOptions,
  type OutboundOutcome,
  type OutboundRequest,
} from './outbound.ts';
export { readAllowList, readOutboundOptions } from './outbound-settings.ts';
export type { OutboundFault } from './outbound-fault.ts';
