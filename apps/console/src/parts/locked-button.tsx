import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

interface LockedButtonProps {
  /** The role that may do it. */
  readonly role: 'import' | 'operator';
  readonly children: ReactNode;
}

/** A button that the role of the session does not allow. It names the role that does. */
export function LockedButton({ role, children }: LockedButtonProps) {
  return (
    <Button disabled className="border-dashed text-quiet! disabled:opacity-100">
      {children}
      <span className="inline-flex items-center gap-1 text-xs font-normal">
        <Lock size={12} aria-hidden />
        needs the role “{role}”
      </span>
    </Button>
  );
}
