import type { ActionResource } from '@connectory/client';

/** An HTTP method. It has no colour: colours mean severity and outcome. */
export function Method({ method }: { readonly method: ActionResource['method'] }) {
  return (
    <span className="w-16 shrink-0 rounded-sm border border-line bg-sunken py-0.5 text-center font-mono text-xs font-semibold text-ink">
      {method}
    </span>
  );
}
