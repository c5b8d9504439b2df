import {
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { NESTED_ARGUMENTS } from './questions.js';

/** An operation, which asks for what one type has. */
export interface Operation {
  readonly type: string;
  /** From the root to the type. */
  readonly path: readonly string[];
  /** What it asks for of the type, `name` or `name { … }`. */
  readonly selected: readonly string[];
}
/** Entries of a list within another. */
const FIRST_NESTED = 2;

interface Place {
  readonly type: GraphQLObjectType;
  /** From the root on. */
  readonly path: readonly string[];
}

/** Makes the operations of a field, one for each type that can be reached from it within so many steps. */
export function operationsOf(root: GraphQLField<unknown, unknown>, given: string, deepest: number): Operation[] {
  const call = `${root.name}${given}`;
  const first = objectOf(root.type);
  if (!first) return [{ type: '', path: [], selected: [call] }];
  const places: Place[] = [{ type: first, path: [call] }];
  const known = new Set([first.name]);
  for (const { type, path } of places) {
    if (path.length >= deepest) continue;
    for (const field of Object.values(type.getFields())) {
      const next = objectOf(field.type);
      if (!next || known.has(next.name)) continue;
      known.add(next.name);
      places.push({ type: next, path: [...path, callOf(type, field)] });
    }
  }
  return places.map(({ type, path }) => ({ type: type.name, path, selected: leavesOf(type) }));
}

/** An operation as it is sent. */
export function textOf(kind: 'query' | 'subscription', { path, selected }: Operation): string {
  return `${kind} { ${path.reduceRight((below, call) => `${call} { ${below} }`, selected.join(' '))} }`;
}

/** The same in two operations, each of which costs less; null where it asks for one thing alone. */
export function halved(operation: Operation): readonly [Operation, Operation] | null {
  const { selected } = operation;
  const half = Math.ceil(selected.length / 2);
  if (half === selected.length) return null;
  return [
    { ...operation, selected: selected.slice(0, half) },
    { ...operation, selected: selected.slice(half) },
  ];
}

/** `Type.field` of what an operation asks for. */
export function fieldsOf({ type, selected }: Operation): string[] {
  return selected.map((each) => `${type}.${/^\w+/.exec(each)?.[0] ?? ''}`);
}

/** All types of objects that can be reached from the root of an operation. */
export function reachable(roots: readonly GraphQLObjectType[]): ReadonlySet<string> {
  const found = new Set<string>();
  const types = [...roots];
  const seen = new Set<string>();
  for (const type of types) {
    if (seen.has(type.name)) continue;
    seen.add(type.name);
    for (const field of Object.values(type.getFields())) {
      if (!roots.includes(type)) found.add(`${type.name}.${field.name}`);
      const next = objectOf(field.type);
      if (next) types.push(next);
    }
  }
  return found;
}

/** What has no fields of its own, and of all else that it is there. */
function leavesOf(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields()).map((field) => selected(type, field));
}

/** A field with the first of what it has. A type's name costs more than all else: nobody is to ask for it. */
function selected(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): string {
  const next = objectOf(field.type);
  if (!next) return callOf(type, field);
  const fields = Object.values(next.getFields());
  const first = fields.find((each) => isLeafType(getNamedType(each.type))) ?? fields[0];
  return first ? `${callOf(type, field)} { ${selected(next, first)} }` : callOf(type, field);
}

function callOf(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): string {
  const given = NESTED_ARGUMENTS[`${type.name}.${field.name}`];
  if (given !== undefined) return `${field.name}${given}`;
  const missing = field.args.filter(isRequiredArgument);
  if (missing.length > 0)
    throw new Error(`${type.name}.${field.name} needs arguments: give it some in NESTED_ARGUMENTS`);
  return field.args.some(({ name }) => name === 'first') ? `${field.name}(first: ${FIRST_NESTED})` : field.name;
}

function objectOf(type: GraphQLOutputType): GraphQLObjectType | null {
  const named = getNamedType(type);
  return isObjectType(named) ? named : null;
}
