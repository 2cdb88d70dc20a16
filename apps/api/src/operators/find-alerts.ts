import type { SystemState } from '@connectory/contract';

type Alert = SystemState['alerts'][number];

/** The parts of the state that can fire alerts. */
export type AlertingState = Pick<
  SystemState,
  'workers' | 'database' | 'queue' | 'interactive' | 'lastHour' | 'notifications'
>;

/** Seconds that an interactive import may wait, as in the rules for Prometheus. */
const maxWaitSeconds = 120;

/** Seconds that a notification may be overdue. */
const maxOverdueSeconds = 300;

/** The alerts of the rules for Prometheus that the present state fires. They need no monitoring, and know no earlier state. */
export function findAlerts(
  state: AlertingState,
  { staleAfterSeconds }: { readonly staleAfterSeconds: number },
): readonly Alert[] {
  const { workers, database, queue, interactive, lastHour, notifications } = state;
  const conditions: readonly (false | Alert)[] = [
    workers.processes === 0 && page('ConnectoryProcessDown', 'No worker is connected to the database.'),
    queue.status === 'away' &&
      page('ConnectoryQueueAway', 'The queue does not accept jobs. Imports wait in the database.'),
    interactive.oldestSeconds > maxWaitSeconds &&
      page('ConnectoryImportsWait', `The oldest import has waited for ${inSeconds(interactive.oldestSeconds)}.`),
    workers.oldestHeartbeatSeconds > staleAfterSeconds &&
      ticket(
        'ConnectoryImportsSwept',
        `The worker of a running import has been silent for ${inSeconds(workers.oldestHeartbeatSeconds)}. Its import will be claimed again.`,
      ),
    lastHour.defects > 0 &&
      ticket(
        'ConnectoryInternalErrors',
        `Imports of the last hour that failed by a defect, or after all attempts: ${lastHour.defects}.`,
      ),
    database.waiting > 0 &&
      ticket('ConnectoryPoolExhausted', `Queries that wait for a connection: ${database.waiting}.`),
    (notifications.givenUp > 0 || notifications.overdueSeconds > maxOverdueSeconds) &&
      ticket('ConnectoryCallbacksGivenUp', describeNotifications(notifications)),
  ];
  return conditions.filter((condition) => condition !== false);
}

function describeNotifications({ givenUp, overdueSeconds }: SystemState['notifications']): string {
  if (givenUp > 0) return `Notifications of the last day that were given up: ${givenUp}.`;
  return `A notification has been due for ${inSeconds(overdueSeconds)}.`;
}

function page(name: Alert['name'], summary: string): Alert {
  return { name, severity: 'page', summary };
}

function ticket(name: Alert['name'], summary: string): Alert {
  return { name, severity: 'ticket', summary };
}

function inSeconds(seconds: number): string {
  return `${Math.round(seconds)} s`;
}
