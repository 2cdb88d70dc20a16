import { Link } from '@tanstack/react-router';
import { Empty } from '../parts/empty.tsx';
import { PageHead } from '../parts/page-head.tsx';

/** At addresses without a page. */
export function UnknownPage() {
  return (
    <main className="mx-auto max-w-3xl px-4 py-12">
      <PageHead title="There is no such page" />
      <Empty title="Nothing is at this address">
        <Link to="/" className="link">
          To the overview
        </Link>
      </Empty>
    </main>
  );
}
