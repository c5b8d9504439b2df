import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** Stored traffic as columns, at most 300 points. */
export const SERIES = graphql(`
  query Series($input: SeriesInput!) {
    series(input: $input) {
      from
      to
      stepMilliseconds
      resolution
      at
      series {
        group
        columns
      }
    }
  }
`);

export type SeriesInput = VariablesOf<typeof SERIES>['input'];
export type SeriesResult = ResultOf<typeof SERIES>['series'];
