import { Severity } from '../parts/severity.tsx';
import { idOfField, type Note } from './notes.tsx';

/** All notes, each with a way to its field. */
export function NotesPanel({ notes }: { readonly notes: readonly Note[] }) {
  if (notes.length === 0) return null;
  const errors = notes.filter(({ severity }) => severity === 'error').length;
  return (
    <section aria-label="Findings" className="card mb-4 p-4">
      <h2 className="font-semibold">Findings {notes.length}</h2>
      {errors > 0 && <p className="text-quiet">A version with an error cannot be published.</p>}
      <ul className="mt-2 flex flex-col gap-1.5">
        {notes.map(({ path, message, severity }) => (
          <li key={`${path} ${message}`} className="flex flex-wrap items-baseline gap-x-3">
            <Severity severity={severity} />
            <button type="button" className="link min-h-6 font-mono text-sm wrap-anywhere" onClick={() => goTo(path)}>
              {path === '' ? '(the whole)' : path}
            </button>
            <span className="wrap-anywhere">{message}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Focuses the control of a field, or of the nearest field around it. */
function goTo(path: string): void {
  const steps = path.split('/');
  for (let count = steps.length; count > 0; count -= 1) {
    const control = document.getElementById(idOfField(steps.slice(0, count).join('/')));
    if (control === null) continue;
    control.focus();
    control.scrollIntoView({ block: 'center' });
    return;
  }
}
