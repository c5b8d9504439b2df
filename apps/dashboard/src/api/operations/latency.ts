import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** How far hosts are from others and from NATS, over time. */
export const LATENCY = graphql(`
  query LatencyOverTime($input: LatencySeriesInput!) {
    latencySeries(input: $input) {
      from
      to
      at
      stepMilliseconds
      resolution
      series {
        peer
        columns
        host {
          id
          name
        }
        peerHost {
          id
          name
        }
      }
    }
  }
`);

export type LatencyInput = VariablesOf<typeof LATENCY>['input'];
export type Latency = ResultOf<typeof LATENCY>['latencySeries'];
export type LatencyWay = Latency['series'][number];
