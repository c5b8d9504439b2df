import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';
import { STATISTICS } from './fragments.js';

/** What groups counted over exactly a range, and how fast. */
export const FIGURES = graphql(`
  query Figures($input: TotalsInput!) {
    totals(input: $input) {
      from
      to
      resolution
      edgeResolution
      stepMilliseconds
      groupCount
      groups {
        group
        others
        keys {
          dimension
          value
          name
        }
        counters {
          counter
          total
          averagePerSecond
          maximumPerSecond
          p95PerSecond
          coveredMilliseconds
        }
      }
    }
  }
`);

/** Lines of groups over time with their figures, and the same of an earlier range where that is asked for. */
export const FIGURE_LINES = graphql(
  `
    query FigureLines($input: SeriesInput!) {
      series(input: $input) {
        from
        to
        at
        stepMilliseconds
        resolution
        groupCount
        compareMilliseconds
        series {
          group
          others
          keys {
            dimension
            value
            name
          }
          columns
          statistics {
            ...Statistics
          }
          earlier {
            columns
            statistics {
              ...Statistics
            }
          }
        }
      }
    }
  `,
  [STATISTICS],
);

/** Who has most of something over a range, by name alone: the order of a list. */
export const RANKED_NAMES = graphql(`
  query RankedNames($input: TopGroupsInput!) {
    top(input: $input) {
      groupCount
      othersTotal
      groups {
        group
        keys {
          dimension
          value
          name
        }
        total
      }
    }
  }
`);

export type RankedNamesInput = VariablesOf<typeof RANKED_NAMES>['input'];
export type RankedNames = ResultOf<typeof RANKED_NAMES>['top'];
export type FiguresInput = VariablesOf<typeof FIGURES>['input'];
export type Figures = ResultOf<typeof FIGURES>['totals'];
export type FigureLines = ResultOf<typeof FIGURE_LINES>['series'];
export type FigureLine = FigureLines['series'][number];
