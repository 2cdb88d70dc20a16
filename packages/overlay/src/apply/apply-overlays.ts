import type {
  DocumentFault,
  DocumentNotice,
  LocatePointers,
  ParsedDocument,
  SourcePosition,
} from '@connectory/importer';
import type { Json } from '@connectory/json';
import { OverlayFaultError } from '../faults/overlay-fault.ts';
import { StepBudget } from '../faults/step-budget.ts';
import type { Overlay, OverlayAction } from '../parse/overlay.ts';
import { Origins } from '../places/origins.ts';
import { type OverlayTrace, type RemovedPart, separateWritten, traceChanges } from '../places/overlay-trace.ts';
import { overlayConflict } from '../rules/overlay-conflict.ts';
import { overlayNotNeeded } from '../rules/overlay-not-needed.ts';
import { overlayRules } from '../rules/overlay-rules.ts';
import { overlayTargetMissing } from '../rules/overlay-target-missing.ts';
import { planAction } from './apply-action.ts';
import { type TreeLimits, TreeMeter } from './tree-limits.ts';

/** What happens to an action when what it changes is no longer what it was written for. */
export type ConflictPolicy = 'apply' | 'skip' | 'fail';

export interface NamedOverlay {
  readonly name: string;
  readonly overlay: Overlay;
  readonly policy: ConflictPolicy;
  /** Hashes of what actions changed when they were first applied, by the keys of the actions. Undefined: none are kept. */
  readonly remembered: { readonly [actionKey: string]: string } | undefined;
}

/** How the actions of all overlays ended. `actions` is the sum of the others. */
export interface OverlayTotals {
  readonly actions: number;
  readonly applied: number;
  readonly notNeeded: number;
  readonly conflicting: number;
  readonly missing: number;
}

export type ApplyOutcome =
  | {
      readonly ok: true;
      /** With the notices of the overlays, and with places of the document as it was read. */
      readonly document: ParsedDocument;
      readonly totals: OverlayTotals;
      /** State to remember of the overlays in which it has changed, by their names. */
      readonly remember: { readonly [overlay: string]: { readonly [actionKey: string]: string } };
      /** If it was asked for. */
      readonly trace?: OverlayTrace;
    }
  | { readonly ok: false; readonly fault: DocumentFault };

/**
 * Applies overlays to the root document of a parsed document, in order (Overlay Specification 1.1). Pure: the same input gives the same
 * outcome. The document is not changed.
 */
export function applyOverlays(
  document: ParsedDocument,
  overlays: readonly NamedOverlay[],
  limits: TreeLimits,
  { traced = false }: { readonly traced?: boolean } = {},
): ApplyOutcome {
  try {
    return { ok: true, ...new Application(document, limits, traced).run(overlays) };
  } catch (error) {
    if (error instanceof OverlayFaultError) return { ok: false, fault: error.fault };
    throw error;
  }
}

type Place = DocumentNotice['places'][number];

class Application {
  readonly #document: ParsedDocument;
  readonly #budget: StepBudget;
  readonly #meter: TreeMeter;
  readonly #origins: Origins;
  readonly #places = new Map<string, Place[]>();
  readonly #counts = { applied: 0, notNeeded: 0, conflicting: 0, missing: 0 };
  readonly #removed: RemovedPart[] | undefined;
  #root: Json;

  constructor(document: ParsedDocument, limits: TreeLimits, traced: boolean) {
    this.#removed = traced ? [] : undefined;
    this.#document = document;
    this.#root = document.root;
    this.#budget = new StepBudget(undefined, limits.maxWritten);
    this.#meter = new TreeMeter(limits, this.#budget);
    this.#origins = new Origins(document.spellings ?? new Map());
    this.#budget.allowFor(this.#meter.sizeOf(document.root));
  }

