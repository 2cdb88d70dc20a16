import { useBlocker } from '@tanstack/react-router';
import { Modal } from '../palette/modal.tsx';
import { Button } from '../parts/button.tsx';

interface LeaveGuardProps {
  readonly hasChanges: boolean;
  /** The entity that has changes, as `action getPet`. */
  readonly subject: string;
}

/** Asks before a page with unsaved changes is left. The browser asks before it is reloaded or closed. */
export function LeaveGuard({ hasChanges, subject }: LeaveGuardProps) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: isOtherPage,
    disabled: !hasChanges,
    withResolver: true,
  });
  if (status !== 'blocked') return null;
  return (
    <Modal label="Leave without saving?" onClose={reset}>
      <div className="p-5">
        <h2 className="text-lg font-semibold">Leave without saving?</h2>
        <p className="mt-1 text-quiet wrap-anywhere">The changes of the {subject} are lost if you leave this page.</p>
        <div className="mt-4 flex flex-wrap gap-2">
          <Button look="primary" onClick={reset}>
            Stay
          </Button>
          <Button className="text-bad" onClick={proceed}>
            Leave, and drop the changes
          </Button>
        </div>
      </div>
    </Modal>
  );
}

interface Move {
  readonly current: { readonly pathname: string };
  readonly next: { readonly pathname: string };
}

/** A new search of the same page loses nothing. */
function isOtherPage({ current, next }: Move): boolean {
  return current.pathname !== next.pathname;
}
