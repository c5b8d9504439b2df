import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql.js';
import { GROUP_COUNTS } from './fragments.js';

/** On how many hosts a network of a name is, what it is on the first of them, and how many containers are on it. */
export const NETWORK_FACTS = graphql(`
  query NetworkFacts($filter: Filter!) {
    networks(filter: $filter, first: 1) {
      totalCount
      nodes {
        driver
        internal
      }
    }
    containers(filter: $filter, first: 1) {
      totalCount
    }
  }
`);

/** A page of the networks of one name, a host each. */
export const NETWORK_HOSTS = graphql(`
  query NetworkHosts($filter: Filter!, $after: String) {
    networks(filter: $filter, sort: { by: HOST }, first: 100, after: $after) {
      totalCount
      nodes {
        id
        driver
        internal
        subnets
        rates
        host {
          id
          name
          state
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** What the containers on networks counted in a range, and what their bridges did: the difference stayed inside. */
export const NETWORK_TOTALS = graphql(
  `
    query NetworkTotals($containers: TotalsInput!, $bridges: TotalsInput!) {
      containers: totals(input: $containers) {
        groups {
          ...GroupCounts
        }
      }
      bridges: totals(input: $bridges) {
        groups {
          ...GroupCounts
        }
      }
    }
  `,
  [GROUP_COUNTS],
);

export type NetworkFacts = ResultOf<typeof NETWORK_FACTS>;
export type NetworkOnHost = ResultOf<typeof NETWORK_HOSTS>['networks']['nodes'][number];
export type NetworkTotals = ResultOf<typeof NETWORK_TOTALS>;
