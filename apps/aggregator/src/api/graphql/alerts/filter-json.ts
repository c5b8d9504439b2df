import type { Filter } from '../../../query/filter.js';

/** Values of enumerations, as GraphQL names them. */
const NAMED = ['classes', 'hostStates', 'linkStates'] as const;

/** A filter as the input `Filter` takes it: what the store calls `bond-member` is BOND_MEMBER there. */
export function asFilterJson(filter: Filter): Filter {
  const named = NAMED.flatMap((field) => {
    const values = filter[field];
    return values ? [[field, values.map(enumName)] as const] : [];
  });
  return { ...filter, ...Object.fromEntries(named) };
}

function enumName(value: string): string {
  return value.toUpperCase().replaceAll('-', '_');
}
