import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from './graphql.js';

/** Every host with what the overview names: its interfaces, and how many containers it runs. */
export const HOSTS = graphql(`
  query Hosts {
    hosts {
      id
      name
      state
      firstSeen
      lastSeen
      intervalMilliseconds
      interfaces {
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
      containers {
        id
      }
    }
  }
`);

/** One host with all that its page shows. */
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
      interfaces {
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
      containers {
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
      networks {
        id
        name
        driver
        internal
        subnets
        interfaces {
          id
          class
        }
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

export type HostSummary = ResultOf<typeof HOSTS>['hosts'][number];
export type HostDetail = NonNullable<ResultOf<typeof HOST>['host']>;
export type HostInterface = HostDetail['interfaces'][number];
export type HostContainer = HostDetail['containers'][number];
export type HostNetwork = HostDetail['networks'][number];
export type SeriesInput = VariablesOf<typeof SERIES>['input'];
export type SeriesResult = ResultOf<typeof SERIES>['series'];
export type TrafficTick = ResultOf<typeof TRAFFIC>['traffic'];
