import { useEffect } from 'react';
import { isTyping } from '../palette/is-typing.ts';

/** Calls a function at `n` with 1 and at `p` with -1, unless something is being typed. */
export function useStepKeys(onStep: (step: 1 | -1) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const step = event.key === 'n' ? 1 : event.key === 'p' ? -1 : undefined;
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      event.preventDefault();
      onStep(step);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [onStep]);
}
