import type { Json, JsonObject } from '@connectory/json';
import type { ReportCounts } from '../messages/message-collector.ts';
import type { ParameterLocation, ParameterModel, ScalarType } from '../model/connector-model.ts';
import type { Place } from '../place/place.ts';

/** A declared parameter, after following its reference. Operations that use the same one share it. */
export interface DeclaredParameter {
  /** As it stands in a list: itself, or a reference. */
  readonly item: Json;
  readonly object: JsonObject;
  readonly name: string;
  readonly in: ParameterLocation;
  /** Equal for parameters that override each other. */
  readonly key: string;
  /** The place of the object. */
  readonly source: Place;
  /** Set when it is mapped for the first time. */
  typing: ParameterTyping | undefined;
  mapped: MappedParameter | undefined;
}

/** The type of a parameter, and why it is text where its schema allows something else. */
export type ParameterTyping =
  | { readonly kind: 'scalar'; readonly type: ScalarType }
  /** The schema states no type. */
  | { readonly kind: 'unknown' }
  /** The schema allows no value, or null alone. */
  | { readonly kind: 'none' }
  /** The schema allows anything else. */
  | { readonly kind: 'other' }
  /** It has a media type. */
  | { readonly kind: 'content' };

/** What a parameter becomes in every operation that uses it. */
export interface MappedParameter {
  readonly model: ParameterModel;
  /** Indexes of the definitions that its extras reference. */
  readonly used: ReadonlySet<number>;
  readonly reports: ReportCounts;
}
