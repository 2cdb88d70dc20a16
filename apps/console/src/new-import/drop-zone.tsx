import { FileUp } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { formatBytes } from '../format/numbers.ts';

interface DropZoneProps {
  readonly file: File | undefined;
  readonly onFile: (file: File) => void;
}

/** Takes a file by drop, click or keyboard. */
export function DropZone({ file, onFile }: DropZoneProps) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped !== undefined) onFile(dropped);
  };
  return (
    <label
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`flex cursor-pointer flex-col items-center gap-1 rounded-lg border-2 border-dashed px-4 py-10 text-center has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${
        isOver ? 'border-accent bg-accent-soft' : 'border-edge bg-sunken hover:border-accent'
      }`}
    >
      <FileUp size={28} aria-hidden className="mb-1 text-accent" />
      {file === undefined ? (
        <>
          <span className="text-lg font-medium">Drop an OpenAPI document here, or choose a file</span>
          <span className="text-quiet">OpenAPI 2.0 to 3.2, JSON or YAML; several files as .zip or .tar.gz</span>
        </>
      ) : (
        <>
          <span className="max-w-full text-lg font-medium wrap-anywhere">{file.name}</span>
          <span className="text-quiet">{formatBytes(file.size)} · choose another file</span>
        </>
      )}
      <input
        type="file"
        className="sr-only"
        accept=".json,.yaml,.yml,.zip,.gz,.tgz,.tar,application/json"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen !== undefined) onFile(chosen);
        }}
      />
    </label>
  );
}
