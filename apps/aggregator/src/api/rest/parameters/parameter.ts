import type { OpenAPIObject } from '@nestjs/swagger';
import type { Decoded, Refusal } from '@weir/model';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type SchemaObject = Exclude<Schemas[string], { $ref: string }>;

/** A parameter of a query string: how it is read, and how it is described. */
export interface Parameter<T> {
  readonly description: string;
  readonly schema: SchemaObject;
  /** One that a reader can try. */
  readonly example: string | number | boolean;
  readonly required?: boolean;
  /** Whether it may be given several times. */
  readonly repeats?: boolean;
  /** What its texts mean; none = it was left out. */
  read(texts: readonly string[]): Read<T>;
}

/** What was read, or what is wrong with it: the end of a sentence that begins with the parameter's name. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** The parameters of a route, by name. */
export type ParameterSet = Readonly<Record<string, Parameter<unknown>>>;

/** What was read of a set. */
export type ValuesOf<S extends ParameterSet> = {
  readonly [Name in keyof S]: S[Name] extends Parameter<infer T> ? T : never;
};

/** A URL is no longer than the server takes; this bounds the work that one of them makes. */
const MOST_TEXTS = 200;

/** Reads a query string. Whatever is not known is refused: left out silently, a typo would ask for more than was meant. */
export function readParameters<S extends ParameterSet>(set: S, query: URLSearchParams): Decoded<ValuesOf<S>> {
  const refusal = refusalOfNames(set, query);
  if (refusal) return { ok: false, refusal };
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(set)) {
    const read = readOne(parameter, query.getAll(name));
    if (!read.ok) return { ok: false, refusal: { field: name, reason: read.reason } };
    values[name] = read.value;
  }
  return { ok: true, value: values as ValuesOf<S> };
}

function refusalOfNames(set: ParameterSet, query: URLSearchParams): Refusal | null {
  const names = [...query.keys()];
  const unknown = names.find((name) => !Object.hasOwn(set, name));
  if (unknown !== undefined) return { field: unknown, reason: `is not known here: ${knownOf(set)}` };
  if (names.length <= MOST_TEXTS) return null;
  return { field: names[MOST_TEXTS] ?? '', reason: `is one parameter too many: give ${MOST_TEXTS} or fewer` };
}

function knownOf(set: ParameterSet): string {
  const names = Object.keys(set);
  return names.length === 0 ? 'there are no parameters' : `use ${names.join(', ')}`;
}

function readOne(parameter: Parameter<unknown>, texts: readonly string[]): Read<unknown> {
  if (texts.some((text) => text === '')) return { ok: false, reason: 'is empty: give a value, or leave it out' };
  if (texts.some((text) => text.includes('\u0000'))) {
    return { ok: false, reason: 'holds a NUL character, which nothing is named with' };
  }
  if (texts.length > 1 && !parameter.repeats) return { ok: false, reason: 'is given more than once' };
  if (texts.length === 0 && parameter.required) return { ok: false, reason: 'is missing' };
  return parameter.read(texts);
}
