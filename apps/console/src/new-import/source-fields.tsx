import { DropZone } from './drop-zone.tsx';
import type { ImportForm } from './submit-import.ts';

interface SourceFieldsProps {
  readonly form: ImportForm;
  readonly onFile: (file: File) => void;
  readonly onChange: (change: Partial<ImportForm>) => void;
}

const sources = [
  ['file', 'From a file'],
  ['url', 'From a URL'],
] as const;

/** Where the document comes from. */
export function SourceFields({ form, onFile, onChange }: SourceFieldsProps) {
  return (
    <fieldset>
      <legend className="sr-only">Document</legend>
      <div className="mb-3 inline-flex rounded-md border border-line bg-sunken p-0.5">
        {sources.map(([source, label]) => (
          <button
            key={source}
            type="button"
            aria-pressed={form.source === source}
            onClick={() => onChange({ source })}
            className="min-h-8 rounded-sm px-3 text-quiet aria-pressed:bg-surface aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-sm"
          >
            {label}
          </button>
        ))}
      </div>
      {form.source === 'file' ? (
        <DropZone file={form.file} onFile={onFile} />
      ) : (
        <label className="flex flex-col gap-1.5">
          <span className="font-medium">URL of the document</span>
          <input
            className="field"
            type="url"
            placeholder="https://example.com/openapi.json"
            value={form.url}
            onChange={(event) => onChange({ url: event.target.value })}
          />
          <span className="text-sm text-quiet">
            A public address. The service fetches it with the files of its origin that it references.
          </span>
        </label>
      )}
    </fieldset>
  );
}
