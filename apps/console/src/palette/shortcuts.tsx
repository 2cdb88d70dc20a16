import { Modal } from './modal.tsx';

const shortcuts = [
  ['Ctrl K, ⌘ K', 'Commands: go to anything by its name'],
  ['?', 'This help'],
  ['/', 'Search the page, or everything'],
  ['g o', 'Go to the overview'],
  ['g s', 'Go to the search'],
  ['g i', 'Go to the imports'],
  ['g c', 'Go to the connectors'],
  ['g r', 'Go to the bulk runs'],
  ['j k, Enter', 'Next and previous row, and open it'],
  ['↓ ↑', 'Next and previous action of a version'],
  ['n p', 'Next and previous message'],
  ['Esc', 'Close'],
] as const;

/** The keys of all pages. */
export function Shortcuts({ onClose }: { readonly onClose: () => void }) {
  return (
    <Modal label="Keyboard shortcuts" onClose={onClose}>
      <div className="p-5">
        <h2 className="mb-3 text-lg font-semibold">Keyboard shortcuts</h2>
        <dl className="divide-y divide-line">
          {shortcuts.map(([keys, meaning]) => (
            <div key={keys} className="flex items-baseline justify-between gap-4 py-2">
              <dt>
                <kbd className="rounded-sm border border-line bg-sunken px-1.5 py-0.5 font-mono text-sm whitespace-nowrap">
                  {keys}
                </kbd>
              </dt>
              <dd className="text-right text-quiet">{meaning}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog" className="mt-4 text-right">
          <button type="submit" className="link min-h-9">
            Close
          </button>
        </form>
      </div>
    </Modal>
  );
}
