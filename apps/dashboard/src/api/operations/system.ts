import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** How weir itself does. */
export const SYSTEM = graphql(`
  query System {
    system {
      at
      state
      parts {
        name
        state
        text
        remedy
      }
      agents {
        total
        silent
        failing
        versions {
          version
          hosts
        }
        troubleCount
        troubles {
          hostId
          hostName
          kind
          text
          remedy
        }
      }
      refused {
        kept
        reasons {
          reason
          count
          newestAt
        }
        newest {
          at
          reason
          hostId
          hostName
        }
      }
      processes {
        id
        host
        pid
        version
        roles
        startedAt
        silentMilliseconds
        memoryBytes
        partitions
        rowsPerSecond
        lagSeconds
        refused
      }
    }
  }
`);

export type System = ResultOf<typeof SYSTEM>['system'];
export type SystemPart = System['parts'][number];
export type AgentTrouble = System['agents']['troubles'][number];
export type SystemProcess = System['processes'][number];

/** The agents of the hosts that one sees. */
export const AGENT_LIST = graphql(`
  query AgentList($filter: Filter, $sort: HostSort, $first: Int!, $after: String, $counted: Boolean!) {
    hosts(filter: $filter, sort: $sort, first: $first, after: $after) {
      totalCount @include(if: $counted)
      nodes {
        id
        name
        state
        lastSeen
        agentVersion
        intervalMilliseconds
        failingCollectors
        clockOffsetMilliseconds
        docker
        kubernetes
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export type AgentRow = ResultOf<typeof AGENT_LIST>['hosts']['nodes'][number];

/** What agents were told to measure, those with the same settings together. */
export const COLLECTION = graphql(`
  query Collection {
    collection {
      intervalMilliseconds
      collectorsOff
      excludedInterfaces
      excludedContainers
      missing
      platform
      hostCount
      hosts {
        id
        name
      }
    }
  }
`);

export type CollectionGroup = ResultOf<typeof COLLECTION>['collection'][number];

/** What is stored, for how long, and what it takes. */
export const STORAGE = graphql(`
  query Storage {
    storage {
      edition
      databaseBytes
      growthBytesPerDay
      diskFreeBytes
      diskUnknown
      otherBytes
      stored {
        kind
        resolution
        keepSeconds
        defaultKeepSeconds
        wholeSince
        bytes
        growthBytesPerDay
        tables {
          name
          bytes
        }
      }
    }
    hosts(first: 1, sort: { by: FIRST_SEEN, direction: ASCENDING }) {
      nodes {
        firstSeen
      }
    }
  }
`);

export type StorageAnswer = ResultOf<typeof STORAGE>;
export type Stored = StorageAnswer['storage']['stored'][number];

export const SET_RETENTION = graphql(`
  mutation SetRetention($input: RetentionInput!) {
    setRetention(input: $input) {
      databaseBytes
    }
  }
`);
