import type { SeriesInput } from '../api/index.js';

/** What the API takes as a filter. */
export type FilterInput = NonNullable<SeriesInput['filter']>;

/** What can be filtered by. */
export const CHIP_FIELDS = [
  'host',
  'network',
  'container',
  'image',
  'stack',
  'service',
  'workload',
  'interface',
  'class',
  'label',
  'hostLabel',
  'address',
  'text',
  'state',
] as const;
export type ChipField = (typeof CHIP_FIELDS)[number];

/** One condition; all must hold, those of one field that are `is` in turn. */
export interface Chip {
  readonly field: ChipField;
  readonly op: 'is' | 'isNot' | 'matches';
  readonly value: string;
}

/** Classes of interfaces, as the API names them. */
export const CLASSES = [
  'UPLINK',
  'BOND_MEMBER',
  'VLAN',
  'BRIDGE',
  'VETH',
  'TUNNEL',
  'LOOPBACK',
  'CONTAINER',
  'VIRTUAL',
] as const;

const TEXT_FIELDS = ['host', 'network', 'container', 'image', 'stack', 'service', 'workload', 'interface'] as const;
const HOST_STATES = ['ALIVE', 'SILENT'] as const;
const LINK_STATES = ['UP', 'DOWN', 'UNKNOWN'] as const;
const WILD = /[*?]/;

/** Reads one condition as people type it: `host:web-*`, `!network:shop`; null where it names no field. */
export function parseChip(text: string): Chip | null {
  const match = /^(!?)(\w+):(.+)$/s.exec(text.trim());
  const field = CHIP_FIELDS.find((known) => known === match?.[2]);
  const raw = match?.[3];
  if (!field || raw === undefined) return null;
  const value = decode(raw);
  if (match?.[1]) return { field, op: 'isNot', value };
  return { field, op: field !== 'text' && WILD.test(raw) ? 'matches' : 'is', value };
}

/** Writes one condition; signs that mean something here are escaped in a plain value. */
export function serialiseChip({ field, op, value }: Chip): string {
  const signs = op === 'matches' || field === 'text' ? /[%,]/g : /[%,*?]/g;
  const escaped = value.replace(signs, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${op === 'isNot' ? '!' : ''}${field}:${escaped}`;
}

/** Reads all conditions from the address; what makes no sense is left out. */
export function parseChips(text: string): readonly Chip[] {
  return text
    .split(',')
    .map(parseChip)
    .filter((chip) => chip !== null);
}

/** Writes all conditions for the address. */
export function serialiseChips(chips: readonly Chip[]): string {
  return chips.map(serialiseChip).join(',');
}

/** The same conditions with one more; where only one of its kind can hold, it takes the place of the one before. */
export function withChip(chips: readonly Chip[], chip: Chip): readonly Chip[] {
  const single = chip.field === 'text' || chip.op === 'matches';
  const text = serialiseChip(chip);
  const kept = chips.filter((each) =>
    single ? each.field !== chip.field || each.op !== chip.op : serialiseChip(each) !== text,
  );
  return [...kept, chip];
}

/** The conditions as the API takes them; null where there is none. */
export function filterOf(chips: readonly Chip[]): FilterInput | null {
  const filter: FilterInput = {};
  for (const field of TEXT_FIELDS) {
    const own = chips.filter((chip) => chip.field === field);
    if (own.length > 0) filter[field] = textMatch(own);
  }
  const labels = labelMatches(chips, 'label');
  const hostLabels = labelMatches(chips, 'hostLabel');
  if (labels.length > 0) filter.labels = labels;
  if (hostLabels.length > 0) filter.hostLabels = hostLabels;
  Object.assign(filter, classesOf(chips), statesOf(chips), addressesOf(chips));
  const text = chips.findLast((chip) => chip.field === 'text')?.value.trim();
  if (text) filter.text = text;
  return Object.keys(filter).length > 0 ? filter : null;
}

function valuesOf(chips: readonly Chip[], op: Chip['op']): string[] {
  return chips.filter((chip) => chip.op === op).map(({ value }) => value);
}

function textMatch(chips: readonly Chip[]): NonNullable<FilterInput['host']> {
  const [is, isNot, glob] = [valuesOf(chips, 'is'), valuesOf(chips, 'isNot'), valuesOf(chips, 'matches').at(-1)];
  return {
    ...(is.length > 0 && { in: is }),
    ...(isNot.length > 0 && { notIn: isNot }),
    ...(glob !== undefined && { glob }),
  };
}

function labelMatches(chips: readonly Chip[], field: ChipField): NonNullable<FilterInput['labels']> {
  return chips
    .filter((chip) => chip.field === field)
    .map(({ op, value }) => {
      const at = value.indexOf('=');
      if (at < 0) return { key: value };
      const wanted = value.slice(at + 1);
      const operator = op === 'is' ? 'eq' : op === 'isNot' ? 'ne' : 'glob';
      return { key: value.slice(0, at), [operator]: wanted };
    });
}

function classesOf(chips: readonly Chip[]): Pick<FilterInput, 'classes'> {
  const own = chips.filter((chip) => chip.field === 'class');
  const named = (op: Chip['op']): string[] => valuesOf(own, op).map((value) => value.toUpperCase());
  const [is, isNot] = [named('is'), named('isNot')];
  if (own.length === 0) return {};
  const classes = CLASSES.filter((each) => (is.length === 0 || is.includes(each)) && !isNot.includes(each));
  return { classes };
}

function statesOf(chips: readonly Chip[]): Pick<FilterInput, 'hostStates' | 'linkStates'> {
  const own = chips.filter((chip) => chip.field === 'state');
  const kept = <T extends string>(words: readonly T[]): T[] => {
    const [is, isNot] = (['is', 'isNot'] as const).map((op) => valuesOf(own, op).map((value) => value.toUpperCase()));
    const chosen = words.filter((word) => is?.includes(word));
    const without = words.filter((word) => isNot?.includes(word));
    if (chosen.length > 0) return chosen;
    return without.length > 0 ? words.filter((word) => !without.includes(word)) : [];
  };
  const [hostStates, linkStates] = [kept(HOST_STATES), kept(LINK_STATES)];
  return { ...(hostStates.length > 0 && { hostStates }), ...(linkStates.length > 0 && { linkStates }) };
}

function addressesOf(chips: readonly Chip[]): Pick<FilterInput, 'addresses'> {
  const values = valuesOf(
    chips.filter((chip) => chip.field === 'address'),
    'is',
  );
  const subnet = values.findLast((value) => value.includes('/'));
  const single = values.filter((value) => !value.includes('/'));
  if (values.length === 0) return {};
  return { addresses: { ...(subnet && { inSubnet: subnet }), ...(single.length > 0 && { in: single }) } };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
