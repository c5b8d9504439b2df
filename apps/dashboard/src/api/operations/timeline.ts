import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** A page of what happened, newest first. */
export const TIMELINE = graphql(`
  query Timeline(
    $filter: Filter
    $kinds: [TimelineKind!]
    $from: DateTime
    $to: DateTime
    $first: Int!
    $after: String
  ) {
    timeline(filter: $filter, kinds: $kinds, from: $from, to: $to, first: $first, after: $after) {
      nodes {
        id
        kind
        at
        until
        text
        what
        subject
        hostId
        hostName
        severity
        author
        deploy {
          service
          image
          imageBefore
          containerCount
          hostIds
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** The same as few marks for charts. */
export const TIMELINE_MARKS = graphql(`
  query TimelineMarks($filter: Filter, $from: DateTime!, $to: DateTime!) {
    timelineMarks(filter: $filter, from: $from, to: $to) {
      id
      kind
      at
      until
      title
      count
    }
  }
`);

/** That something was added to it. */
export const TIMELINE_CHANGED = graphql(`
  subscription TimelineChanged {
    timelineChanged
  }
`);

/** Traffic before a moment and after it. */
export const BEFORE_AND_AFTER = graphql(`
  query BeforeAndAfter($at: DateTime!, $filter: Filter, $minutes: Int!) {
    beforeAndAfter(at: $at, filter: $filter, minutes: $minutes) {
      ratio
      sentence
      before {
        from
        to
        rxBytesPerSecond
        txBytesPerSecond
        rxPacketsPerSecond
        txPacketsPerSecond
        rxErrorsPerSecond
        txErrorsPerSecond
        rxDroppedPerSecond
        txDroppedPerSecond
      }
      after {
        from
        to
        rxBytesPerSecond
        txBytesPerSecond
        rxPacketsPerSecond
        txPacketsPerSecond
        rxErrorsPerSecond
        txErrorsPerSecond
        rxDroppedPerSecond
        txDroppedPerSecond
      }
    }
  }
`);

/** Writes a note. */
export const ANNOTATE = graphql(`
  mutation Annotate($input: AnnotationInput!) {
    annotate(input: $input) {
      annotation {
        id
      }
      refusals {
        field
        reason
      }
    }
  }
`);

/** Takes a note away. */
export const DELETE_ANNOTATION = graphql(`
  mutation DeleteAnnotation($id: ID!) {
    deleteAnnotation(id: $id)
  }
`);

export type TimelineEntry = ResultOf<typeof TIMELINE>['timeline']['nodes'][number];
export type TimelineKind = TimelineEntry['kind'];
export type TimeMark = ResultOf<typeof TIMELINE_MARKS>['timelineMarks'][number];
export type BeforeAndAfter = ResultOf<typeof BEFORE_AND_AFTER>['beforeAndAfter'];
export type StretchRates = BeforeAndAfter['before'];
