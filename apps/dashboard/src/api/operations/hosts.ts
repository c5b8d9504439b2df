import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** A page of hosts with what the overview names: their interfaces, uplinks first, and how many containers they run. */
export const HOSTS = graphql(`
  query Hosts($after: String) {
    hosts(first: 50, after: $after) {
      nodes {
        id
        name
        state
        firstSeen
        lastSeen
        intervalMilliseconds
        interfaceCount
        containerCount
        interfaces(first: 500) {
          id
          name
          class
          uplink
          state
          speedBitsPerSecond
          network {
            name
          }
          containers {
            name
            pod
            stack
          }
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export type HostSummary = ResultOf<typeof HOSTS>['hosts']['nodes'][number];
