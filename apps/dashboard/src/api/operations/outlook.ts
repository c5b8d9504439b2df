import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql.js';
import { NAMED_INTERFACE } from './fragments.js';

/** What traffic is to be expected of one thing, hour by hour. */
export const FORECAST = graphql(`
  query ForecastOf($input: ForecastInput!) {
    forecast(input: $input) {
      at
      value
      low
      high
      historyHours
      sentence
    }
  }
`);

/** When links are full. */
export const CAPACITY = graphql(
  `
    query CapacityOf($filter: Filter, $interface: ID, $first: Int) {
      capacity(filter: $filter, interface: $interface, first: $first) {
        links {
          uplink {
            ...NamedInterface
            speedSource
          }
          counter
          speedBitsPerSecond
          utilisationPercent
          state
          daysLeft
          low
          high
          likelihoodPercent
          sentence
        }
        linkCount
        unknownSpeedCount
      }
    }
  `,
  [NAMED_INTERFACE],
);

export type ForecastAnswer = ResultOf<typeof FORECAST>['forecast'];
export type CapacityAnswer = ResultOf<typeof CAPACITY>['capacity'];
export type LinkCapacity = CapacityAnswer['links'][number];
