import { Plus, X } from 'lucide-react';
import { Button } from '../parts/button.tsx';

export function AddButton({ children, onClick }: { readonly children: string; readonly onClick: () => void }) {
  return (
    <Button className="mt-3" onClick={onClick}>
      <Plus size={16} aria-hidden />
      {children}
    </Button>
  );
}

export function RemoveButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="inline-flex size-9 shrink-0 items-center justify-center rounded-md text-quiet hover:bg-sunken hover:text-ink"
    >
      <X size={16} aria-hidden />
    </button>
  );
}
