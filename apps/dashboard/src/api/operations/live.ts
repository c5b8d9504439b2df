import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** Each host's newest second, as it arrives. */
export const TRAFFIC = graphql(`
  subscription Traffic($filter: TrafficFilter) {
    traffic(filter: $filter) {
      hostId
      at
      milliseconds
      part
      columns
    }
  }
`);

/** Rates of groups as they are now, a frame a second. */
export const LIVE_SERIES = graphql(`
  subscription LiveSeries($input: LiveSeriesInput!) {
    liveSeries(input: $input) {
      at
      milliseconds
      revision
      hostsExpected
      hostsHeard
      groups
      columns
    }
  }
`);

export type LiveSeriesInput = VariablesOf<typeof LIVE_SERIES>['input'];
export type LiveSeriesFrame = ResultOf<typeof LIVE_SERIES>['liveSeries'];
export type TrafficTick = ResultOf<typeof TRAFFIC>['traffic'];
