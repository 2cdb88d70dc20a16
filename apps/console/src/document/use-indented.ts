import { useEffect, useState } from 'react';
import { type IndentedDocument, indentJson } from './indent-json.ts';

/** How long the work goes on before the page can respond, in milliseconds. */
const turnMs = 12;

/** A document indented anew. Undefined until that is done; null for text that is no JSON. */
export function useIndented(text: string, pointer: string, isWanted: boolean): IndentedDocument | null | undefined {
  const [indented, setIndented] = useState<IndentedDocument | null>();
  useEffect(() => {
    if (!isWanted) return undefined;
    const steps = indentJson(text, pointer);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const work = (): void => {
      const until = performance.now() + turnMs;
      for (;;) {
        const { done, value } = steps.next();
        if (done === true) {
          setIndented(value ?? null);
          return;
        }
        if (performance.now() > until) break;
      }
      timer = setTimeout(work);
    };
    work();
    return () => clearTimeout(timer);
  }, [text, pointer, isWanted]);
  return isWanted ? indented : null;
}
