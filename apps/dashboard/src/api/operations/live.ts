import type { ResultOf } from 'gql.tada';
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

export type TrafficTick = ResultOf<typeof TRAFFIC>['traffic'];
