import type { AuditedChange } from '@connectory/database';
import type { ChangeOrigin } from '@connectory/lifecycle';

export interface FoldedEvent {
  /** The request of the first of the equal events. */
  readonly origin: ChangeOrigin;
  readonly change: AuditedChange;
}

/** Counts equal events: those that differ in nothing but their request. */
export interface EventFolder {
  add(event: FoldedEvent, count: number): void;
  /** Returns all events, and forgets them. */
  take(): readonly (FoldedEvent & { readonly count: number })[];
}

/** Different events of one address, and in all. Further ones are counted together, by address and action. */
const defaultLimits = { ofAddress: 20, inAll: 1_000 };

/** Creates an empty folder. Its memory is bounded by the limits, for all requests. */
export function createEventFolder(limits = defaultLimits): EventFolder {
  let groups = new Map<string, FoldedEvent & { count: number }>();
  let addresses = new Map<string, number>();
  const join = (event: FoldedEvent, count: number): boolean => {
    const group = groups.get(keyOf(event));
    if (group !== undefined) group.count += count;
    return group !== undefined;
  };
  const open = (event: FoldedEvent, count: number): void => {
    const address = event.origin.address ?? '';
    addresses.set(address, (addresses.get(address) ?? 0) + 1);
    groups.set(keyOf(event), { ...event, count });
  };
  return {
    add: (event, count) => {
      if (join(event, count)) return;
      const hasRoom = groups.size < limits.inAll;
      if (hasRoom && (addresses.get(event.origin.address ?? '') ?? 0) < limits.ofAddress) return open(event, count);
      const rest = withoutFacts(event, hasRoom ? event.origin.address : undefined);
      if (!join(rest, count)) open(rest, count);
    },
    take: () => {
      const taken = [...groups.values()];
      groups = new Map();
      addresses = new Map();
      return taken;
    },
  };
}

function keyOf({ origin: { actor, address }, change }: FoldedEvent): string {
  return JSON.stringify([actor, address, change]);
}

/** The event that stands for all further ones of an address, or of all addresses. */
function withoutFacts({ change: { action, outcome } }: FoldedEvent, address: string | undefined): FoldedEvent {
  return {
    origin: { actor: { kind: 'anonymous', id: 'others' }, ...(address === undefined ? {} : { address }) },
    change: { action, organisationId: null, ...(outcome === undefined ? {} : { outcome }) },
  };
}
