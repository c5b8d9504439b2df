import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';
import { GROUP_COUNTS } from './fragments.js';

/** A page of hosts, as the list shows them. */
export const HOST_LIST = graphql(`
  query HostList($filter: Filter, $sort: HostSort, $first: Int!, $after: String, $counted: Boolean!) {
    hosts(filter: $filter, sort: $sort, first: $first, after: $after) {
      totalCount @include(if: $counted)
      nodes {
        id
        name
        state
        firstSeen
        lastSeen
        intervalMilliseconds
        agentVersion
        platform
        kernel
        containerCount
        interfaceCount
        networkCount
        rates
        cpuPercent
        memoryUsedBytes
        memoryTotalBytes
        labels {
          key
          value
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** What one host counted over a range: its uplinks, its bridges by network, and its containers by network and service. */
export const HOST_ATTRIBUTION = graphql(
  `
    query HostAttribution($uplinks: TotalsInput!, $bridges: TotalsInput!, $containers: TotalsInput!) {
      uplinks: totals(input: $uplinks) {
        groups {
          ...GroupCounts
        }
      }
      bridges: totals(input: $bridges) {
        groups {
          ...GroupCounts
        }
      }
      containers: totals(input: $containers) {
        groups {
          ...GroupCounts
        }
      }
    }
  `,
  [GROUP_COUNTS],
);

/** CPU, memory and load of one host over time. */
export const HOST_STATE = graphql(`
  query HostStateOverTime($input: HostSeriesInput!) {
    hostSeries(input: $input) {
      from
      to
      at
      stepMilliseconds
      series {
        columns
      }
    }
  }
`);

/** Which interfaces of a host pass a filter. */
export const HOST_MATCHES_INTERFACES = graphql(`
  query HostMatchesInterfaces($filter: Filter!, $after: String) {
    interfaces(filter: $filter, first: 500, after: $after) {
      nodes {
        id
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** Which containers of a host pass a filter. */
export const HOST_MATCHES_CONTAINERS = graphql(`
  query HostMatchesContainers($filter: Filter!, $after: String) {
    containers(filter: $filter, first: 500, after: $after) {
      nodes {
        id
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** Which networks of a host pass a filter. */
export const HOST_MATCHES_NETWORKS = graphql(`
  query HostMatchesNetworks($filter: Filter!, $after: String) {
    networks(filter: $filter, first: 500, after: $after) {
      nodes {
        id
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export type ListedHost = ResultOf<typeof HOST_LIST>['hosts']['nodes'][number];
export type HostSort = NonNullable<VariablesOf<typeof HOST_LIST>['sort']>;
export type HostAttribution = ResultOf<typeof HOST_ATTRIBUTION>;
export type GroupTotals = HostAttribution['uplinks']['groups'][number];
export type TotalsInput = VariablesOf<typeof HOST_ATTRIBUTION>['uplinks'];
export type HostStateSeries = ResultOf<typeof HOST_STATE>['hostSeries'];
export type Filter = NonNullable<VariablesOf<typeof HOST_LIST>['filter']>;
