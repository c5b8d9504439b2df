import type { Parameter, Read } from './parameter.js';

type Schema = Parameter<unknown>['schema'];

interface Described {
  readonly description: string;
}

/** A value that was read. */
export const value = <T>(read: T): Read<T> => ({ ok: true, value: read });
/** What is wrong, as the end of a sentence. */
export const wrong = (reason: string): { readonly ok: false; readonly reason: string } => ({ ok: false, reason });

/** Any text; null where it is left out. */
export function text(described: Described & { readonly example: string }): Parameter<string | null> {
  return { ...described, schema: { type: 'string' }, read: ([given]) => value(given ?? null) };
}

/** A whole number; the default where it is left out. */
export function wholeNumber<D extends number | null>(
  described: Described & {
    readonly minimum: number;
    readonly maximum: number;
    readonly byDefault: D;
    example?: number;
  },
): Parameter<number | D> {
  const { description, minimum, maximum, byDefault } = described;
  const schema = { type: 'integer', minimum, maximum, ...(byDefault !== null && { default: byDefault }) } as const;
  const read = ([given]: readonly string[]): Read<number | D> => {
    if (given === undefined) return value(byDefault);
    const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
    if (number >= minimum && number <= maximum) return value(number);
    return wrong(`is no whole number from ${minimum} to ${maximum}`);
  };
  return { description, schema, example: described.example ?? byDefault ?? maximum, read };
}

/** A number from 0 on, with or without a fraction; null where it is left out. */
export function amount(described: Described & { readonly example: number }): Parameter<number | null> {
  const read = ([given]: readonly string[]): Read<number | null> => {
    if (given === undefined) return value(null);
    return /^\d{1,12}(\.\d{1,9})?$/.test(given) ? value(Number(given)) : wrong('is no number such as 12.5');
  };
  return { ...described, schema: { type: 'number', minimum: 0 }, read };
}

/** `true` or `false`; null where it is left out. */
export function yesOrNo(described: Described): Parameter<boolean | null> {
  const read = ([given]: readonly string[]): Read<boolean | null> => {
    if (given === undefined) return value(null);
    return given === 'true' || given === 'false' ? value(given === 'true') : wrong('is neither true nor false');
  };
  return { ...described, schema: { type: 'boolean' }, example: true, read };
}

/** One word of a list; the default where it is left out. */
export function choice<T extends string, D extends T | null>(
  described: Described & { readonly among: readonly T[]; readonly byDefault: D },
): Parameter<T | D> {
  const { description, among, byDefault } = described;
  const schema: Schema = {
    type: 'string',
    enum: [...among],
    ...(byDefault !== null && { default: String(byDefault) }),
  };
  const read = ([given]: readonly string[]): Read<T | D> => {
    if (given === undefined) return value(byDefault);
    const found = among.find((each) => each === given);
    return found === undefined ? wrong(`is none of ${among.join(', ')}`) : value(found);
  };
  return { description, schema, example: byDefault ?? among[0] ?? '', read };
}

/** Words of a list, separated by commas or given several times; the default where it is left out. */
export function choices<T extends string, D extends readonly T[] | null>(
  described: Described & { readonly among: readonly T[]; readonly byDefault: D; readonly example: string },
): Parameter<readonly T[] | D> {
  const { description, among, byDefault, example } = described;
  const read = (texts: readonly string[]): Read<readonly T[] | D> => {
    if (texts.length === 0) return value(byDefault);
    const given = texts.flatMap((each) => each.split(','));
    const found = given.map((each) => among.find((known) => known === each));
    const unknown = given[found.indexOf(undefined)];
    if (unknown !== undefined) return wrong(`holds "${unknown}", which is none of ${among.join(', ')}`);
    return value([...new Set(found.filter((each) => each !== undefined))]);
  };
  const items: Schema = { type: 'string', enum: [...among] };
  const schema: Schema = { type: 'array', items, ...(byDefault && { default: [...byDefault] }) };
  return { description, schema, example, repeats: true, read };
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** A moment, ms since 1970; null where it is left out. */
export function moment(described: Described & { readonly example: string }): Parameter<number | null> {
  const read = ([given]: readonly string[]): Read<number | null> => {
    if (given === undefined) return value(null);
    const ms = MOMENT.test(given) && isDay(given.slice(0, 10)) ? Date.parse(given) : Number.NaN;
    if (!Number.isNaN(ms)) return value(ms);
    // In a URL a plus is a space.
    return wrong('is no moment such as 2026-11-20T12:00:00Z (write the + of a time zone as %2B)');
  };
  return { ...described, schema: { type: 'string', format: 'date-time' }, read };
}

/** The 31st of February would be taken for the 3rd of March. */
function isDay(date: string): boolean {
  const ms = Date.parse(date);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
}
