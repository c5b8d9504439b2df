import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';
import { NAMED_INTERFACE } from './fragments.js';

/** A finding wherever it is listed. */
export const PATTERN_ROW = graphql(`
  fragment PatternRow on Pattern {
    id
    class
    category
    startedAt
    endedAt
    strength
    sentence
    repeats
    feedback
    entity {
      kind
      id
      name
      hostId
      hostName
    }
    seenOn {
      kind
      id
      name
      hostId
      hostName
    }
  }
`);

/** A page of findings. */
export const PATTERN_LIST = graphql(
  `
    query PatternList(
      $filter: Filter
      $classes: [PatternClass!]
      $categories: [PatternCategory!]
      $from: DateTime
      $to: DateTime
      $minStrength: Float
      $entities: [ID!]
      $state: PatternState
      $dismissed: Boolean
      $sort: PatternSort
      $first: Int!
      $after: String
      $counted: Boolean!
    ) {
      patterns(
        filter: $filter
        classes: $classes
        categories: $categories
        from: $from
        to: $to
        minStrength: $minStrength
        entities: $entities
        state: $state
        dismissed: $dismissed
        sort: $sort
        first: $first
        after: $after
      ) {
        totalCount @include(if: $counted)
        nodes {
          ...PatternRow
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  `,
  [PATTERN_ROW],
);

/** The first findings of a category, as one answer of several. */
const PATTERN_FEW = graphql(
  `
    fragment PatternFew on PatternConnection {
      nodes {
        ...PatternRow
      }
    }
  `,
  [PATTERN_ROW],
);

/** The first findings of each category: of all together the commonest would leave no room for others. */
export const PATTERN_DIGEST = graphql(
  `
    query PatternDigest(
      $filter: Filter
      $classes: [PatternClass!]
      $from: DateTime
      $to: DateTime
      $minStrength: Float
      $state: PatternState
      $sort: PatternSort
      $first: Int!
    ) {
      LOSS: patterns(
        categories: [LOSS]
        filter: $filter
        classes: $classes
        from: $from
        to: $to
        minStrength: $minStrength
        state: $state
        sort: $sort
        first: $first
      ) {
        ...PatternFew
      }
      ERROR: patterns(
        categories: [ERROR]
        filter: $filter
        classes: $classes
        from: $from
        to: $to
        minStrength: $minStrength
        state: $state
        sort: $sort
        first: $first
      ) {
        ...PatternFew
      }
      SECURITY: patterns(
        categories: [SECURITY]
        filter: $filter
        classes: $classes
        from: $from
        to: $to
        minStrength: $minStrength
        state: $state
        sort: $sort
        first: $first
      ) {
        ...PatternFew
      }
      CAPACITY: patterns(
        categories: [CAPACITY]
        filter: $filter
        classes: $classes
        from: $from
        to: $to
        minStrength: $minStrength
        state: $state
        sort: $sort
        first: $first
      ) {
        ...PatternFew
      }
      VOLUME: patterns(
        categories: [VOLUME]
        filter: $filter
        classes: $classes
        from: $from
        to: $to
        minStrength: $minStrength
        state: $state
        sort: $sort
        first: $first
      ) {
        ...PatternFew
      }
      CHANGE: patterns(
        categories: [CHANGE]
        filter: $filter
        classes: $classes
        from: $from
        to: $to
        minStrength: $minStrength
        state: $state
        sort: $sort
        first: $first
      ) {
        ...PatternFew
      }
      CYCLE: patterns(
        categories: [CYCLE]
        filter: $filter
        classes: $classes
        from: $from
        to: $to
        minStrength: $minStrength
        state: $state
        sort: $sort
        first: $first
      ) {
        ...PatternFew
      }
    }
  `,
  [PATTERN_FEW],
);

/** One finding with all that explains it. */
export const PATTERN_DETAIL = graphql(
  `
    query PatternDetail($id: ID!) {
      pattern(id: $id) {
        ...PatternRow
        evidence {
          name
          value
          unit
        }
        changesBefore {
          at
          kind
          subject
          text
        }
        series {
          from
          to
          at
          stepMilliseconds
          series {
            columns
          }
        }
        band {
          at
          low
          middle
          high
          confidence
        }
      }
    }
  `,
  [PATTERN_ROW],
);

/** What moved with a finding: it is looked for among all around it, which takes longer than the rest. */
export const PATTERN_COMPANIONS = graphql(
  `
    query PatternCompanions($id: ID!) {
      pattern(id: $id) {
        movedWith {
          interface {
            ...NamedInterface
          }
          correlation
          lagMilliseconds
        }
      }
    }
  `,
  [NAMED_INTERFACE],
);

/** How many findings began in each hour of the week. */
export const PATTERN_HOURS = graphql(`
  query PatternHours(
    $filter: Filter
    $from: DateTime
    $to: DateTime
    $minStrength: Float
    $state: PatternState
    $timeZone: String
  ) {
    patternHours(filter: $filter, from: $from, to: $to, minStrength: $minStrength, state: $state, timeZone: $timeZone) {
      class
      category
      counts
    }
  }
`);

/** Findings as they are made, changed and ended. */
export const PATTERNS_CHANGED = graphql(`
  subscription PatternsChanged($filter: Filter) {
    patternsChanged(filter: $filter) {
      id
    }
  }
`);

/** What somebody thinks of a finding. */
export const PATTERN_FEEDBACK = graphql(`
  mutation PatternFeedback($id: ID!, $verdict: PatternVerdict, $until: DateTime) {
    patternFeedback(id: $id, verdict: $verdict, until: $until) {
      id
      feedback
    }
  }
`);

/** How the analysis stands. */
export const ANALYSIS = graphql(`
  query Analysis {
    analysis {
      lagMilliseconds
      seriesCount
      thinnedCount
      isThinned
      since
      isRunning
    }
  }
`);

export type PatternRow = ResultOf<typeof PATTERN_ROW>;
export type PatternAnswer = ResultOf<typeof PATTERN_DETAIL>;
export type PatternDetail = NonNullable<PatternAnswer['pattern']>;
export type PatternCompanion = NonNullable<ResultOf<typeof PATTERN_COMPANIONS>['pattern']>['movedWith'][number];
export type PatternEntity = PatternRow['entity'];
export type PatternClass = PatternRow['class'];
export type PatternCategory = PatternRow['category'];
export type PatternVerdict = NonNullable<PatternRow['feedback']>;
export type PatternVariables = VariablesOf<typeof PATTERN_LIST>;
export type PatternHour = ResultOf<typeof PATTERN_HOURS>['patternHours'][number];
export type Analysis = ResultOf<typeof ANALYSIS>['analysis'];
