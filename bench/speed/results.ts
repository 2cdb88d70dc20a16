import type { describeEnvironment } from './environment.ts';
import type { Ratios } from './ratios.ts';
import type { runAccept } from './rows/accept.ts';
import type { runAgain } from './rows/again.ts';
import type { runDirectory } from './rows/directory.ts';
import type { runFloor } from './rows/floor.ts';
import type { runGrowth } from './rows/growth.ts';
import type { runOneDocument } from './rows/one-document.ts';
import type { runPeer } from './rows/peers.ts';
import type { runRead } from './rows/read.ts';

type RowOf<Run extends (...parameters: never[]) => Promise<object>> = Awaited<ReturnType<Run>> & {
  /** Seconds of all repeated runs. */
  readonly allSeconds?: readonly number[];
};

export type DirectoryRow = RowOf<typeof runDirectory>;
export type FloorRow = RowOf<typeof runFloor>;
export type OneDocumentRow = RowOf<typeof runOneDocument>;
export type GrowthRow = RowOf<typeof runGrowth>;
export type ReadRow = RowOf<typeof runRead>;

/** The measured rows of one call. A row that was not measured is absent. */
export interface Results {
  environment: ReturnType<typeof describeEnvironment>;
  directory?: readonly DirectoryRow[];
  floor?: readonly FloorRow[];
  'one-document'?: readonly OneDocumentRow[];
  'floor-of-one'?: readonly (FloorRow & { readonly document: string })[];
  peers?: readonly RowOf<typeof runPeer>[];
  accept?: readonly RowOf<typeof runAccept>[];
  read?: readonly ReadRow[];
  again?: readonly RowOf<typeof runAgain>[];
  growth?: readonly GrowthRow[];
  ratios?: Ratios;
}
