import type { JsonPathQuery } from 'jsonpath-rfc9535/parser';

// The syntax tree of the parser. Its package exports the type of the whole query only.

export type Query = JsonPathQuery;
export type Segment = Query['segments'][number];
export type Selector = Extract<Segment['node'], { type: 'BracketedSelection' }>['selectors'][number] | Segment['node'];
export type Filter = Extract<Selector, { type: 'FilterSelector' }>['value'];
type Test = Extract<Filter, { type: 'TestExpr' }>['expression'];
export type FunctionCall = Extract<Test, { type: 'FunctionExpr' }>;
export type FilterQuery = Extract<Test, { type: 'FilterQuery' }>;
export type Comparison = Extract<Filter, { type: 'ComparisonExpr' }>;
export type Comparable = Comparison['left'];
