import type { VersionResource } from '@connectory/client';
import { CircleDashed, Lock } from 'lucide-react';

/** The name of a version, and whether it is a draft or published. */
export function VersionTag({ version: { name, publishedAt } }: { readonly version: VersionResource }) {
  const Icon = publishedAt === null ? CircleDashed : Lock;
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 text-sm">
      <span className="truncate font-medium">{name}</span>
      <span className="inline-flex items-center gap-1 whitespace-nowrap text-quiet">
        <Icon size={13} aria-hidden />
        {publishedAt === null ? 'draft' : 'published'}
      </span>
    </span>
  );
}
