import type { Rule } from '@connectory/importer';
import { overlayConflict } from './overlay-conflict.ts';
import { overlayNotNeeded } from './overlay-not-needed.ts';
import { overlayTargetMissing } from './overlay-target-missing.ts';

/** Every rule that applying overlays can report, in the order of the documentation. */
export const overlayRules: readonly Rule[] = [overlayConflict, overlayTargetMissing, overlayNotNeeded];
