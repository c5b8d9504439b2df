import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** How many there are of everything, and which hosts are silent, the longest first: what the first sentence is made of. */
export const OVERVIEW_STATUS = graphql(`
  query OverviewStatus($filter: Filter, $silent: Filter) {
    hosts(filter: $filter, first: 1) {
      totalCount
      nodes {
        id
        name
        platform
        firstSeen
      }
    }
    silent: hosts(filter: $silent, sort: { by: LAST_SEEN }, first: 5) {
      totalCount
      nodes {
        id
        name
        lastSeen
      }
    }
    containers(filter: $filter, first: 1) {
      totalCount
    }
    interfaces(filter: $filter, first: 1) {
      totalCount
    }
    services(filter: $filter, first: 1) {
      totalCount
    }
    workloads(filter: $filter, first: 1) {
      totalCount
    }
  }
`);

/** What the overview's sentences are made of: who sends most, who loses packets, and how much it was a day before. */
export const OVERVIEW_FINDINGS = graphql(`
  query OverviewFindings($senders: TopGroupsInput!, $losers: TopGroupsInput!, $compared: SeriesInput!) {
    senders: top(input: $senders) {
      groups {
        keys {
          dimension
          value
          name
        }
        sharePercent
        total
      }
    }
    losers: top(input: $losers) {
      groupCount
      groups {
        keys {
          dimension
          value
          name
        }
        total
      }
    }
    compared: series(input: $compared) {
      series {
        statistics {
          counter
          averagePerSecond
        }
        earlier {
          statistics {
            counter
            averagePerSecond
            coveredMilliseconds
          }
        }
      }
    }
  }
`);

export type OverviewStatus = ResultOf<typeof OVERVIEW_STATUS>;
export type OverviewFindings = ResultOf<typeof OVERVIEW_FINDINGS>;
export type OverviewFindingsVariables = VariablesOf<typeof OVERVIEW_FINDINGS>;
