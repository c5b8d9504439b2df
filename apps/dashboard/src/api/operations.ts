import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from './graphql.js';

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

/** One host and its networks. */
export const HOST = graphql(`
  query Host($id: ID!) {
    host(id: $id) {
      id
      name
      state
      firstSeen
      lastSeen
      intervalMilliseconds
      docker
      agentVersion
      platform
      kernel
      bootedAt
      kubernetes
      missing
      networks(first: 200) {
        id
        name
        driver
        internal
        subnets
        interfaces(first: 500) {
          id
          class
        }
      }
    }
  }
`);

/** A page of one host's interfaces, with all that its page shows. */
export const HOST_INTERFACES = graphql(`
  query HostInterfaces($id: ID!, $after: String) {
    interfaces(filter: { hosts: [$id] }, first: 500, after: $after) {
      nodes {
        id
        key
        name
        class
        uplink
        state
        speedBitsPerSecond
        mtu
        mac
        addresses
        master
        countersSince
        resets
        network {
          id
          name
        }
        containers {
          id
          name
          pod
          podNamespace
          workload
          stack
          service
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** A page of one host's containers. */
export const HOST_CONTAINERS = graphql(`
  query HostContainers($id: ID!, $after: String) {
    containers(filter: { hosts: [$id] }, first: 500, after: $after) {
      nodes {
        id
        name
        pod
        podNamespace
        workload
        image
        stack
        service
        hostNetwork
        startedAt
        interfaces {
          id
          class
          network {
            name
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

/** Stored traffic as columns, at most 300 points. */
export const SERIES = graphql(`
  query Series($input: SeriesInput!) {
    series(input: $input) {
      from
      to
      stepMilliseconds
      resolution
      at
      series {
        group
        columns
      }
    }
  }
`);

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

export type HostSummary = ResultOf<typeof HOSTS>['hosts']['nodes'][number];
type HostItself = NonNullable<ResultOf<typeof HOST>['host']>;
export type HostInterface = ResultOf<typeof HOST_INTERFACES>['interfaces']['nodes'][number];
export type HostContainer = ResultOf<typeof HOST_CONTAINERS>['containers']['nodes'][number];
export type HostNetwork = HostItself['networks'][number];
export type HostDetail = HostItself & {
  readonly interfaces: readonly HostInterface[];
  readonly containers: readonly HostContainer[];
};
export type SeriesInput = VariablesOf<typeof SERIES>['input'];
export type SeriesResult = ResultOf<typeof SERIES>['series'];
export type TrafficTick = ResultOf<typeof TRAFFIC>['traffic'];
