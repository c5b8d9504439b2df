import { graphql } from '../graphql.js';

/** What a group counted, and nothing else of it. */
export const GROUP_COUNTS = graphql(`
  fragment GroupCounts on GroupTotals {
    group
    keys {
      dimension
      value
      name
    }
    counters {
      counter
      total
    }
  }
`);

/** The figures of one counter over a range. */
export const STATISTICS = graphql(`
  fragment Statistics on SeriesStatistics {
    counter
    total
    averagePerSecond
    maximumPerSecond
    p95PerSecond
    coveredMilliseconds
  }
`);

/** A container wherever it is listed: what it is, where it runs, what it carries and uses now. */
export const CONTAINER_ROW = graphql(`
  fragment ContainerRow on Container {
    id
    name
    image
    stack
    service
    pod
    podNamespace
    workload
    hostNetwork
    startedAt
    cpuPercent
    memoryBytes
    memoryLimitBytes
    rates
    host {
      id
      name
      state
      missing
    }
  }
`);

/** An interface by the names that people know: its own, and those of what it belongs to. */
export const NAMED_INTERFACE = graphql(`
  fragment NamedInterface on Interface {
    id
    name
    class
    network {
      name
    }
    containers {
      name
      pod
    }
    host {
      id
      name
    }
  }
`);

/** An interface wherever it is listed: what it is and what it carries now, without its host. */
export const INTERFACE_ROW = graphql(`
  fragment InterfaceRow on Interface {
    id
    name
    class
    uplink
    state
    speedBitsPerSecond
    rates
    network {
      name
    }
    containers {
      id
      name
      pod
    }
  }
`);
