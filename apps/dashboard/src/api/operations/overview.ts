import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** How many hosts there are, and which are silent, the longest first: what the title is made of, which is read first. */
export const OVERVIEW_FLEET = graphql(`
  query OverviewFleet($filter: Filter, $silent: Filter) {
    hosts(filter: $filter, first: 1) {
      totalCount
      nodes {
        id
        name
        docker
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
  }
`);

/** How much passes now, from memory: it is known before the chart is. */
export const FLEET_RATES = graphql(`
  query FleetRates {
    fleetRates
  }
`);

/** How many there are of everything else. */
export const OVERVIEW_COUNTS = graphql(`
  query OverviewCounts($filter: Filter) {
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

/** The first of a ranking: who sent most, who lost most packets. */
export const OVERVIEW_FIRST = graphql(`
  query OverviewFirst($input: TopGroupsInput!) {
    top(input: $input) {
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
  }
`);

/** How much it was, and how much a day before. */
export const OVERVIEW_COMPARED = graphql(`
  query OverviewCompared($input: SeriesInput!) {
    series(input: $input) {
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

/** The container that sends most this moment. */
export const SENDS_MOST = graphql(`
  query SendsMost($filter: Filter) {
    containers(filter: $filter, sort: { by: TX_BYTES_PER_SECOND, direction: DESCENDING }, first: 1) {
      nodes {
        id
        name
        rates
        host {
          id
          name
        }
      }
    }
  }
`);

/** Hosts by their names alone. */
export const HOST_NAMES = graphql(`
  query HostNames($filter: Filter, $after: String) {
    hosts(filter: $filter, first: 500, after: $after) {
      nodes {
        id
        name
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export type OverviewFleet = ResultOf<typeof OVERVIEW_FLEET>;
export type OverviewCounts = ResultOf<typeof OVERVIEW_COUNTS>;
/** How many there are of everything, and who is silent. */
export type OverviewStatus = OverviewFleet & OverviewCounts;
export type RankedFirst = ResultOf<typeof OVERVIEW_FIRST>['top']['groups'][number];
export type RankedFirstInput = VariablesOf<typeof OVERVIEW_FIRST>['input'];
export type Compared = ResultOf<typeof OVERVIEW_COMPARED>['series'];
export type SendsMost = ResultOf<typeof SENDS_MOST>['containers']['nodes'][number];