  run(overlays: readonly NamedOverlay[]) {
    const remember: { [overlay: string]: { readonly [actionKey: string]: string } } = {};
    let actions = 0;
    for (const named of overlays) {
      actions += named.overlay.actions.length;
      const hashes = this.#applyAll(named);
      const { remembered } = named;
      if (remembered !== undefined && !hasSame(remembered, hashes)) remember[named.name] = hashes;
    }
    const totals = { actions, ...this.#counts };
    if (this.#removed === undefined) return { document: this.#changedDocument(), totals, remember };
    const separated = separateWritten(this.#root, this.#origins);
    this.#root = separated.root;
    const trace = traceChanges(separated, this.#origins, this.#document.root, this.#removed);
    return { document: this.#changedDocument(), totals, remember, trace };
  }

  /** @returns the hashes of the actions that were applied now or before. */
  #applyAll(named: NamedOverlay): { readonly [actionKey: string]: string } {
    const hashes: { [actionKey: string]: string } = {};
    for (const [index, action] of named.overlay.actions.entries()) {
      const remembered = named.remembered?.[action.key];
      const hash = this.#apply(action, named, `overlay ${named.name}#/actions/${index}`);
      const kept = remembered ?? hash;
      if (kept !== undefined) hashes[action.key] = kept;
    }
    return hashes;
  }

  /** @returns the hash of what the action changed, if it was applied. */
  #apply(action: OverlayAction, { policy, remembered: known }: NamedOverlay, place: string): string | undefined {
    const remembered = known?.[action.key];
    const sizeOf = (value: Json): number => this.#meter.sizeOf(value);
    const [budget, origins, removed] = [this.#budget, this.#origins, this.#removed];
    const context = { budget, sizeOf, origins, removed, action: place, remembered };
    const plan = planAction(this.#root, action, context);
    switch (plan.state) {
      case 'missing':
        this.#end('missing', overlayTargetMissing.code, place, plan.remark);
        return undefined;
      case 'not-needed':
        this.#end('notNeeded', overlayNotNeeded.code, place, plan.remark);
        return undefined;
      case 'misfit':
        this.#conflict(policy, place, `not applied: ${plan.remark}`);
        return undefined;
      case 'ready':
        break;
    }
    if (remembered !== undefined && remembered !== plan.hash) {
      const outcome = policy === 'apply' ? 'applied' : 'not applied';
      this.#conflict(
        policy,
        place,
        `${outcome}: what ${shorten(action.target)} changes is not what it was written for`,
      );
      if (policy !== 'apply') return undefined;
    } else this.#counts.applied += 1;
    this.#root = plan.apply();
    this.#meter.check(this.#root, place);
    return plan.hash;
  }

  #conflict(policy: ConflictPolicy, place: string, remark: string): void {
    if (policy === 'fail')
      throw new OverlayFaultError(
        'overlay_conflict',
        `The overlay action ${place} is ${remark}. Correct the overlay, or accept the change with "reset".`,
        place,
      );
    this.#end('conflicting', overlayConflict.code, place, remark);
  }

  #end(state: 'notNeeded' | 'conflicting' | 'missing', code: string, pointer: string, what: string): void {
    this.#counts[state] += 1;
    const places = this.#places.get(code) ?? [];
    places.push({ pointer, what });
    this.#places.set(code, places);
  }

  #changedDocument(): ParsedDocument {
    const { files, notices, locate } = this.#document;
    const root = this.#root;
    return {
      ...this.#document,
      root,
      ...(files === undefined ? {} : { files: files.map((file, index) => (index === 0 ? { ...file, root } : file)) }),
      spellings: this.#origins.spellings,
      notices: [...notices, ...this.#notices()],
      locate: locateChanged(root, this.#origins, locate),
    };
  }

  #notices(): readonly DocumentNotice[] {
    return overlayRules.flatMap(({ code, severity, text }) => {
      const places = this.#places.get(code) ?? [];
      return places.length === 0 ? [] : [{ code, severity, text: text(places.length), places }];
    });
  }
}

/** Locates places of a changed tree in the document as it was read, or in the overlay that put them there. */
function locateChanged(root: Json, origins: Origins, locate: LocatePointers): LocatePointers {
  return (names) => {
    const originals = new Map<string, string>();
    const positions = new Map<string, SourcePosition>();
    for (const name of names) {
      const isRoot = name === '' || name.startsWith('/');
      const { action, pointer } = isRoot ? origins.trace(root, name) : { action: actionOf(name), pointer: name };
      if (action === undefined) originals.set(name, pointer);
      else positions.set(name, inOverlay(action));
    }
    const located = locate(new Set(originals.values()));
    for (const [name, pointer] of originals) {
      const position = located.get(pointer);
      if (position !== undefined) positions.set(name, pointer === name ? position : { pointer, ...position });
      else if (pointer !== name) positions.set(name, { pointer });
    }
    return positions;
  };
}

function actionOf(name: string): string | undefined {
  return name.startsWith('overlay ') ? name : undefined;
}

function inOverlay(action: string): SourcePosition {
  const hash = action.indexOf('#');
  return { file: action.slice(0, hash), pointer: action.slice(hash + 1) };
}

function hasSame(left: { readonly [key: string]: string }, right: { readonly [key: string]: string }): boolean {
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => left[key] === right[key]);
}

function shorten(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
