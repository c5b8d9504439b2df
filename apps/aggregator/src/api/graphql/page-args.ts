import type { Type } from '@nestjs/common';
import { type ArgsOptions, Int } from '@nestjs/graphql';
import { badUserInput } from './errors.js';
import { MAX_NESTED_ENTRIES } from './limits.js';
import { MOST_ROWS, type PageRequest } from '../../query/page/listing.js';
import { FilterInput } from './types/filter.input.js';
import type { Sort } from './types/page.type.js';

const DEFAULT_ROWS = 50;
const DEFAULT_NESTED = 100;

/* What lists take as arguments. */

export const FILTER = { type: () => FilterInput, nullable: true, description: 'Which; left out, all that are there.' };

export const FIRST = {
  type: () => Int,
  nullable: true,
  defaultValue: DEFAULT_ROWS,
  description: `At most so many entries, 1 to ${MOST_ROWS}.`,
};

export const AFTER = {
  type: () => String,
  nullable: true,
  description: 'The page behind this cursor: `endCursor` of the one before.',
};

export const FIRST_NESTED = {
  type: () => Int,
  nullable: true,
  defaultValue: DEFAULT_NESTED,
  description: `At most so many entries, 1 to ${MAX_NESTED_ENTRIES}; more are read by pages, of the list at the root.`,
};

export const INCLUDE_GONE = {
  type: () => Boolean,
  nullable: true,
  defaultValue: false,
  description: 'Whether those that are no longer there are answered too.',
};

/** The argument that sorts a list. */
export function sortedBy(type: Type<object>): ArgsOptions {
  return { type: () => type, nullable: true, description: 'How they are sorted; of a tie, by id.' };
}

/** The page that arguments ask for; those given as null mean their default. */
export function pageOf<By extends string>(
  sort: Sort<By> | null | undefined,
  byDefault: By,
  first: number | null,
  after: string | null | undefined,
): PageRequest<By> {
  return {
    by: sort?.by ?? byDefault,
    descending: sort?.direction === 'descending',
    first: first ?? DEFAULT_ROWS,
    after: after ?? null,
  };
}

/** How many entries of a list within another are asked for. */
export function nestedFirst(first: number | null | undefined): number {
  const asked = first ?? DEFAULT_NESTED;
  if (asked >= 1 && asked <= MAX_NESTED_ENTRIES) return asked;
  throw badUserInput({ field: 'first', reason: `is not between 1 and ${MAX_NESTED_ENTRIES}` });
}
