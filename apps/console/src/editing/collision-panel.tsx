import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { counted } from '../format/numbers.ts';
import { Button } from '../parts/button.tsx';
import type { Collision } from './use-editor.ts';
import type { OtherChange } from './merge-drafts.ts';
import { Values } from '../parts/values.tsx';

interface CollisionPanelProps {
  readonly kind: string;
  readonly collision: Collision;
  /** Shows the entity as it is now. */
  readonly onReload: () => void;
  /** Shows it as it is now, with the changes made here. */
  readonly onMerge: () => void;
}

/** Shows the changes of another user to the entity, and asks how to go on. Nothing was stored. */
export function CollisionPanel({ kind, collision, onReload, onMerge }: CollisionPanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <div
      ref={panel}
      role="alert"
      tabIndex={-1}
      data-collision={collision.kind}
      className="card mb-6 border-l-4 border-l-warn p-4 sm:p-5"
    >
      <p className="flex items-start gap-2 font-medium">
        <TriangleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-warn" />
        {collision.kind === 'gone'
          ? `Somebody else deleted or renamed this ${kind} since you opened it. Nothing was saved.`
          : `Somebody else changed this ${kind} since you opened it. Nothing was saved.`}
      </p>
      {collision.kind === 'changed' && (
        <>
          <p className="mt-1 pl-6.5 text-quiet">{sentenceOf(collision.changes)}</p>
          <ul className="mt-3 flex flex-col gap-4">
            {collision.changes.map(({ path, before, now, mine }) => (
              <li key={path}>
                <p className="mb-1 flex flex-wrap gap-x-3">
                  <code className="font-mono text-sm wrap-anywhere">{path}</code>
                  {mine !== undefined && <span className="font-medium text-warn">changed by both</span>}
                </p>
                <Values
                  values={[
                    ['When you opened it', before],
                    ['Now', now],
                    ...(mine === undefined ? [] : [['Yours', mine.value] as const]),
                  ]}
                />
              </li>
            ))}
          </ul>
          <div className="mt-4 flex flex-wrap gap-2">
            <Button look="primary" onClick={onMerge}>
              Merge, and keep my changes
            </Button>
            <Button onClick={onReload}>Reload, and drop my changes</Button>
          </div>
        </>
      )}
    </div>
  );
}

function sentenceOf(changes: readonly OtherChange[]): string {
  const conflicts = changes.filter(({ mine }) => mine !== undefined).length;
  const all = `${counted(changes.length, 'field')} changed`;
  return conflicts === 0
    ? `${all}, none of those that you changed.`
    : `${all}, ${conflicts} of them here too, in another way: a merge keeps yours.`;
}
