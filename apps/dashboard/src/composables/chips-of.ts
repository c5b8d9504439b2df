import { type Chip, type ChipField, type FilterInput, filterOf } from './chips.js';

/** A filter as conditions that people can edit, and what conditions cannot tell. */
export interface ScopeParts {
  readonly chips: readonly Chip[];
  /** Whether only interfaces are meant that carry a host's traffic. */
  readonly isUplink: boolean;
  /** Fields of the filter that stay as they are. */
  readonly rest: Readonly<Record<string, unknown>>;
}

type Written = Readonly<Record<string, unknown>>;

const TEXT_FIELDS = ['host', 'network', 'container', 'image', 'stack', 'service', 'workload', 'interface'] as const;
const LISTS: Readonly<Record<string, ChipField>> = { classes: 'class', hostStates: 'state', linkStates: 'state' };
const LABELS: Readonly<Record<string, ChipField>> = { labels: 'label', hostLabels: 'hostLabel' };

/** Reads a filter back into conditions: what they would not make the same filter of stays as it is. */
export function partsOf(filter: Written): ScopeParts {
  const chips: Chip[] = [];
  const rest: Record<string, unknown> = {};
  const { uplink, ...others } = filter;
  for (const [name, value] of Object.entries(others)) {
    if (value === null || value === undefined) continue;
    const made = chipsOf(name, value);
    if (isSame((filterOf(made) as Written | null)?.[name], value)) chips.push(...made);
    else rest[name] = value;
  }
  if (uplink === false) rest['uplink'] = false;
  return { chips, isUplink: uplink === true, rest };
}

/** The filter that the parts mean; an empty one means everything. */
export function scopeOf({ chips, isUplink, rest }: ScopeParts): FilterInput {
  return { ...rest, ...(isUplink && { uplink: true }), ...filterOf(chips) };
}

function chipsOf(name: string, value: unknown): Chip[] {
  const known = TEXT_FIELDS.find((field) => field === name);
  const is = (field: ChipField, values: unknown): Chip[] =>
    listOf(values).map((each) => ({ field, op: 'is', value: each }));
  if (known) return matchChips(known, value as Written, '');
  if (name === 'text') return is('text', [value]);
  if (LISTS[name]) return is(LISTS[name], value).map((chip) => ({ ...chip, value: chip.value.toLowerCase() }));
  if (LABELS[name]) {
    const field = LABELS[name];
    return (Array.isArray(value) ? (value as Written[]) : []).flatMap(({ key, ...match }) =>
      Object.keys(match).length > 0 ? matchChips(field, match, `${String(key)}=`) : is(field, [key]),
    );
  }
  if (name !== 'addresses') return [];
  const { eq, in: many, inSubnet } = value as Written;
  return is('address', [eq, ...listOf(many), inSubnet]);
}

function matchChips(field: ChipField, { eq, in: some, ne, notIn, glob }: Written, before: string): Chip[] {
  const chips = (op: Chip['op'], values: readonly unknown[]): Chip[] =>
    listOf(values).map((value) => ({ field, op, value: before + value }));
  return [
    ...chips('is', [eq, ...listOf(some)]),
    ...chips('isNot', [ne, ...listOf(notIn)]),
    ...chips('matches', [glob]),
  ];
}

function listOf(values: unknown): string[] {
  return (Array.isArray(values) ? values : []).filter((value): value is string => typeof value === 'string');
}

/** Whether two parts of a filter mean the same: `eq` is one of `in`, and order is of no matter. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : (value ?? null);
  const { eq, ne, in: some, notIn, ...others } = value as Written;
  const isLabel = 'key' in value;
  const known = Object.entries({
    ...others,
    is: isLabel ? eq : joined(eq, some),
    isNot: isLabel ? ne : joined(ne, notIn),
    ...(isLabel && { in: some, notIn }),
  }).filter(([, each]) => each !== undefined && each !== null);
  return known.sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, each]) => [key, plain(each)]);
}

function joined(single: unknown, many: unknown): unknown {
  const all = listOf([single, ...listOf(many)]);
  return all.length > 0 ? all : undefined;
}
