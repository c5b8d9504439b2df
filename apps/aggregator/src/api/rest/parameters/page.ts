import { text, wholeNumber } from './kinds.js';

/** Entries that a page of a list has at most. */
export const MOST_ENTRIES = 500;
const USUAL_ENTRIES = 100;

const cursor = text({
  description: 'Where to go on: from the `Link` header of the page before, with the same parameters.',
  example: 'eyJzb3J0IjoibmFtZSJ9',
});

/** Which page of a list. */
export const PAGE = {
  limit: wholeNumber({
    description: 'The most entries to answer. The address of the next page is in the header `Link`, as `rel="next"`.',
    ...{ minimum: 1, maximum: MOST_ENTRIES, byDefault: USUAL_ENTRIES },
  }),
  cursor,
} as const;

/** The same of a list that is answered whole where no limit is given. */
export const OPTIONAL_PAGE = {
  limit: wholeNumber({
    description:
      'The most entries to answer; all where left out. The address of the next page is in the header `Link`, as `rel="next"`.',
    ...{ minimum: 1, maximum: MOST_ENTRIES, byDefault: null },
  }),
  cursor,
} as const;
