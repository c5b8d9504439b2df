import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql.js';

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

export const HOST_NAME = graphql(`
  query HostName($id: ID!) {
    host(id: $id) {
      name
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

type HostItself = NonNullable<ResultOf<typeof HOST>['host']>;
export type HostInterface = ResultOf<typeof HOST_INTERFACES>['interfaces']['nodes'][number];
export type HostContainer = ResultOf<typeof HOST_CONTAINERS>['containers']['nodes'][number];
export type HostNetwork = HostItself['networks'][number];
export type HostDetail = HostItself & {
  readonly interfaces: readonly HostInterface[];
  readonly containers: readonly HostContainer[];
};
